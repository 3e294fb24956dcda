/** What crosses the boundary to the core: JSON as the wasm modules speak it. */

export interface Catalogue {
  version: string;
  format: number;
  targets: Target[];
  groups: Group[];
  ops: OpDecl[];
  laws: LawDecl[];
  mixes?: MixDecl[];
  /** What a policy's `batch` may say, and what every mix may. */
  batch?: { params: Param[]; mix: Param[] };
  /** What a policy's `boxes` and `keypoints` may say. */
  label_rules: Record<RuleKind, Param[]>;
  /** Means and standard deviations with a name, for the output step. */
  normalizations: { name: string; mean: number[]; sd: number[] }[];
}

export interface Target {
  id: string;
  label: string;
  dialect: string;
  /** Whether its usual loader applies the EXIF orientation. */
  orients?: boolean;
}

export interface Group {
  id: string;
  label: string;
}

export interface OpDecl {
  name: string;
  title: string;
  doc: string;
  group: string;
  aliases: string[];
  since: number;
  dialects: string[];
  /** A node's value under its own name is a list of steps. */
  kind: "op" | "node";
  /** A building block of Draws, shown last in the palette. */
  fixed: boolean;
  /** Library and version that define it, where no target's library has it. */
  library: string | null;
  /** What the page may offer this op for, e.g. "shrink" for large photos. */
  role?: string;
  params: Param[];
}

/** A way to make one output from several samples of a batch. */
export interface MixDecl {
  name: string;
  title: string;
  doc: string;
  source: string;
  params: Param[];
}

export interface LawDecl {
  name: string;
  doc: string;
  /** Its one field stands without its name: `{signed: 3}`. */
  inline?: boolean;
  fields: Param[];
}

export type ParamKind =
  | "number"
  | "integer"
  | "bool"
  | "choice"
  | "color"
  | "numbers"
  | "rects"
  | "seed"
  | "text";

export interface Param {
  name: string;
  label: string;
  doc: string;
  unit: string;
  kind: ParamKind;
  /** A number that may also be a range or a law. */
  law: boolean;
  default: unknown;
  min?: number;
  max?: number;
  slider_min?: number;
  slider_max?: number;
  step?: number;
  choices?: string[];
  /** Hidden behind "more". */
  rare: boolean;
  dialects?: string[];
}

/** One step of the policy file: an op with its parameters, or a node holding steps. */
export interface Step {
  id?: string;
  op?: string;
  p?: number;
  weight?: number;
  enabled?: boolean;
  note?: string;
  [key: string]: unknown;
}

/** The policy file as a tree. Keys the page does not know are carried along. */
export interface Doc {
  augplay: number;
  name?: string;
  note?: string;
  /** Absent: the first of the catalogue's targets. */
  target?: string;
  /** Absent: 0. */
  seed?: number;
  /** With several views: what every view begins with, with the same numbers in all views of a draw. */
  steps: Step[];
  /** Several views of a sample, each with steps of its own. */
  views?: View[];
  /** What happens to the policy as training goes on. */
  curriculum?: Record<string, unknown>;
  /** Mixes of several samples, after all steps. */
  batch?: BatchRules;
  /** Absent: rgb. */
  input?: Input;
  /** Which labels stay. */
  boxes?: Rules;
  keypoints?: Rules;
  /** What becomes of the finished picture; absent: nothing. */
  then?: Then;
  [key: string]: unknown;
}

/** One of a policy's views, `count` times (absent: once), with other numbers each time. */
export interface View {
  view: string;
  count?: number;
  steps: Step[];
  [key: string]: unknown;
}

/** How samples are mixed: `mixes` are chosen by weight, the rest is declared in the catalogue. */
export interface BatchRules {
  mixes?: Mix[];
  [key: string]: unknown;
}

export interface Mix {
  mix: string;
  weight?: number;
  [key: string]: unknown;
}

/** What rules are about. */
export type RuleKind = "boxes" | "keypoints";
export type Rules = Record<string, unknown>;

/** How files are read. */
export type Input = "rgb" | "grey" | { window: [number, number] };

export type Then = "to_float" | { normalize: string | { mean: number[]; sd: number[] } };

export interface DrawnStep {
  id: string;
  op: string;
  /** Id of the policy step it came from. */
  path: string;
  fired: boolean;
  summary: string;
  params: Record<string, unknown>;
}

export interface Box {
  xyxy: [number, number, number, number];
  label: string;
  index: number;
  /** Share of its area still in the picture. */
  visible?: number;
  /** The step that pushed it out of the picture; it is kept without area. */
  left?: string;
  /** Made by a reflecting border. */
  copy?: boolean;
}

