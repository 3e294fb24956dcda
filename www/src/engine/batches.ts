/** Batches of samples that are loaded here, kept while their cells are asked for. */
import * as core from "../wasm/core/core.js";

/** One of them may hold many megabytes. */
const KEPT = 2;

export class Batches {
  readonly #kept = new Map<string, { batch: core.Batch; members: readonly string[] }>();

  constructor(private readonly samples: ReadonlyMap<string, core.Sample>) {}

  of(members: readonly string[]): core.Batch {
    const name = JSON.stringify(members);
    const known = this.#kept.get(name)?.batch ?? this.#make(members);
    this.#kept.delete(name);
    this.#kept.set(name, { batch: known, members });
    for (const [old, { batch }] of this.#kept) {
      if (this.#kept.size <= KEPT) break;
      batch.free();
      this.#kept.delete(old);
    }
    return known;
  }

  /** A member has changed or is gone. */
  forget(key: string): void {
    for (const [name, { batch, members }] of this.#kept) {
      if (!members.includes(key)) continue;
      batch.free();
      this.#kept.delete(name);
    }
  }

  #make(members: readonly string[]): core.Batch {
    const batch = new core.Batch();
    try {
      for (const key of members) {
        const sample = this.samples.get(key);
        if (!sample) throw new Error("A sample of this batch is not loaded.");
        batch.add(sample, key);
      }
      return batch;
    } catch (error) {
      batch.free();
      throw error;
    }
  }
}
