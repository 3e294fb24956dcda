/**
 * A pool of workers and one queue. A job may be dropped while it waits; a worker
 * that hangs, crashes or panics is replaced, and the job it held is tried once
 * more. Knows nothing of policies or pictures.
 */
import type { Failure } from "../types";
import type { Calls, FromWorker, Kind, ModuleName, Request, ToWorker } from "./protocol";

export interface WorkerLike {
  postMessage(message: ToWorker, transfer?: Transferable[]): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
}

export interface PoolOptions {
  size: number;
  spawn: () => WorkerLike;
  /** A call that takes longer than this (ms) is taken for stuck. */
  timeout?: number;
  /** A worker was replaced and has lost these samples. */
  onLost?: (keys: string[]) => void;
}

export interface JobOptions {
  /** Runs only where this sample is loaded. */
  sample?: string;
  /** Runs only where all of these are. */
  samples?: readonly string[];
  /** Jobs of one group can be dropped together. */
  group?: string;
  /** Smaller runs first; equal keeps order of arrival. */
  priority?: number;
  transfer?: Transferable[];
  timeout?: number;
  /** How far a long call is. */
  onProgress?: (done: number, total: number, label: string) => void;
}

/** A failure as an Error, with the fields of `Failure`. */
export class CallError extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
    this.name = "CallError";
  }
}

/** The job was dropped: something newer made it pointless. */
export class Dropped extends Error {
  constructor() {
    super("dropped");
    this.name = "Dropped";
  }
}

interface Job {
  id: number;
  request: Request;
  options: JobOptions;
  tries: number;
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

interface Slot {
  worker: WorkerLike;
  running: Job[];
  samples: Set<string>;
  timer: ReturnType<typeof setTimeout> | null;
}

const needs = ({ sample, samples = [] }: JobOptions): readonly string[] => (sample === undefined ? samples : [sample, ...samples]);

/** Two jobs a worker: the next one is at hand when the first is done. */
const DEPTH = 2;
const TIMEOUT = 20_000;
/** So many replacements in a row without one answer: workers cannot run here at all. */
const HOPELESS = 6;

export class Pool {
  #slots: Slot[] = [];
  #queue: Job[] = [];
  #modules = new Map<ModuleName, WebAssembly.Module>();
  #next = 1;
  #closed = false;
  #replaced = 0;

  constructor(private readonly options: PoolOptions) {
    for (let i = 0; i < options.size; i++) this.#slots.push(this.#open());
  }

  get size(): number {
    return this.#slots.length;
  }

  /** Jobs waiting or running. */
  get pending(): number {
    return this.#queue.length + this.#slots.reduce((sum, slot) => sum + slot.running.length, 0);
  }

