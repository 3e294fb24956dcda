/**
 * Pictures the codec does not read (AVIF, HEIC, SVG), decoded by the browser.
 * The pixels then depend on the browser, which the page says.
 */
import type { Pixels } from "../types";

/** Longest side given to a drawing that has no pixels of its own. */
const VECTOR_SIDE = 1024;

export async function decodeInBrowser(blob: Blob, maxPixels: number): Promise<Pixels> {
  const url = URL.createObjectURL(blob);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const vector = blob.type.includes("svg");
    const scale = vector ? VECTOR_SIDE / Math.max(image.naturalWidth, image.naturalHeight, 1) : 1;
    const width = Math.max(1, Math.round(image.naturalWidth * scale));
    const height = Math.max(1, Math.round(image.naturalHeight * scale));
    if (width * height > maxPixels) throw new Error(`${width}×${height} pixels are more than the limit.`);
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    if (!context) throw new Error("No canvas to decode on.");
    context.drawImage(image, 0, 0, width, height);
    return split(context.getImageData(0, 0, width, height));
  } finally {
    URL.revokeObjectURL(url);
  }
}

function split({ data: rgba, width, height }: ImageData): Pixels {
  const count = width * height;
  const data = new Uint8Array(count * 3);
  const alpha = new Uint8Array(count);
  let clear = false;
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < 3; c++) data[i * 3 + c] = rgba[i * 4 + c] ?? 0;
    alpha[i] = rgba[i * 4 + 3] ?? 255;
    clear ||= alpha[i] !== 255;
  }
  return { width, height, channels: 3, data, alpha: clear ? alpha : undefined };
}
