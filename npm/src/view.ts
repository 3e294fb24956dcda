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
  constructor(rendered: Rendered, masks: number) {
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
    for (let i = 0; i < masks; i++) {
      const ids = rendered.mask(i);
      if (ids) this.masks.push({ width, height, data: ids });
    }
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
