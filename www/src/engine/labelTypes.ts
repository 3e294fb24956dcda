/** What the module `labels` speaks; see wasm/labels. */
import type { Labels, Mask } from "../types";

export interface ImageAsked {
  /** Path within what was dropped. */
  name: string;
  width: number;
  height: number;
}

export interface LabelSource {
  /** Path within what was dropped. */
  name: string;
  file: Blob;
}

/** A record that was left out: where it stands, and why. */
export interface Problem {
  file: string;
  place: string;
  text: string;
}

export interface Ambiguous {
  image: number;
  name: string;
  candidates: string[];
}

export interface LabelSummary {
  formats: string[];
  matched: number;
  asked: number;
  boxes: number;
  segments: number;
  keypoints: number;
  objects: number;
  /** The result in one line. */
  text: string;
  classes: { name: string; count: number }[];
  skeletons: { class: string; points: string[]; edges: [number, number][]; pairs: [number, number][] }[];
  ambiguous: Ambiguous[];
  /** The first of them. */
  problems: Problem[];
  problem_count: number;
  images: { matched: boolean; format?: string; class?: string | null; objects: number; masks: string[] }[];
}

export interface ImageLabels {
  boxes: NonNullable<Labels["boxes"]>;
  keypoints: { xy: [number, number]; label: string; state: number; object: number | null; mirror: string | null }[];
  layers: number;
  /** How many of the layers are masks from files; the others hold objects. */
  files: number;
  instances: { layer: number; id: number; label: string; box: number | null }[];
  problems: Problem[];
  class: string | null;
}

/** An augmented picture's labels, as the core's view gives them. */
export interface Outcome {
  name: string;
  width: number;
  height: number;
  boxes: unknown[];
  keypoints: unknown[];
}

/** A worker keeps two readings: of dropped files, and of labels the page had already. */
export type Reading = "files" | "page";

export interface LabelCalls {
  /** Reads label files for pictures; everything else asks about the last reading. */
  labelsRead: { in: { reading: Reading; files: LabelSource[]; images: ImageAsked[]; choose: Record<string, string> }; out: LabelSummary };
  labelsTake: { in: { reading: Reading; image: number }; out: { labels: Labels; problems: Problem[] } };
  labelsAdd: { in: { reading: Reading; image: number; outcome: Outcome; layers: Uint16Array[] }; out: { boxes: number; keypoints: number; segments: number } };
  labelsWrite: { in: { reading: Reading }; out: { name: string; bytes: Uint8Array<ArrayBuffer> }[] };
  /** A mask of label ids as a PNG. */
  labelsPng: { in: Mask; out: Uint8Array<ArrayBuffer> };
}
