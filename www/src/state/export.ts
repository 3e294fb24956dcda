/** The policy as other libraries' files, and the grid as PNGs. */
import { strToU8, zipSync } from "fflate";
import type { Exported, Format, Picture } from "../types";
import { fileStem } from "../model/bytes";
import { doc, effectiveText, say, source, task, yaml } from "./app";
import { engine, failureOf } from "./engine";
import { columns } from "./grid";
import { samples } from "./samples";
import { save } from "./save";

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
  return engine.files.call("png", { width: info.full.width, height: info.full.height, ...exact });
}

/** The views of the current columns for every picture, at full size, in one zip. */
export async function downloadGrid(): Promise<void> {
  const views = columns.peek() - 1;
  const list = samples.peek();
  const policy = effectiveText.peek();
  const stop = new AbortController();
  const total = list.length * views;
  const files: Record<string, [Uint8Array, { level: 0 }]> = {};
  const failed: string[] = [];
  const show = (done: number): void => {
    task.value = { label: "Writing PNGs", done, total, cancel: () => { stop.abort(); } };
  };
  let done = 0;
  for (const [row, { key, name }] of list.entries())
    for (let view = 0; view < views && !stop.signal.aborted; view++) {
      show(done++);
      const file = `${String(row + 1).padStart(2, "0")}-${fileStem(name)}-${view}.png`;
      try {
        const made = await engine.cells.call("render", { policy, sample: key, view, maxPx: 1, exact: true }, { sample: key, timeout: 60_000 });
        files[file] = [await writePng(made), { level: 0 }];
      } catch (error) {
        failed.push(`${name}, draw ${view + 1}: ${failureOf(error).message}`);
      }
    }
  task.value = null;
  if (stop.signal.aborted) return;
  if (failed.length > 0) say({ tone: "error", text: `${failed.length} of ${total} views could not be written.`, lines: failed.slice(0, 5) });
  const stem = fileStem(doc.peek().name ?? "augplay");
  const archive = zipSync({ ...files, "policy.yaml": [strToU8(yaml.peek()), { level: 6 }] });
  save(archive, `${stem}-views.zip`, "application/zip");
}
