import { bad, guard } from "./errors.js";
import type { PixelImage } from "./image.js";
import { codec } from "./modules.js";

/** How a file becomes pixels. */
export interface DecodeOptions {
  /** `rgb` (default) and `grey` as Pillow converts; a window spreads 16-bit grey over 0 to 255. */
  input?: "rgb" | "grey" | { window: [low: number, high: number] };
  /** Turn the pixels as EXIF says: `cv2.imread` does, Pillow and torchvision do not. */
  applyOrientation?: boolean;
  /** The most pixels accepted (100 million unless said). */
  maxPixels?: number;
}

/** A decoded file. */
export interface Decoded extends PixelImage {
  channels: 1 | 3;
  data: Uint8Array;
  /** SHA-256 of the file's bytes: the default sample key everywhere in augplay. */
  key: string;
  /** `PNG`, `JPEG`, … */
  format: string;
  /** EXIF orientation as found, 1 to 8. */
  orientation: number;
  /** What the reader of the picture should know: first frame only, clipped values, damage. */
  notes: string[];
}

/** Decodes a PNG, JPEG, WebP, GIF, BMP or TIFF to the pixels Pillow gives. */
export async function decode(file: Uint8Array | ArrayBuffer | Blob, options: DecodeOptions = {}): Promise<Decoded> {
  const bytes = await bytesOf(file);
  const { input = "rgb", applyOrientation, maxPixels } = options;
  const text = JSON.stringify({
    input: typeof input === "string" ? input : { window: { low: input.window[0], high: input.window[1] } },
    apply_orientation: applyOrientation,
    max_pixels: maxPixels,
  });
  const module = await codec();
  return guard(() => {
    const decoded = module.decode(bytes, text);
    try {
      return {
        width: decoded.width,
        height: decoded.height,
        channels: decoded.channels === 1 ? 1 : 3,
        data: decoded.data(),
        alpha: decoded.alpha(),
        key: module.key(bytes),
        format: decoded.format,
        orientation: decoded.orientation,
        notes: JSON.parse(decoded.notes()) as string[],
      };
    } finally {
      decoded.free();
    }
  });
}

/** Writes a PNG. */
export async function encodePng(image: PixelImage): Promise<Uint8Array> {
  const { width, height, channels, data, alpha } = image;
  const module = await codec();
  return guard(() => module.encode_png(width, height, channels, plain(data), alpha));
}

/** Writes a JPEG, byte for byte Pillow's file at the same quality (1 to 100). */
export async function encodeJpeg(image: PixelImage, quality = 75): Promise<Uint8Array> {
  if (!Number.isInteger(quality) || quality < 1 || quality > 100) {
    throw bad("quality", `must be a whole number from 1 to 100, not ${quality}`, "range");
  }
  const { width, height, channels, data } = image;
  const module = await codec();
  return guard(() => module.encode_jpeg(width, height, channels, plain(data), quality));
}

function plain(data: Uint8Array | Uint8ClampedArray): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.length);
}

async function bytesOf(file: Uint8Array | ArrayBuffer | Blob): Promise<Uint8Array> {
  if (file instanceof Uint8Array) return file;
  if (file instanceof ArrayBuffer) return new Uint8Array(file);
  if (file instanceof Blob) return new Uint8Array(await file.arrayBuffer());
  throw bad("file", "must be the file's bytes: a Uint8Array, an ArrayBuffer or a Blob");
}
