/** Undo by snapshots: a policy is a small tree, so keeping whole ones is cheapest and safest. */

const LIMIT = 200;

interface Entry<T> {
  state: T;
  label: string;
}

export class History<T> {
  #past: Entry<T>[] = [];
  #future: Entry<T>[] = [];
  #merging: string | null = null;

  /**
   * Records the state before a change. Changes that carry the same `gesture`
   * (one slider drag, one run of typing) are undone together.
   */
  record(before: T, label: string, gesture: string | null = null): void {
    const continues = gesture !== null && gesture === this.#merging;
    this.#merging = gesture;
    this.#future = [];
    if (continues) return;
    this.#past.push({ state: before, label });
    if (this.#past.length > LIMIT) this.#past.shift();
  }

  /** Ends a gesture: the next change is undone on its own. */
  settle(): void {
    this.#merging = null;
  }

  undo(now: T): T | null {
    const entry = this.#past.pop();
    if (!entry) return null;
    this.#future.push({ state: now, label: entry.label });
    this.#merging = null;
    return entry.state;
  }

  redo(now: T): T | null {
    const entry = this.#future.pop();
    if (!entry) return null;
    this.#past.push({ state: now, label: entry.label });
    this.#merging = null;
    return entry.state;
  }

  get undoLabel(): string | null {
    return this.#past.at(-1)?.label ?? null;
  }

  get redoLabel(): string | null {
    return this.#future.at(-1)?.label ?? null;
  }
}
