/** A zip written as it comes: its parts go into blobs, which need not stay in memory. */
import { Zip, ZipDeflate, ZipPassThrough } from "fflate";

export class Archive {
  readonly #parts: Blob[] = [];
  readonly #names = new Set<string>();
  readonly #zip: Zip;
  #failed: Error | null = null;

  constructor() {
    this.#zip = new Zip((error, chunk) => {
      if (error) this.#failed = error;
      else this.#parts.push(new Blob([chunk]));
    });
  }

  /** The name it goes by: one that is taken already gets a number. */
  add(name: string, bytes: Uint8Array, packed = false): string {
    let free = name;
    for (let n = 2; this.#names.has(free); n++) free = name.replace(/(\.[^./]*)?$/, `-${n}$1`);
    this.#names.add(free);
    const file = packed ? new ZipDeflate(free, { level: 6 }) : new ZipPassThrough(free);
    this.#zip.add(file);
    file.push(bytes, true);
    return free;
  }

  finish(): Blob {
    this.#zip.end();
    if (this.#failed) throw this.#failed;
    return new Blob(this.#parts, { type: "application/zip" });
  }
}
