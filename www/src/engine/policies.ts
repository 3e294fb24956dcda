/** Parsed policies, kept while they are asked for: as written, at a moment of training, and as one of their views. */
import * as core from "../wasm/core/core.js";
import type { Asked } from "./protocol";

/** A draw may have a dozen views, each a policy; beside them the one before and the starter for originals. */
const KEPT = 32;

export class Policies {
  readonly #kept = new Map<string, core.Policy>();

  of({ policy, progress, part }: Asked): core.Policy {
    if (part !== undefined) return this.#keep(`${progress ?? ""}/${part}/${policy}`, () => this.of({ policy, progress }).part(part));
    if (progress !== undefined) return this.#keep(`${progress}//${policy}`, () => this.of({ policy }).moment(progress));
    return this.#keep(`//${policy}`, () => core.Policy.parse(policy));
  }

  #keep(key: string, make: () => core.Policy): core.Policy {
    const known = this.#kept.get(key) ?? make();
    // The one asked for last stands last.
    this.#kept.delete(key);
    this.#kept.set(key, known);
    for (const [old, policy] of this.#kept) {
      if (this.#kept.size <= KEPT) break;
      policy.free();
      this.#kept.delete(old);
    }
    return known;
  }
}
