/** Messages between the page and its workers. */
import type { Exported, Failure, Format, Imported, Labels, Levels, Mask, Note, Picture, Pixels } from "../types";
import type { Safety } from "../model/safety";
import type { Unzipped } from "./unzip";
import type { LabelCalls } from "./labelTypes";

export type ModuleName = "core" | "codec" | "tools" | "gpu" | "labels";

/** A request's `kind` to what it takes and gives. */
export interface Calls extends LabelCalls {
  catalogue: { in: object; out: { catalogue: string; starter: string; version: string } };
  /** Parses a policy and tells it back in every form the page needs. */
  describe: { in: { text: string }; out: { tree: string; yaml: string; hash: string; notes: Note[] } };
  load: { in: { key: string; pixels: Pixels }; out: null };
  /** Other labels for a sample that is loaded. */
  label: { in: { key: string; labels: Labels }; out: null };
  unload: { in: { key: string }; out: null };
  render: { in: RenderRequest; out: Picture };
  steps: { in: RenderRequest; out: Picture[] };
  /** What the draws from `first` on do to a sample's labels, without pixels. */
  safety: { in: { policy: string; sample: string; first: number; count: number }; out: Safety };
  /** One outcome as a policy of fixed steps, in YAML. */
  draw: { in: { policy: string; sample: string; view: number }; out: string };
  decode: { in: { bytes: Uint8Array; options: string }; out: Decoded };
  mask: { in: { bytes: Uint8Array }; out: Mask };
  unzip: { in: { zip: Blob; most: number }; out: Unzipped };
  key: { in: { bytes: Uint8Array }; out: string };
  png: { in: Omit<Pixels, "labels">; out: Uint8Array<ArrayBuffer> };
  formats: { in: object; out: Format[] };
  export: { in: { text: string; format: string }; out: Exported };
  import: { in: { text: string; filename: string }; out: Imported };
}

export interface RenderRequest {
  policy: string;
  /** The sample's key: which picture, and part of its dice. */
  sample: string;
  view: number;
  /** Longest side of what comes back; the policy itself runs at full size. */
  maxPx?: number;
  upto?: number;
  overlays?: boolean;
  /** Measure the share of made-up pixels. */
  facts?: boolean;
  /** Bring the full-size pixels too. */
  exact?: boolean;
  /** Run on the small stand-in of a large picture (only while a slider moves). */
  draft?: boolean;
  /** Run on the GPU where it can. */
  gpu?: boolean;
}

export interface Decoded {
  key: string;
  pixels: Pixels;
  notes: string[];
  /** EXIF orientation as the file says it, 1 upright. */
  orientation: number;
  /** Of grey of more than 8 bits. */
  levels?: Levels | undefined;
}

export type Kind = keyof Calls;

export type Request = { [K in Kind]: { kind: K } & Calls[K]["in"] }[Kind];

export type ToWorker =
  | { type: "module"; name: ModuleName; module: WebAssembly.Module }
  | { type: "call"; id: number; request: Request };

export type FromWorker =
  | { type: "progress"; id: number; done: number; total: number; label: string }
  | { type: "done"; id: number; value: unknown }
  | { type: "failed"; id: number; failure: Failure };
