/** The GPU module inside a worker: opened at its first use, given up at its first failure. */
type Gpu = typeof import("../wasm/gpu/gpu.js");

let opened: Promise<Gpu | null> | null = null;

async function open(module: WebAssembly.Module): Promise<Gpu | null> {
  const gpu = await import("../wasm/gpu/gpu.js");
  gpu.initSync({ module });
  return (await gpu.init()) ? gpu : null;
}

export interface Task {
  /** JSON: the passes to run. */
  program: string;
  width: number;
  height: number;
  channels: number;
}

/** The samples a program gives; null where the CPU has to do it, with the same result. */
export async function runOnGpu(
  module: WebAssembly.Module,
  { program, width, height, channels }: Task,
  data: () => Uint8Array,
): Promise<Uint8Array | null> {
  opened ??= open(module);
  const gpu = await opened;
  if (!gpu?.supports(program, width, height, channels)) return null;
  try {
    return await gpu.run(program, width, height, channels, data());
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) throw error;
    // The page counts the views made on the GPU, so this is seen there.
    opened = Promise.resolve(null);
    return null;
  }
}