export interface Keypoint {
  xy: [number, number];
  label: string;
  index: number;
  /** COCO's v: 0 not labelled, 1 hidden, 2 visible. */
  state?: number;
  /** Index of the box it belongs to. */
  object?: number | null;
  /** The name it takes on in a mirrored picture. */
  mirror?: string | null;
}

/** Names of the keypoints that a line joins. */
export type Skeleton = readonly (readonly [string, string])[];

export interface RenderInfo {
  full: { width: number; height: number; channels?: number };
  steps: DrawnStep[];
  boxes: Box[];
  dropped: { kind: string; index: number; step: string; why: string }[];
  keypoints: Keypoint[];
  /** Share of pixels that no input pixel stands behind, where it was measured. */
  made_up?: number;
  changed: boolean;
  label?: string;
  /** Of a view that was mixed with other samples, or left as it was by the batch's chance. */
  mix?: Mixed;
}

/** What a mix made of a sample. */
export interface Mixed {
  /** Its name; "none" where the batch was left as it is. */
  method: string;
  /** Share of the sample itself, as the method counts it. */
  lambda: number | null;
  /** Whose label counts how much; together 1. */
  shares: { index: number; key: string; share: number }[];
  /** There is a mask of the sample's share in every pixel. */
  mask: boolean;
  note?: string | null;
}

/** Where the views of one draw lie on the sample, in its pixels. */
export interface Framing {
  parts: { name: string; copy: number; quad: [number, number][] | null }[];
  /** Overlap of each pair: intersection over union; null where a view has no frame. */
  iou: (number | null)[][];
}

export interface Note {
  step?: string;
  kind: string;
  text: string;
}

export interface Annotations {
  boxes?: { xyxy: number[]; label?: string }[];
  keypoints?: { xy: number[]; label?: string; state?: number; object?: number; mirror?: string }[];
}

/** A decoded picture: interleaved 8-bit grey or RGB, alpha apart. */
export interface Pixels {
  width: number;
  height: number;
  channels: number;
  data: Uint8Array;
  alpha?: Uint8Array | undefined;
  labels?: Labels | undefined;
}

/** Label ids of the picture's size, 0 is background. */
export interface Mask {
  width: number;
  height: number;
  ids: Uint16Array;
  /** Ids name objects rather than classes. */
  objects?: boolean;
}

/** All that is known of a picture beside its pixels. */
export interface Labels extends Annotations {
  masks?: Mask[];
  skeleton?: Skeleton;
  /** Class of the whole picture. */
  class?: string;
}

/** Levels of a grey file of more than 8 bits. */
export interface Levels {
  min: number;
  max: number;
  /** Percentiles. */
  p1: number;
  p99: number;
  /** How many levels a bin holds; the first begins at `min`. */
  step: number;
  bins: number[];
}

/** A finished view as the page shows it. */
export interface Picture {
  width: number;
  height: number;
  rgba: Uint8ClampedArray<ArrayBuffer>;
  info: RenderInfo;
  ms: number;
  draft: boolean;
  /** Made on the GPU. */
  gpu: boolean;
  /** Share of the sample itself in every shown pixel, 0 to 255, where it was mixed with such a mask. */
  mixMask?: Uint8Array | undefined;
  /** The pixels as the training job gets them, where they were asked for. */
  exact?: { channels: number; data: Uint8Array; alpha?: Uint8Array | undefined; masks: Uint16Array[] };
}

export interface Format {
  id: string;
  label: string;
  target: string;
  extension: string;
  import: boolean;
  export: boolean;
  /** Whether a proof can run its library. */
  proof: boolean;
}

/** A policy to start from. */
export interface Preset {
  id: string;
  name: string;
  group: string;
  doc: string;
  /** Paper or code its numbers come from. */
  source: string;
  /** YAML. */
  policy: string;
}

export interface Verdict {
  step: string;
  verdict: "exact" | "within" | "approximate" | "unsupported";
  why?: string;
}

export interface Exported {
  text: string;
  filename: string;
  mime: string;
  verdicts: Verdict[];
}

export interface Imported {
  policy: string;
  format: string;
  notes: string[];
}

/** What went wrong, with the place it went wrong at. */
export interface Failure {
  message: string;
  code?: string;
  step?: string;
  param?: string;
  value?: unknown;
  min?: number;
  max?: number;
  line?: number;
  /** `policy`: the policy itself is refused; `run`: this cell alone. */
  stage?: "policy" | "run";
  /** The instance that said so must not be used again. */
  fatal?: boolean;
}
