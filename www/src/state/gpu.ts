/** Whether programs run on the GPU where they can. The pixels are the same on both. */
import { signal } from "@preact/signals";
import { say } from "./app";
import { engine } from "./engine";

export const gpu = signal(false);

/** What of WebGPU this page itself asks; TypeScript does not know it yet. */
interface WebGpu {
  requestAdapter: () => Promise<unknown>;
}
const offered = (navigator as { gpu?: WebGpu }).gpu;

export async function useGpu(on: boolean): Promise<void> {
  if (!on) {
    gpu.value = false;
    return;
  }
  const adapter = await offered?.requestAdapter().catch(() => null);
  if (!adapter) {
    say({ tone: "info", text: offered ? "This browser finds no GPU, so views are made on the CPU." : "This browser offers no WebGPU, so views are made on the CPU." });
    return;
  }
  await engine.need("gpu");
  gpu.value = true;
}