  /** Gives every worker, present and future, a compiled module. */
  provide(name: ModuleName, module: WebAssembly.Module): void {
    this.#modules.set(name, module);
    for (const slot of this.#slots) slot.worker.postMessage({ type: "module", name, module });
  }

  call<K extends Kind>(kind: K, input: Calls[K]["in"], options: JobOptions = {}): Promise<Calls[K]["out"]> {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(new CallError({ message: "The workers have stopped; reload the page to start them again." }));
        return;
      }
      const request = { ...input, kind } as unknown as Request;
      const job: Job = {
        id: this.#next++,
        request,
        options,
        tries: 0,
        resolve: resolve as (value: unknown) => void,
        reject,
      };
      const priority = options.priority ?? 0;
      const at = this.#queue.findIndex((other) => (other.options.priority ?? 0) > priority);
      this.#queue.splice(at < 0 ? this.#queue.length : at, 0, job);
      this.#pump();
    });
  }

  /** Drops the waiting jobs of a group; those already running end as they will. */
  drop(group: string): void {
    const dropped = this.#queue.filter((job) => job.options.group === group);
    this.#queue = this.#queue.filter((job) => job.options.group !== group);
    for (const job of dropped) job.reject(new Dropped());
  }

  /**
   * Places a sample on `copies` workers, those with the fewest first.
   * `message` is made anew for each, since its buffers are handed over.
   */
  place(key: string, copies: number, message: () => { request: Calls["load"]["in"]; transfer: Transferable[] }): void {
    const homes = this.#slots
      .filter((slot) => !slot.samples.has(key))
      .sort((a, b) => a.samples.size - b.samples.size)
      .slice(0, Math.max(0, copies - this.#slots.filter((slot) => slot.samples.has(key)).length));
    for (const slot of homes) this.#load(slot, key, message());
    this.#pump();
  }

  /** What the worker that has the most of these samples lacks of them. */
  lacking(keys: readonly string[]): string[] {
    const best = this.#richest(keys);
    return keys.filter((key) => best?.samples.has(key) !== true);
  }

  /** Gives a sample to the worker that has the most of its companions. */
  join(keys: readonly string[], key: string, message: { request: Calls["load"]["in"]; transfer: Transferable[] }): void {
    const best = this.#richest(keys);
    if (best && !best.samples.has(key)) this.#load(best, key, message);
    this.#pump();
  }

  #richest(keys: readonly string[]): Slot | undefined {
    const has = ({ samples }: Slot): number => keys.filter((key) => samples.has(key)).length;
    return this.#slots.reduce<Slot | undefined>((best, slot) => (best && has(best) >= has(slot) ? best : slot), undefined);
  }

  #load(slot: Slot, key: string, { request, transfer }: { request: Calls["load"]["in"]; transfer: Transferable[] }): void {
    slot.samples.add(key);
    this.#send(slot, { ...request, kind: "load" }, transfer);
  }

  /** A message about a sample to every worker that has it. */
  tell(key: string, request: Request): void {
    for (const slot of this.#slots) if (slot.samples.has(key)) this.#send(slot, request, []);
  }

  /** Drops a group's waiting jobs and ends the workers that are at one of them: for what cannot be interrupted. */
  stop(group: string): void {
    this.drop(group);
    for (const slot of [...this.#slots]) {
      const [first] = slot.running;
      if (first?.options.group !== group) continue;
      slot.running.shift();
      first.reject(new Dropped());
      this.#replace(slot, null, false);
    }
  }

  forget(key: string): void {
    for (const slot of this.#slots)
      if (slot.samples.delete(key)) this.#send(slot, { kind: "unload", key }, []);
    const orphans = this.#queue.filter((job) => needs(job.options).includes(key));
    this.#queue = this.#queue.filter((job) => !orphans.includes(job));
    for (const job of orphans) job.reject(new Dropped());
  }

  /** Ends every worker; what still waits is rejected. */
  close(): void {
    this.#closed = true;
    for (const slot of this.#slots) {
      if (slot.timer !== null) clearTimeout(slot.timer);
      slot.worker.terminate();
      for (const job of slot.running) job.reject(new Dropped());
    }
    for (const job of this.#queue) job.reject(new Dropped());
    this.#slots = [];
    this.#queue = [];
  }

  /** Replaces every idle worker, giving its memory back. */
  recycle(): void {
    for (const slot of [...this.#slots]) if (slot.running.length === 0) this.#replace(slot, null);
  }

  #giveUp(failure: Failure): void {
    const jobs = [...this.#queue, ...this.#slots.flatMap(({ running }) => running)];
    for (const job of jobs) job.reject(new CallError(failure));
    this.#queue = [];
    for (const slot of this.#slots) slot.running = [];
    this.close();
  }

  #open(): Slot {
    const worker = this.options.spawn();
    const slot: Slot = { worker, running: [], samples: new Set(), timer: null };
    for (const [name, module] of this.#modules) worker.postMessage({ type: "module", name, module });
    worker.onmessage = (event) => { this.#receive(slot, event.data); };
    worker.onerror = (event) => {
      event.preventDefault();
      this.#replace(slot, { message: event.message || "The worker stopped." });
    };
    worker.onmessageerror = () => { this.#replace(slot, { message: "The worker's answer could not be read." }); };
    return slot;
  }

  /** A message outside the queue, answered in order, nobody waiting for it. */
  #send(slot: Slot, request: Request, transfer: Transferable[]): void {
    slot.worker.postMessage({ type: "call", id: 0, request }, transfer);
  }

  #pump(): void {
    if (this.#closed) return;
    for (let depth = 0; depth < DEPTH; depth++)
      for (const slot of this.#slots) {
        if (slot.running.length !== depth) continue;
        const at = this.#queue.findIndex(({ options }) => needs(options).every((key) => slot.samples.has(key)));
        const job = this.#queue[at];
        if (!job) continue;
        this.#queue.splice(at, 1);
        slot.running.push(job);
        slot.worker.postMessage(
          { type: "call", id: job.id, request: job.request },
          job.tries === 0 ? job.options.transfer : undefined,
        );
        if (slot.running.length === 1) this.#watch(slot);
      }
  }

  #watch(slot: Slot): void {
    if (slot.timer !== null) clearTimeout(slot.timer);
    slot.timer = null;
    const first = slot.running[0];
    if (!first) return;
    const limit = first.options.timeout ?? this.options.timeout ?? TIMEOUT;
    slot.timer = setTimeout(() => {
      this.#replace(slot, { message: `Stopped after ${Math.round(limit / 1000)} s without an answer.`, code: "timeout" });
    }, limit);
  }

  #receive(slot: Slot, message: FromWorker): void {
    if (message.type === "progress") {
      slot.running.find((job) => job.id === message.id)?.options.onProgress?.(message.done, message.total, message.label);
      return;
    }
    if (message.type === "failed" && message.failure.fatal) {
      this.#replace(slot, { message: `The engine stopped: ${message.failure.message}`, code: "panic" });
      return;
    }
    this.#replaced = 0;
    const at = slot.running.findIndex((job) => job.id === message.id);
    const job = slot.running[at];
    if (!job) return;
    slot.running.splice(at, 1);
    this.#watch(slot);
    if (message.type === "done") job.resolve(message.value);
    else job.reject(new CallError(message.failure));
    this.#pump();
  }

  /** Ends a worker and starts another; blames the job it was on, requeues the one behind. */
  #replace(slot: Slot, failure: Failure | null, blame = true): void {
    const at = this.#slots.indexOf(slot);
    if (at < 0) return;
    if (slot.timer !== null) clearTimeout(slot.timer);
    slot.worker.onmessage = slot.worker.onerror = slot.worker.onmessageerror = null;
    slot.worker.terminate();
    const again = [...slot.running];
    const blamed = blame ? again.shift() : undefined;
    if (blamed) {
      blamed.tries += 1;
      // Buffers that were handed over are gone, so such a job cannot be sent twice.
      if (blamed.tries < 2 && !blamed.options.transfer) again.unshift(blamed);
      else blamed.reject(new CallError(failure ?? { message: "The worker was replaced." }));
    }
    this.#queue.unshift(...again);
    this.#replaced += failure ? 1 : 0;
    if (this.#replaced >= HOPELESS) {
      this.#giveUp(failure ?? { message: "Workers do not run here." });
      return;
    }
    this.#slots[at] = this.#open();
    if (slot.samples.size > 0) this.options.onLost?.([...slot.samples]);
    this.#pump();
  }
}
