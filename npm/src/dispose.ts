// `using` needs this symbol, which Safari and Node 20 before 20.5 lack; classes read it as they load.
if (Symbol.dispose === undefined) {
  Object.defineProperty(Symbol, "dispose", { value: Symbol("Symbol.dispose") });
}
export {};
