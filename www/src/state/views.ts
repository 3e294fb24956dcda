/** Many views taken away in one zip: pictures, their labels in the kind they came in, and the policy. */
import { strToU8 } from "fflate";
import type { Reading } from "../engine/labelTypes";
import type { Picture } from "../types";
import { Archive } from "../model/archive";
import { fileStem } from "../model/bytes";
import { cocoOf } from "../model/coco";
import { known } from "./annotate";
import { partName } from "../model/views";
import { doc, parts, say, task, yaml } from "./app";
import { engine, failureOf } from "./engine";
import { writePng } from "./export";
import { howNow, renderView } from "./render";
import { samples, type Sample } from "./samples";
import { save } from "./save";

export const hasAny = ({ labels }: Sample): boolean => ((labels?.boxes?.length ?? 0) || (labels?.keypoints?.length ?? 0) || (labels?.masks?.length ?? 0)) > 0;

/** `count` views of every picture that can be read, at full size, in one zip. */
export async function saveViews(count: number, withLabels: boolean): Promise<void> {
  const list = samples.peek().filter(({ refused }) => !refused);
  const views = parts.peek().length === 0 ? [undefined] : parts.peek();
  // The policy as it is now, whatever is changed while this runs.
  const how = new Map(list.map(({ key }) => [key, views.map((part) => howNow({ sample: key, part: part?.index }))]));
  const stop = new AbortController();
  const total = list.length * count * views.length;
  const archive = new Archive();
  const failed: string[] = [];
  const started = performance.now();
  let done = 0;
  try {
    for (const group of withLabels ? groups(list) : [{ list, writer: null }]) {
      await group.writer?.open();
      for (const sample of group.list)
        for (let at = 0; at < count * views.length && !stop.signal.aborted; at++) {
          const [view, part] = [Math.floor(at / views.length), views[at % views.length]];
          if (performance.now() - started > 300) task.value = { label: "Writing views", done, total, cancel: () => { stop.abort(); } };
          done += 1;
          // In a folder of their own, so that label files lie in theirs.
          const name = `${withLabels ? "images/" : ""}${String(list.indexOf(sample) + 1).padStart(2, "0")}-${fileStem(sample.name)}-${view}${part ? `-${fileStem(partName(part))}` : ""}.png`;
          try {
            const made = await renderView({ sample: sample.key, view, part: part?.index }, { maxPx: 1 }, how.get(sample.key)?.[at % views.length]);
            archive.add(name, await writePng(made));
            await group.writer?.add(sample, name, made);
          } catch (error) {
            failed.push(`${sample.name}, draw ${view + 1}${part ? `, ${partName(part)}` : ""}: ${failureOf(error).message}`);
          }
        }
      if (stop.signal.aborted) return;
      for (const { name, bytes } of (await group.writer?.close()) ?? []) archive.add(name, bytes, true);
    }
    archive.add("policy.yaml", strToU8(yaml.peek()), true);
    save(archive.finish(), `${fileStem(doc.peek().name ?? "augplay")}-views.zip`, "application/zip");
    if (failed.length > 0) say({ tone: "error", text: `${failed.length} of ${total} views could not be written.`, details: { summary: "Which", lines: failed } }, true);
  } catch (error) {
    say({ tone: "error", text: "The views could not be written.", lines: [failureOf(error).message] });
  } finally {
    task.value = null;
  }
}

interface Named {
  name: string;
  bytes: Uint8Array;
}

/** Pictures whose labels came from files of this session go back into those kinds, the rest becomes COCO. */
function groups(list: readonly Sample[]): { list: Sample[]; writer: LabelWriter }[] {
  const { keys, summary } = known.peek() ?? { keys: [], summary: null };
  const filed = list.filter(({ key }) => summary?.images[keys.indexOf(key)]?.matched === true);
  const rest = list.filter((sample) => !filed.includes(sample));
  return [
    { list: filed, writer: new LabelWriter("files", keys, []) },
    { list: rest, writer: new LabelWriter("page", rest.map(({ key }) => key), rest) },
  ].filter((group) => group.list.length > 0);
}

/** Hands outcomes to the worker that read the labels. What the page had without a file is given to it as COCO, masks apart. */
class LabelWriter {
  readonly #masks: Named[] = [];

  constructor(
    private readonly reading: Reading,
    private readonly keys: readonly string[],
    private readonly own: readonly Sample[],
  ) {}

  async open(): Promise<void> {
    await engine.needLabels();
    if (this.reading === "files") return;
    const files = this.own.some(({ labels }) => (labels?.boxes?.length ?? 0) + (labels?.keypoints?.length ?? 0) > 0) ? [{ name: "annotations.json", file: new Blob([cocoOf(this.own)]) }] : [];
    await engine.labels.call("labelsRead", {
      reading: this.reading,
      files,
      images: this.own.map(({ path, width, height }) => ({ name: path, width, height })),
      choose: {},
    });
  }

  async add({ key }: Sample, name: string, { info, exact }: Picture): Promise<void> {
    const { width, height } = info.full;
    const masks = exact?.masks ?? [];
    const layers = this.reading === "files" ? masks : [];
    const outcome = { name, width, height, boxes: info.boxes, keypoints: info.keypoints };
    await engine.labels.call("labelsAdd", { reading: this.reading, image: this.keys.indexOf(key), outcome, layers });
    if (this.reading === "page")
      for (const [i, ids] of masks.entries())
        this.#masks.push({ name: name.replace(/^images/, "masks").replace(/\.png$/, i === 0 ? ".png" : `-${i}.png`), bytes: await engine.labels.call("labelsPng", { width, height, ids }) });
  }

  async close(): Promise<Named[]> {
    return [...(await engine.labels.call("labelsWrite", { reading: this.reading })), ...this.#masks];
  }
}
