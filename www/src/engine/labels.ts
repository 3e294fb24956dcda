/** A worker's part in reading and writing label files: the module `labels`, files read in slices. */
import * as module from "../wasm/labels/labels.js";
import type { Labels, Mask, Skeleton } from "../types";
import type { ImageLabels, LabelCalls, LabelSource, LabelSummary, Problem, Reading } from "./labelTypes";

export type Progress = (done: number, total: number, label: string) => void;
type Codec = typeof import("../wasm/codec/codec.js");

interface Session {
  labels: module.Labels;
  summary: LabelSummary;
  images: LabelCalls["labelsRead"]["in"]["images"];
}

const sessions = new Map<Reading, Session>();
let started = false;

function current(reading: Reading): Session {
  const session = sessions.get(reading);
  if (!session) throw new Error("Label files have to be read again.");
  return session;
}

export function start(compiled: WebAssembly.Module): void {
  if (started) return;
  module.initSync({ module: compiled });
  started = true;
}

/** A file in pieces: a large one is never in memory as a whole. */
function pieces({ name, file }: LabelSource) {
  const reader = new FileReaderSync();
  return {
    name,
    size: file.size,
    read: (offset: number, length: number) => new Uint8Array(reader.readAsArrayBuffer(file.slice(offset, offset + length))),
  };
}

export function read({ reading, files, images, choose }: LabelCalls["labelsRead"]["in"], codec: Codec, tell: Progress): LabelSummary {
  sessions.get(reading)?.labels.free();
  sessions.delete(reading);
  const unreadable: Problem[] = [];
  for (;;) {
    // A mask that cannot be decoded is none: the rest is read without it.
    const usable = files.filter(({ name }) => !unreadable.some(({ file }) => file === name));
    const labels = module.read(usable.map(pieces), JSON.stringify(images), JSON.stringify({ choose }), (done: number, total: number, file: string) => {
      tell(done, total, file);
      return true;
    });
    const summary = JSON.parse(labels.summary()) as LabelSummary;
    const failed = giveMasks(labels, summary, usable, codec);
    if (failed.length === 0) {
      sessions.set(reading, { labels, summary, images });
      return { ...summary, problems: [...unreadable, ...summary.problems], problem_count: summary.problem_count + unreadable.length };
    }
    labels.free();
    unreadable.push(...failed);
  }
}

/** Decodes the mask files that belong to pictures; gives those that cannot be. */
function giveMasks(labels: module.Labels, { images }: LabelSummary, files: readonly LabelSource[], codec: Codec): Problem[] {
  const failed: Problem[] = [];
  for (const [image, { masks }] of images.entries())
    for (const name of masks) {
      const file = files.find((one) => one.name === name)?.file;
      if (!file || failed.some((one) => one.file === name)) continue;
      try {
        const { width, height, ids } = decodeMask(codec, new Uint8Array(new FileReaderSync().readAsArrayBuffer(file)));
        labels.set_mask(image, name, width, height, ids);
      } catch (error) {
        if (error instanceof WebAssembly.RuntimeError) throw error;
        failed.push({ file: name, place: "", text: error instanceof Error ? error.message : String(error) });
      }
    }
  return failed;
}

export function take({ reading, image }: LabelCalls["labelsTake"]["in"]): LabelCalls["labelsTake"]["out"] {
  const { labels, summary, images } = current(reading);
  const { boxes, keypoints, layers, files, problems, class: whole } = JSON.parse(labels.annotations(image)) as ImageLabels;
  const { width = 0, height = 0 } = images[image] ?? {};
  const masks = Array.from({ length: layers }, (_, layer): Mask => ({ width, height, ids: labels.layer(image, layer), objects: layer >= files }));
  const names = new Set(boxes.map(({ label }) => label));
  const skeleton: Skeleton = summary.skeletons
    .filter(({ class: of }) => names.size === 0 || names.has(of))
    .flatMap(({ points, edges }) => edges.map(([a, b]): [string, string] => [points[a] ?? "", points[b] ?? ""]));
  const found: Labels = {
    boxes,
    keypoints: keypoints.map(({ xy, label, state, object, mirror }) => ({ xy, label, state, ...(object !== null && { object }), ...(mirror !== null && { mirror }) })),
    ...(masks.length > 0 && { masks }),
    ...(skeleton.length > 0 && { skeleton }),
    ...(whole !== null && { class: whole }),
  };
  return { labels: found, problems };
}

export function add({ reading, image, outcome, layers }: LabelCalls["labelsAdd"]["in"]): LabelCalls["labelsAdd"]["out"] {
  return JSON.parse(current(reading).labels.add(image, JSON.stringify(outcome), layers)) as LabelCalls["labelsAdd"]["out"];
}

type OutFile = { name: string; text: string } | { name: string; width: number; height: number; ids: Uint16Array };

export function write({ reading }: LabelCalls["labelsWrite"]["in"], codec: Codec): LabelCalls["labelsWrite"]["out"] {
  const files = current(reading).labels.write() as OutFile[];
  return files.map((file) => ({
    name: file.name,
    bytes: "text" in file ? new TextEncoder().encode(file.text) : png(file, codec),
  }));
}

export const png = ({ width, height, ids }: Mask, codec: Codec): Uint8Array<ArrayBuffer> => new Uint8Array(codec.encode_mask_png(width, height, ids));

/** Label ids of a mask file: grey values or palette indices. */
export function decodeMask(codec: Codec, bytes: Uint8Array): Mask {
  const decoded = codec.decode_mask(bytes, "{}");
  try {
    return { width: decoded.width, height: decoded.height, ids: decoded.ids() };
  } finally {
    decoded.free();
  }
}
