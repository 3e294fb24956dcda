/** The policy as other libraries' files, and the grid as PNGs. */
import type { Exported, Format, Picture } from "../types";
import { doc, source } from "./app";
import { engine } from "./engine";

export async function exportFormats(): Promise<Format[]> {
  await engine.need("tools");
  return (await engine.files.call("formats", {})).filter((format) => format.export);
}

export async function exportAs(format: string): Promise<Exported> {
  await engine.need("tools");
  const tree = JSON.stringify(doc.peek());
  const kept = source.peek();
  const text = kept?.tree === tree ? kept.text : tree;
  return engine.files.call("export", { text, format });
}

/** A view's own pixels as a PNG: grey stays grey, alpha stays apart from colour. */
export async function writePng({ info, exact }: Picture): Promise<Uint8Array<ArrayBuffer>> {
  if (!exact) throw new Error("This view has no full-size pixels.");
  await engine.need("codec");
  const { channels, data, alpha } = exact;
  return engine.files.call("png", { width: info.full.width, height: info.full.height, channels, data, alpha });
}
