import { bad } from "./errors.js";

/** An 8-bit picture: rows from top to bottom, channels interleaved. */
export interface PixelImage {
  width: number;
  height: number;
  /** 1 grey, 3 RGB, 4 RGBA (its alpha is split off). */
  channels: number;
  data: Uint8Array | Uint8ClampedArray;
  /** Opacity, one value a pixel; not together with 4 channels. */
  alpha?: Uint8Array | undefined;
  /** Default sample key: `decode` sets it to the SHA-256 of the file. */
  key?: string;
}

/** What `apply` takes: `decode`'s result, plain pixels, or an `ImageData`. */
export type ImageInput = PixelImage | ImageData;

/** Pixels with alpha on its own. */
export interface Planes {
  width: number;
  height: number;
  channels: 1 | 3;
  data: Uint8Array;
  alpha: Uint8Array | undefined;
}

/** Checks and splits an image. */
export function planes(image: ImageInput): Planes {
  const given = image as Partial<PixelImage> | null | undefined;
  if (given === null || typeof given !== "object" || !(given.data instanceof Uint8Array || given.data instanceof Uint8ClampedArray)) {
    throw bad(
      "image",
      "must be ImageData or {width, height, channels, data}; a bitmap, canvas or <img> has already been through " +
        "the browser's colour management and alpha multiplication, so give its file to decode(bytes) instead",
    );
  }
  const width = side("image.width", given.width);
  const height = side("image.height", given.height);
  const isImageData = typeof ImageData !== "undefined" && image instanceof ImageData;
  const channels = isImageData ? 4 : given.channels;
  if (channels !== 1 && channels !== 3 && channels !== 4) {
    throw bad("image.channels", `must be 1, 3 or 4, not ${String(channels)}`, "range");
  }
  const { data } = given;
  if (data.length !== width * height * channels) {
    throw bad("image.data", `has ${data.length} bytes; ${width} × ${height} × ${channels} needs ${width * height * channels}`);
  }
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.length);
  if (channels !== 4) return { width, height, channels, data: bytes, alpha: given.alpha };
  if (given.alpha) throw bad("image.alpha", "cannot be given with 4 channels");
  return { width, height, channels: 3, ...split(bytes) };
}

function split(rgba: Uint8Array): { data: Uint8Array; alpha: Uint8Array | undefined } {
  const area = rgba.length / 4;
  const data = new Uint8Array(area * 3);
  const alpha = new Uint8Array(area);
  let opaque = true;
  for (let i = 0; i < area; i++) {
    data[i * 3] = rgba[i * 4]!;
    data[i * 3 + 1] = rgba[i * 4 + 1]!;
    data[i * 3 + 2] = rgba[i * 4 + 2]!;
    alpha[i] = rgba[i * 4 + 3]!;
    opaque &&= alpha[i] === 255;
  }
  return { data, alpha: opaque ? undefined : alpha };
}

/** A side in pixels. */
export function side(name: string, value: unknown): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1 || value > 0xffff_ffff) {
    throw bad(name, `must be a whole number of at least 1, not ${String(value)}`, "range");
  }
  return value;
}
