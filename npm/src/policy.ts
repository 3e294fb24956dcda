import type { Sample as CoreSample, Policy as CorePolicy } from "./core/core.js";
import { encodePng } from "./codec.js";
import { AugplayError, bad, guard } from "./errors.js";
import type { PolicyFile } from "./generated/policy.js";
import { planes, side, type ImageInput } from "./image.js";
import { loaded, tools } from "./modules.js";
import { MixedView, View, type DrawnStep, type Dropped } from "./view.js";

/** An axis-aligned box in pixels; 0 is the picture's left or top edge. */
export interface Box {
  xyxy: [xMin: number, yMin: number, xMax: number, yMax: number];
  label?: string;
  /** Share of its area that is still in the picture; absent where all of it is. */
  visible?: number;
}

/** A point in pixels; whole numbers are pixel centres. */
export interface Keypoint {
  xy: [x: number, y: number];
  label?: string;
  /** As COCO's v: 0 not labelled, 1 labelled but hidden, 2 visible, which absent means too. */
  state?: 0 | 1 | 2;
  /** Place in `boxes` of the object it belongs to. */
  object?: number;
  /** The label it takes on in a mirrored picture: `right_eye` for `left_eye`. */
  mirror?: string;
  /** Direction in degrees and size in pixels, where it has them; they turn and grow with the picture. */
  angle_deg?: number;
  scale?: number;
}

/** A box after a draw. */
export interface DrawnBox extends Box {
  /** Place in the input's list. */
  index: number;
  /** The step that pushed it out of the picture; it has no area since, and torchvision keeps it. */
  left?: string;
  /** A copy in a reflected border. */
  copy?: boolean;
}

/** A keypoint after a draw. */
export interface DrawnKeypoint extends Keypoint {
  /** Place in the input's list. */
  index: number;
}

/** Label ids, one a pixel, of the picture's size. Segments of objects are masks too. */
export interface Mask {
  width: number;
  height: number;
  data: Uint8Array | Uint16Array;
  /** Ids name objects rather than classes: mixes keep those of two pictures apart. */
  objects?: boolean;
}

/** What is augmented together. */
export interface Input {
  image: ImageInput;
  boxes?: Box[];
  keypoints?: Keypoint[];
  masks?: Mask[];
}

/** Which draw. The same seed, key and view give the same pixels everywhere augplay runs. */
export interface DrawOptions {
  /** Instead of the policy's own seed; a whole number from 0. */
  seed?: number;
  /** Names the sample; any text. Needed unless the image comes from `decode`. */
  key?: string;
  /** Which of the sample's views, from 0; for instance the epoch. */
  view?: number;
}

/** As `DrawOptions`, and a way to stop. */
export interface ApplyOptions extends DrawOptions {
  /**
   * Looked at before the work and again before its result is handed out; the work between is one
   * synchronous call (milliseconds for usual sizes), so move big jobs to a worker and terminate that.
   */
  signal?: AbortSignal;
}

/** Which mixes of a batch. */
export interface MixOptions extends Omit<DrawOptions, "key"> {
  /** Name the samples, in their order. Needed unless all images come from `decode`. */
  keys?: string[];
}

/** One of the views that a draw gives. */
export interface Part {
  /** The view's name. */
  name: string;
  /** Which copy of it, from 0, */
  copy: number;
  /** and of how many. */
  of: number;
}

/** A remark about a step. */
export interface Note {
  step?: string;
  kind: "lint" | "dialect";
  text: string;
}

/** What a draw decided, before any pixel is touched. */
export interface Outcome {
  /** Size and channels after the last step. */
  full: { width: number; height: number; channels: number };
  boxes: DrawnBox[];
  keypoints: DrawnKeypoint[];
  dropped: Dropped[];
  steps: DrawnStep[];
  /** The outcome as a policy of fixed steps; drawing it gives itself. */
  policy: PolicyFile & Record<string, unknown>;
}

/** How a step fares in another library, or the rules under `boxes` and `keypoints`. */
export interface Verdict {
  /** The step's id; `boxes` or `keypoints` for rules. */
  step: string;
  verdict: "exact" | "within" | "approximate" | "unsupported";
  why?: string;
}

/** A policy in another format. */
export interface Exported {
  text: string;
  filename: string;
  mime: string;
  verdicts: Verdict[];
}

/** A picture to prove a policy on. */
export interface ProofInput {
  image: ImageInput;
  /** Its file's name. */
  name: string;
  /** Names the sample. Needed unless the image comes from `decode`. */
  key?: string;
}

/** How much is proved. */
export interface ProofOptions extends Pick<DrawOptions, "seed"> {
  /** Views of each picture, 1 unless said. */
  views?: number;
}

/** A file of a proof. */
export interface ProofFile {
  /** Path within the proof, `/` between its parts. */
  path: string;
  data: Uint8Array;
}

