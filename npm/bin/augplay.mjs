#!/usr/bin/env node
// The command line, compiled for WASI: the same program as the native one, on one thread.
import { readFile } from "node:fs/promises";
import { parse } from "node:path";
import process from "node:process";

// Node calls WASI experimental on every start; that is nothing to the user of this program.
const { emitWarning } = process;
process.emitWarning = (warning, ...rest) => {
  if (!String(warning).includes("WASI")) emitWarning.call(process, warning, ...rest);
};
const { WASI } = await import("node:wasi");

const cwd = process.cwd();
const windows = process.platform === "win32";
const wasi = new WASI({
  version: "preview1",
  args: ["augplay", ...process.argv.slice(2)],
  // Its folder is told this way: a program of WASI starts at the root.
  env: { ...process.env, PWD: windows ? "/" : cwd },
  // All files of the user, as any program sees them; on Windows those below the folder it starts in.
  preopens: windows ? { "/": cwd } : { [parse(cwd).root]: parse(cwd).root },
  returnOnExit: true,
});
const file = await readFile(new URL("../dist/cli/augplay.wasm", import.meta.url));
const instance = await WebAssembly.instantiate(await WebAssembly.compile(file), wasi.getImportObject());
process.exitCode = wasi.start(instance);
