/** Small facts about bytes and files, without reading pixels. */

const POLICY = /\.(ya?ml|json)$/i;
const IMAGE = /\.(png|jpe?g|jfif|webp|gif|bmp|tiff?|avif|heic|heif|svg)$/i;

export type FileKind = "policy" | "image" | "unknown";

/** What a dropped file wants to be, by its name and type; the decoder has the last word. */
export function kindOf(file: { name: string; type: string }): FileKind {
  if (POLICY.test(file.name) || file.type === "application/json" || file.type.includes("yaml")) return "policy";
  if (IMAGE.test(file.name) || file.type.startsWith("image/")) return "image";
  return "unknown";
}

/** Formats the codec leaves to the browser. */
export function browserDecoded(file: { name: string; type: string }): string | null {
  const name = `${file.name} ${file.type}`.toLowerCase();
  if (/\.avif\b|image\/avif/.test(name)) return "AVIF";
  if (/\.hei[cf]\b|image\/hei[cf]/.test(name)) return "HEIC";
  if (/\.svg\b|image\/svg/.test(name)) return "SVG";
  return null;
}

export function showBytes(count: number): string {
  if (count < 1000) return `${count} B`;
  if (count < 1e6) return `${Math.round(count / 1000)} KB`;
  return `${(count / 1e6).toFixed(count < 1e7 ? 1 : 0)} MB`;
}

/** A file name without surprises, for downloads. */
export function fileStem(name: string): string {
  return name.replace(/\.[^.]*$/, "").replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[-.]+|-+$/g, "") || "augplay";
}

/** Halves by whole pixels (mean of each block) until the longest side fits. For drafts only. */
export function boxShrink(
  data: Uint8Array,
  width: number,
  height: number,
  channels: number,
  longest: number,
): { data: Uint8Array; width: number; height: number; factor: number } {
  const factor = Math.max(1, Math.ceil(Math.max(width, height) / longest));
  if (factor === 1) return { data, width, height, factor };
  const w = Math.max(1, Math.floor(width / factor));
  const h = Math.max(1, Math.floor(height / factor));
  const out = new Uint8Array(w * h * channels);
  const fx = Math.min(factor, width);
  const fy = Math.min(factor, height);
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++)
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let j = 0; j < fy; j++)
          for (let i = 0; i < fx; i++) sum += data[((y * fy + j) * width + x * fx + i) * channels + c] ?? 0;
        out[(y * w + x) * channels + c] = Math.round(sum / (fx * fy));
      }
  return { data: out, width: w, height: h, factor };
}
