// Node has no fetch for files: modules are read from the package's folder.
import { readFile } from "node:fs/promises";
import { setReader } from "./modules.js";

setReader((name) => readFile(new URL(`./${name}/${name}_bg.wasm`, import.meta.url)));

export * from "./index.js";