const FREE = /* @__PURE__ */ new FinalizationRegistry<CorePolicy>((policy) => policy.free());

/** A policy, checked and immutable. Free it with `using`, `free()`, or leave it to the collector. */
export class Policy {
  #inner: CorePolicy | undefined;

  private constructor(inner: CorePolicy) {
    this.#inner = inner;
    FREE.register(this, inner, this);
  }

  /** Reads YAML, JSON or the same tree as an object. Throws `AugplayError` with step, parameter, bounds and line. */
  static parse(policy: string | PolicyFile): Policy {
    const { Policy: Core } = loaded();
    const text = typeof policy === "string" ? policy : JSON.stringify(policy);
    if (typeof text !== "string") throw bad("policy", "must be text or an object");
    return new Policy(guard(() => Core.parse(text)));
  }

  get #core(): CorePolicy {
    if (!this.#inner) throw bad("policy", "was freed", "missing");
    return this.#inner;
  }

  /** The policy as an object, every step with its id, defaults omitted. */
  toJSON(): PolicyFile {
    return JSON.parse(this.#core.json()) as PolicyFile;
  }

  /** The policy as YAML, written as `augplay fmt` does. */
  toYAML(): string {
    return this.#core.yaml();
  }

  /** Hash of what decides pixels. */
  get hash(): string {
    return this.#core.hash();
  }

  /** What a reader should know, such as ops the target's library does not have. */
  notes(): Note[] {
    return JSON.parse(this.#core.notes()) as Note[];
  }

  /** The same policy with another seed. */
  withSeed(seed: number): Policy {
    return new Policy(guard(() => this.#core.with_seed(seed)));
  }

  /** The views that one draw gives, in their order; empty for a policy without `views`. */
  parts(): Part[] {
    return JSON.parse(guard(() => this.#core.parts())) as Part[];
  }

  /** View `i` of `parts()` as a policy of its own; steps that views share draw alike for one key and view. */
  part(i: number): Policy {
    return new Policy(guard(() => this.#core.part(whole("part", i))));
  }

  /** The policy at a moment of training, 0 to 1, as its `curriculum` says. */
  at(progress: number): Policy {
    return new Policy(guard(() => this.#core.moment(progress)));
  }

  /**
   * Runs the steps on every sample of a batch, then the policy's `batch` stage: one output for each sample, in
   * their order. The whole array is one batch, whatever `batch.size` says.
   */
  mix(inputs: Input[], options: MixOptions = {}): MixedView[] {
    const { Batch } = loaded();
    const view = viewOf(options);
    const keys = inputs.map(({ image }, i) => keyOf(options.keys?.[i], (image as { key?: string } | undefined)?.key));
    const batch = new Batch();
    try {
      for (const [i, input] of inputs.entries()) {
        const sample = sampleOf(input);
        try {
          batch.add(sample, keys[i]!);
        } finally {
          sample.free();
        }
      }
      return this.#seeded(options, (core) =>
        inputs.map((_, i) => {
          const rendered = batch.render(core, view, i, '{"full":true}');
          try {
            return new MixedView(rendered);
          } finally {
            rendered.free();
          }
        }),
      );
    } finally {
      batch.free();
    }
  }

  /** Draws one view without touching pixels. */
  draw(
    input: { width: number; height: number; channels?: 1 | 3; boxes?: Box[]; keypoints?: Keypoint[] },
    options: DrawOptions,
  ): Outcome {
    const { width, height, channels = 3, boxes = [], keypoints = [] } = input;
    const text = JSON.stringify({ width, height, channels, boxes: boxes.map(box), keypoints: keypoints.map(point) });
    return this.#seeded(options, (core) => JSON.parse(core.draw(text, keyOf(options.key), viewOf(options))) as Outcome);
  }

  /** Draws one view of a picture and its annotations and runs it. */
  async apply(input: Input, options: ApplyOptions = {}): Promise<View> {
    const { signal } = options;
    signal?.throwIfAborted();
    // A turn of the event loop, so that a caller who starts many can still abort.
    await new Promise((resolve) => setTimeout(resolve));
    signal?.throwIfAborted();
    const view = this.applySync(input, options);
    signal?.throwIfAborted();
    return view;
  }

  /** The same at once, for workers. */
  applySync(input: Input, options: DrawOptions = {}): View {
    const { render } = loaded();
    const fallback = (input.image as { key?: string } | undefined)?.key;
    const key = keyOf(options.key, fallback);
    const view = viewOf(options);
    const sample = sampleOf(input);
    try {
      return this.#seeded(options, (core) => {
        const rendered = render(core, sample, key, view, '{"full":true,"max_px":1}');
        try {
          return new View(rendered);
        } finally {
          rendered.free();
        }
      });
    } finally {
      sample.free();
    }
  }

  #seeded<T>(options: DrawOptions, use: (core: CorePolicy) => T): T {
    const { seed } = options;
    if (seed === undefined) return guard(() => use(this.#core));
    const seeded = guard(() => this.#core.with_seed(seed));
    try {
      return guard(() => use(seeded));
    } finally {
      seeded.free();
    }
  }

  /** Writes the policy for another library; `formats()` lists the ids. */
  async export(format: string): Promise<Exported> {
    const module = await tools();
    return JSON.parse(guard(() => module.export_policy(this.toYAML(), format))) as Exported;
  }

  /**
   * A proof for an export format: the pictures, what was drawn, the pixels after each step and `verify.py`, which
   * runs the library itself on the same numbers. Zip the files, or write them as they are. Annotations take no part.
   */
  async prove(format: string, inputs: ProofInput[], options: ProofOptions = {}): Promise<ProofFile[]> {
    const { Policy: Core, render_steps: renderSteps, Sample } = loaded();
    const { views = 1 } = options;
    const module = await tools();
    const text = this.#seeded(options, (core) => core.yaml());
    const proof = guard(() => new module.Proof(text, format, whole("views", views)));
    const core = guard(() => Core.parse(proof.policy()));
    try {
      const out: ProofFile[] = [];
      for (const { image, name, key: given } of inputs) {
        const key = keyOf(given, (image as { key?: string } | undefined)?.key);
        const { width, height, channels, data } = planes(image);
        const sample = guard(() => new Sample(width, height, channels, data, undefined));
        const shown: View[][] = [];
        const drawn: string[] = [];
        try {
          for (let view = 0; view < views; view++) {
            const steps = guard(() => renderSteps(core, sample, key, view, '{"full":true,"max_px":1}'));
            // The last one tells the whole draw.
            drawn.push(steps.at(-1)?.info() ?? "");
            shown.push(steps.map((step) => {
              try {
                return new View(step);
              } finally {
                step.free();
              }
            }));
          }
        } finally {
          sample.free();
        }
        const added = guard(() => proof.add(name, drawn)) as {
          files: [string, Uint8Array][];
          pictures: [string, number?, number?][];
        };
        for (const [path, bytes] of added.files) out.push({ path, data: bytes });
        for (const [path, view, count] of added.pictures) {
          const shows = view === undefined || count === undefined ? undefined : shown[view]?.[count];
          const { width: w, height: h, channels: c, data: pixels } = shows ?? { width, height, channels, data };
          out.push({ path, data: await encodePng({ width: w, height: h, channels: c, data: pixels }) });
        }
      }
      for (const [path, data] of guard(() => proof.finish()) as [string, Uint8Array][]) out.push({ path, data });
      return out;
    } finally {
      proof.free();
      core.free();
    }
  }

  /** Gives the memory back now. */
  free(): void {
    FREE.unregister(this);
    this.#inner?.free();
    this.#inner = undefined;
  }

  [Symbol.dispose](): void {
    this.free();
  }
}

function keyOf(given: string | undefined, fallback?: string): string {
  const key = given ?? fallback;
  if (typeof key !== "string") {
    throw bad("key", "must be given: any text that names the sample, so that its draws can be repeated", "missing");
  }
  return key;
}

function viewOf({ view = 0 }: Pick<DrawOptions, "view">): number {
  return whole("view", view);
}

function whole(param: string, value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff) {
    const fields = { code: "range", param, value: String(value), min: 0, max: 0xffff_ffff } as const;
    throw new AugplayError(`${param}: must be a whole number from 0, not ${String(value)}`, fields);
  }
  return value;
}

// What is known, so that a box of a view can be given again; JSON leaves out what is undefined.
const box = ({ xyxy, label, visible }: Box) => ({ xyxy, label, visible });
const point = ({ xy, label, state, object, mirror, angle_deg, scale }: Keypoint) => {
  return { xy, label, state, object, mirror, angle_deg, scale };
};

function sampleOf({ image, boxes = [], keypoints = [], masks = [] }: Input): CoreSample {
  const { Sample } = loaded();
  const { width, height, channels, data, alpha } = planes(image);
  const sample = guard(() => new Sample(width, height, channels, data, alpha));
  try {
    guard(() => sample.set_annotations(JSON.stringify({ boxes: boxes.map(box), keypoints: keypoints.map(point) })));
    masks.forEach((mask, i) => {
      const [w, h] = [side(`masks[${i}].width`, mask.width), side(`masks[${i}].height`, mask.height)];
      const ids = mask.data instanceof Uint16Array ? mask.data : Uint16Array.from(mask.data);
      guard(() => (mask.objects ? sample.add_instances(w, h, ids) : sample.add_mask(w, h, ids)));
    });
    return sample;
  } catch (error) {
    sample.free();
    throw error;
  }
}
