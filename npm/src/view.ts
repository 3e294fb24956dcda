import type { Rendered } from "./core/core.js";
import { AugplayError } from "./errors.js";
import type { DrawnBox, DrawnKeypoint, Mask, Outcome } from "./policy.js";

/** A step of one draw. */
export interface DrawnStep {
  id: string;
  op: string;
  /** Id of the policy's step that it comes from. */
  path: string;
  fired: boolean;
  /** In a few words: `rotate −11.4°`. */
  summary: string;
  params: Record<string, unknown>;
  steps?: DrawnStep[];
}

/** An annotation that a step or a rule removed. */
export interface Dropped {
  kind: "box" | "keypoint";
  /** Place in the input's list. */
  index: number;
  /** The step's id; `boxes` or `keypoints` for rules that apply to the finished view. */
  step: string;
  why: string;
}

/** One finished view: plain data, nothing to free. */
export class View {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** Rows from top to bottom, channels interleaved. */
  readonly data: Uint8Array;
  /** Opacity, where the input had any. */
  readonly alpha: Uint8Array | undefined;
  /** What survived, in pixels of this view; `index` is the place in the input's list. */
  readonly boxes: DrawnBox[];
  readonly keypoints: DrawnKeypoint[];
  readonly masks: Mask[];
  /** What went, and why. */
  readonly dropped: Dropped[];
  /** The drawn steps, those that did not fire included. */
  readonly steps: DrawnStep[];
  /** The outcome as a policy of fixed steps: `Policy.parse(view.draw)` repeats it. */
  readonly draw: Outcome["policy"];
  /** Whether any pixel differs from the input. */
  readonly changed: boolean;

  /** @internal */
  constructor(rendered: Rendered) {
    const outcome = JSON.parse(rendered.info()) as Outcome & { changed: boolean };
    const { width, height, channels } = outcome.full;
    const data = rendered.image();
    if (!data) throw new AugplayError("the view has no pixels", { code: "internal" });
    this.width = width;
    this.height = height;
    this.channels = channels === 1 ? 1 : 3;
    this.data = data;
    this.alpha = rendered.alpha();
    this.boxes = outcome.boxes;
    this.keypoints = outcome.keypoints;
    this.dropped = outcome.dropped;
    this.steps = outcome.steps;
    this.draw = outcome.policy;
    this.changed = outcome.changed;
    this.masks = [];
    for (let ids = rendered.mask(0); ids; ids = rendered.mask(this.masks.length)) this.masks.push({ width, height, data: ids });
  }

  /** The pixels as RGBA. */
  toRGBA(): Uint8ClampedArray<ArrayBuffer> {
    const { data, alpha, channels } = this;
    const area = this.width * this.height;
    const out = new Uint8ClampedArray(area * 4);
    for (let i = 0; i < area; i++) {
      const at = i * channels;
      out[i * 4] = data[at]!;
      out[i * 4 + 1] = data[channels === 1 ? at : at + 1]!;
      out[i * 4 + 2] = data[channels === 1 ? at : at + 2]!;
      out[i * 4 + 3] = alpha ? alpha[i]! : 255;
    }
    return out;
  }

  /** The pixels for `putImageData`; where there is no `ImageData` (Node), use `toRGBA`. */
  toImageData(): ImageData {
    if (typeof ImageData === "undefined") {
      const reason = "ImageData does not exist here; use toRGBA()";
      throw new AugplayError(reason, { code: "unsupported", reason });
    }
    return new ImageData(this.toRGBA(), this.width, this.height);
  }
}

/** The share of a batch's sample in the label of an output. */
export interface LabelShare {
  /** Place in the batch. */
  index: number;
  key: string;
  share: number;
}

/** Where an annotation of an output comes from. */
export interface Origin {
  /** Place of its sample in the batch. */
  member: number;
  /** Place in that sample's own list. */
  index: number;
}

/** What a mix did. */
export interface Mixing {
  /** Its name, or `none`. */
  method: string;
  /** The share of the sample itself, after clipping; absent where the method has no one number. */
  lambda?: number | null;
  /** Label weights, before `label_smoothing`; empty where boxes and masks carry the labels. */
  shares: LabelShare[];
  /** Places in the batch of the others. */
  partners: number[];
  /** The drawn numbers. */
  numbers: Record<string, unknown>;
  /** Why nothing was mixed, where that is so. */
  note?: string | null;
}

/** An output of a batch. Its `steps` and `draw` are those of the sample that it starts from. */
export class MixedView extends View {
  readonly mix: Mixing;
  /** The sample's own share of every pixel, 0 to 255, where a mask says it. */
  readonly mixMask: Uint8Array | undefined;
  /** By the `index` of `boxes` and `dropped`. */
  readonly boxesFrom: Origin[];
  /** By the `index` of `keypoints` and `dropped`. */
  readonly keypointsFrom: Origin[];

  /** @internal */
  constructor(rendered: Rendered) {
    super(rendered);
    const told = JSON.parse(rendered.info()) as { mix: Mixing & { mask: boolean }; boxes_from: Origin[]; keypoints_from: Origin[] };
    const { mask, ...mix } = told.mix;
    this.mix = mix;
    this.mixMask = mask ? rendered.mixed_mask() : undefined;
    this.boxesFrom = told.boxes_from;
    this.keypointsFrom = told.keypoints_from;
  }
}
