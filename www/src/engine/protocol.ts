/** Messages between the page and its workers. */
import type { Annotations, Exported, Failure, Format, Imported, Note, Picture, Pixels } from "../types";

export type ModuleName = "core" | "codec" | "tools" | "gpu";

/** A request's `kind` to what it takes and gives. */
export interface Calls {
  catalogue: { in: object; out: { catalogue: string; starter: string; version: string } };
  /** Parses a policy and tells it back in every form the page needs. */
  describe: { in: { text: string }; out: { tree: string; yaml: string; hash: string; notes: Note[] } };
  load: { in: { key: string; pixels: Pixels }; out: null };
  unload: { in: { key: string }; out: null };
  render: { in: RenderRequest; out: Picture };
  steps: { in: RenderRequest; out: Picture[] };
  /** One outcome as a policy of fixed steps, in YAML. */
  draw: { in: { policy: string; sample: string; view: number }; out: string };
  decode: { in: { bytes: Uint8Array; options: string }; out: Decoded };
  key: { in: { bytes: Uint8Array }; out: string };
  png: { in: Omit<Pixels, "annotations" | "mask">; out: Uint8Array<ArrayBuffer> };
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
}

export type Kind = keyof Calls;

export type Request = { [K in Kind]: { kind: K } & Calls[K]["in"] }[Kind];

export type ToWorker =
  | { type: "module"; name: ModuleName; module: WebAssembly.Module }
  | { type: "call"; id: number; request: Request };

export type FromWorker =
  | { type: "done"; id: number; value: unknown }
  | { type: "failed"; id: number; failure: Failure };

export type { Annotations };
