// The three WebAssembly modules: core at init(), codec and tools when first needed.
import initCore, * as core from "./core/core.js";
import { AugplayError } from "./errors.js";

/** Anything a module can be made from. */
export type Source = URL | string | Request | Response | BufferSource | WebAssembly.Module;

/** Where modules come from when bundler and server do not find them by themselves. */
export interface Sources {
  core?: Source | Promise<Source>;
  codec?: Source | Promise<Source>;
  tools?: Source | Promise<Source>;
}

let sources: Sources = {};
let readDefault: ((name: keyof Sources) => Promise<Source>) | undefined;
let ready = false;
let starting: Promise<void> | undefined;

/** @internal Where modules come from on this platform. */
export function setReader(reader: (name: keyof Sources) => Promise<Source>): void {
  readDefault = reader;
}

async function input(name: keyof Sources): Promise<{ module_or_path: Source } | undefined> {
  const source = await (sources[name] ?? readDefault?.(name));
  return source === undefined ? undefined : { module_or_path: source };
}

/**
 * Loads the core; call it once before anything else (again does nothing). Without an argument the
 * `.wasm` file beside this module is used, which Vite, webpack, Node and plain import maps find.
 */
export function init(source?: Source | Promise<Source> | Sources): Promise<void> {
  starting ??= start(source).catch((error: unknown) => {
    starting = undefined;
    throw error;
  });
  return starting;
}

async function start(source?: Source | Promise<Source> | Sources): Promise<void> {
  if (source !== undefined) sources = isSources(source) ? source : { core: source };
  await initCore(await input("core"));
  ready = true;
}

function isSources(source: Source | Promise<Source> | Sources): source is Sources {
  return Object.getPrototypeOf(source) === Object.prototype;
}

/** The core, if `init()` has finished. */
export function loaded(): typeof core {
  if (!ready) {
    const reason = "call `await init()` first";
    throw new AugplayError(reason, { code: "missing", reason });
  }
  return core;
}

let codecModule: Promise<typeof import("./codec/codec.js")> | undefined;
let toolsModule: Promise<typeof import("./tools/tools.js")> | undefined;

export function codec(): Promise<typeof import("./codec/codec.js")> {
  codecModule ??= (async () => {
    const module = await import("./codec/codec.js");
    await module.default(await input("codec"));
    return module;
  })().catch((error: unknown) => {
    codecModule = undefined;
    throw error;
  });
  return codecModule;
}

export function tools(): Promise<typeof import("./tools/tools.js")> {
  toolsModule ??= (async () => {
    const module = await import("./tools/tools.js");
    await module.default(await input("tools"));
    return module;
  })().catch((error: unknown) => {
    toolsModule = undefined;
    throw error;
  });
  return toolsModule;
}
