/** The policy as other libraries' files, and the grid as PNGs. */
import type { Exported, Format, Picture } from "../types";
import { doc, source } from "./app";
import { engine } from "./engine";

export async function exportFormats(): Promise<Format[]> {
  await engine.need("tools");
  return (await engine.files.call("formats", {})).filter((format) => format.export);
}

/** The policy as it is now, in its own words where it was read from a file. */
export function policyText(): string {
  const tree = JSON.stringify(doc.peek());
  const kept = source.peek();
  return kept?.tree === tree ? kept.text : tree;
}

export async function exportAs(format: string): Promise<Exported> {
  await engine.need("tools");
  return engine.files.call("export", { text: policyText(), format });
}

/** A view's own pixels as a PNG: grey stays grey, alpha stays apart from colour. */
export async function writePng({ info, exact }: Picture): Promise<Uint8Array<ArrayBuffer>> {
  if (!exact) throw new Error("This view has no full-size pixels.");
  await engine.need("codec");
  const { channels, data, alpha } = exact;
  return engine.files.call("png", { width: info.full.width, height: info.full.height, channels, data, alpha });
}
