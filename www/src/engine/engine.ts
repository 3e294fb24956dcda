/** The page's two pools: cells are rendered in one, files are read and written in the other. */
import coreUrl from "../wasm/core/core_bg.wasm?url";
import codecUrl from "../wasm/codec/codec_bg.wasm?url";
import toolsUrl from "../wasm/tools/tools_bg.wasm?url";
import labelsUrl from "../wasm/labels/labels_bg.wasm?url";
import gpuUrl from "../wasm/gpu/gpu_bg.wasm?url";
import type { ModuleName } from "./protocol";
import { Pool } from "./pool";

const urls: Record<ModuleName, string> = { core: coreUrl, codec: codecUrl, tools: toolsUrl, gpu: gpuUrl, labels: labelsUrl };
const compiled = new Map<ModuleName, Promise<WebAssembly.Module>>();

function compile(name: ModuleName): Promise<WebAssembly.Module> {
  let module = compiled.get(name);
  if (!module) {
    // A server that mislabels .wasm makes streaming fail; the bytes themselves are fine.
    module = WebAssembly.compileStreaming(fetch(urls[name])).catch(async () => {
      const answer = await fetch(urls[name]);
      if (!answer.ok) throw new Error(`The ${name} module could not be fetched (${answer.status}).`);
      return WebAssembly.compile(await answer.arrayBuffer());
    });
    compiled.set(name, module);
  }
  return module;
}

const spawn = (): Worker => new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });

/** Files larger than this leave a decoder's memory swollen: it is replaced. */
const SWOLLEN = 48 * 1024 * 1024;

export class Engine {
  readonly cells: Pool;
  readonly files: Pool;
  #provided = new Map<ModuleName, Promise<void>>();

  constructor(onLost: (keys: string[]) => void) {
    const cores = navigator.hardwareConcurrency || 2;
    this.cells = new Pool({ size: Math.min(8, Math.max(1, cores)), spawn, onLost });
    this.files = new Pool({ size: 1, spawn, timeout: 60_000 });
  }

  #started: Promise<void> | null = null;

  /** Resolves once the cells' workers have their module; the codec is fetched at the same time. */
  start(): Promise<void> {
    this.need("codec").catch(() => undefined);
    this.#started ??= compile("core").then((module) => { this.cells.provide("core", module); });
    return this.#started;
  }

  /** Sends a module to the workers that use it, before its first use. */
  need(name: "codec" | "tools" | "gpu"): Promise<void> {
    let ready = this.#provided.get(name);
    if (!ready) {
      const pool = name === "gpu" ? this.cells : this.files;
      ready = compile(name).then((module) => { pool.provide(name, module); });
      this.#provided.set(name, ready);
    }
    return ready;
  }

  #labelPool: Pool | null = null;
  #labels: Promise<void> | null = null;

  /** Reads and writes label files: a worker of its own, since a large file keeps it long; started when first used. */
  get labels(): Pool {
    this.#labelPool ??= new Pool({ size: 1, spawn, timeout: 60_000 });
    return this.#labelPool;
  }

  needLabels(): Promise<void> {
    this.#labels ??= Promise.all([compile("labels"), compile("codec")]).then(([labels, codec]) => {
      this.labels.provide("labels", labels);
      this.labels.provide("codec", codec);
    });
    return this.#labels;
  }

  #proofPool: Pool | null = null;
  #proof: Promise<void> | null = null;

  /** Makes proofs: a worker of its own, since it keeps what was begun. */
  get proofs(): Pool {
    this.#proofPool ??= new Pool({ size: 1, spawn, timeout: 600_000 });
    return this.#proofPool;
  }

  needProofs(): Promise<void> {
    this.#proof ??= Promise.all((["core", "codec", "tools"] as const).map(async (name) => { this.proofs.provide(name, await compile(name)); })).then(() => undefined);
    return this.#proof;
  }

  /** After a big file, the decoder's memory (which never shrinks) is given back. */
  relieve(bytes: number): void {
    if (bytes > SWOLLEN) this.files.recycle();
  }
}
