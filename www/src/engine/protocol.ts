/** Messages between the page and its workers. */
import type { Exported, Failure, Format, Framing, Imported, Labels, Levels, Mask, Note, Picture, Pixels, Preset } from "../types";
import type { Comparison } from "../model/laws";
import type { Safety } from "../model/safety";
import type { Unzipped } from "./unzip";
import type { LabelCalls } from "./labelTypes";
import type { ProofFile } from "./prove";

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
  /** Several samples of one batch after its mixes, those of `indices`. */
  mix: { in: MixRequest; out: Picture[] };
  /** Where a draw's views lie on the sample. */
  framing: { in: Asked & { sample: string; view: number }; out: Framing };
  /** What the draws from `first` on do to a sample's labels, without pixels. */
  safety: { in: Asked & { sample: string; first: number; count: number }; out: Safety };
  /** One outcome as a policy of fixed steps, in YAML. */
  draw: { in: Asked & { sample: string; view: number }; out: string };
  /** The policy's tree with an automatic step written out. */
  opened: { in: { policy: string; id: string }; out: string };
  decode: { in: { bytes: Uint8Array; options: string }; out: Decoded };
  mask: { in: { bytes: Uint8Array }; out: Mask };
  unzip: { in: { zip: Blob; most: number }; out: Unzipped };
  key: { in: { bytes: Uint8Array }; out: string };
  png: { in: Omit<Pixels, "labels">; out: Uint8Array<ArrayBuffer> };
  formats: { in: object; out: Format[] };
  export: { in: { text: string; format: string }; out: Exported };
  import: { in: { text: string; filename: string }; out: Imported };
  /** A proof: begun, picture after picture, then what is written once. */
  proofBegin: { in: { text: string; format: string; views: number }; out: null };
  proofAdd: { in: { name: string; key: string; pixels: Pixels }; out: ProofFile[] };
  proofEnd: { in: object; out: ProofFile[] };
  presets: { in: object; out: Preset[] };
  compareLaws: { in: { num_ops: number; magnitude: number; width: number; height: number }; out: Comparison };
}

/** Which ordinary policy is meant. */
export interface Asked {
  policy: string;
  /** Of a policy with a curriculum: how far training is, 0 to 1. */
  progress?: number | undefined;
  /** Of a policy with views: which one. */
  part?: number | undefined;
}

export interface MixRequest extends Asked {
  /** Keys of the batch's samples in their order. */
  members: readonly string[];
  /** Which of them are asked for. */
  indices: readonly number[];
  view: number;
  maxPx?: number;
  overlays?: boolean;
  facts?: boolean;
  exact?: boolean;
}

export interface RenderRequest extends Asked {
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
