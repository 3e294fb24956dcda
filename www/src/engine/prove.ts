/** The proof that is being made: drawn and rendered by the core, told by the tools, written by the codec. */
import type * as core from "../wasm/core/core.js";
import type { Pixels } from "../types";

type Codec = typeof import("../wasm/codec/codec.js");
type Tools = typeof import("../wasm/tools/tools.js");

/** A file of a proof. */
export type ProofFile = [path: string, bytes: Uint8Array<ArrayBuffer>];

type Picture = [path: string, view?: number, count?: number];

export class Prover {
  readonly #proof: InstanceType<Tools["Proof"]>;
  readonly #policy: core.Policy;

  constructor(
    private readonly modules: { core: typeof core; codec: Codec; tools: Tools },
    text: string,
    format: string,
    private readonly views: number,
  ) {
    this.#proof = new modules.tools.Proof(text, format, views);
    this.#policy = modules.core.Policy.parse(this.#proof.policy());
  }

  /** A picture, without its annotations. */
  add(name: string, key: string, { width, height, channels, data, alpha }: Pixels): ProofFile[] {
    const { core, codec } = this.modules;
    const sample = new core.Sample(width, height, channels, data, alpha);
    try {
      const shown = Array.from({ length: this.views }, (_, view) => this.#steps(sample, key, view));
      const drawn = shown.map((view) => view.drawn);
      const { files, pictures } = this.#proof.add(name, drawn) as { files: ProofFile[]; pictures: Picture[] };
      const written = pictures.map(([path, view, count]): ProofFile => {
        const step = view === undefined || count === undefined ? undefined : shown[view]?.steps[count];
        const png = step ?? codec.encode_png(width, height, channels, data, undefined);
        return [path, png.slice()];
      });
      return [...files, ...written];
    } finally {
      sample.free();
    }
  }

  /** A view's pictures after each step, and its draw as the last of them tells it. */
  #steps(sample: core.Sample, key: string, view: number): { steps: Uint8Array[]; drawn: string } {
    const { core, codec } = this.modules;
    let drawn = "";
    const steps = core.render_steps(this.#policy, sample, key, view, '{"full":true,"max_px":1}').map((rendered) => {
      try {
        drawn = rendered.info();
        const { full } = JSON.parse(drawn) as { full: { width: number; height: number; channels?: number } };
        // The library is run on colours alone.
        return codec.encode_png(full.width, full.height, full.channels ?? 3, rendered.image() ?? new Uint8Array(), undefined).slice();
      } finally {
        rendered.free();
      }
    });
    return { steps, drawn };
  }

  /** What is written once. */
  finish(): ProofFile[] {
    return this.#proof.finish() as ProofFile[];
  }

  free(): void {
    this.#proof.free();
    this.#policy.free();
  }
}
