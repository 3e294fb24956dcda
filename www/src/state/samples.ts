/** The pictures: decoded, handed to the workers, kept in the browser's own storage. */
import { computed, effect, signal } from "@preact/signals";
import type { Failure, Labels, Levels, Pixels } from "../types";
import type { Decoded } from "../engine/protocol";
import { browserDecoded, showBytes } from "../model/bytes";
import { readingOptions } from "../model/reading";
import { decodeInBrowser } from "../engine/browserDecode";
import { engine, failureOf, lost } from "./engine";
import { doc, say, target, task } from "./app";
import { meet } from "./colours";
import * as store from "./store";

export interface Sample {
  key: string;
  name: string;
  /** Folders it was dropped in, "cats/tom.jpg": what label files know it by. */
  path: string;
  width: number;
  height: number;
  blob: Blob;
  /** Bundled with the page; its file name. */
  bundled?: string;
  labels?: Labels | undefined;
  /** Of a grey file of more than 8 bits. */
  levels?: Levels | undefined;
  notes: string[];
  orientation: number;
  /** How it was read. */
  read: string;
  /** Why it cannot be read as the policy wants it. */
  refused?: Failure | undefined;
}

export const samples = signal<Sample[]>([]);
/** How often the pixels or labels of a picture were replaced: what was made from an earlier edition is stale, however late it arrives. */
export const editions = signal<ReadonlyMap<string, number>>(new Map());

function renewed(key: string): void {
  editions.value = new Map(editions.peek()).set(key, (editions.peek().get(key) ?? 0) + 1);
}

/** False until the first pictures are there (or there are none to wait for). */
export const settled = signal(false);

/** Bytes of a file that may be opened at all. */
export const MAX_FILE = 256 * 1024 * 1024;
const MAX_PIXELS = 100_000_000;
/** Pictures up to this many bytes of pixels go to every worker, larger ones to one. */
const EVERYWHERE = 6 * 1024 * 1024;

const orients = computed(() => target.value?.orients ?? false);
const input = computed(() => JSON.stringify(doc.value.input ?? null));
/** How a file with this EXIF orientation is read for the policy as it is now. */
const reading = (orientation: number): string => readingOptions(JSON.parse(input.value), orients.value && orientation > 1);

export interface Incoming {
  name: string;
  blob: Blob;
  path?: string;
  /** Given only to bundled pictures; others are known by their bytes. */
  key?: string | undefined;
  bundled?: string;
  labels?: Labels | undefined;
  /** A mask PNG of label ids. */
  mask?: Blob | undefined;
}

async function decode({ blob, name }: { blob: Blob; name: string }): Promise<Decoded & { read: string }> {
  if (blob.size === 0) throw new Error("The file is empty.");
  if (blob.size > MAX_FILE) throw new Error(`${showBytes(blob.size)} is more than the ${showBytes(MAX_FILE)} that can be opened.`);
  await engine.need("codec");
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const foreign = browserDecoded({ name, type: blob.type });
  if (foreign) {
    const key = await engine.files.call("key", { bytes });
    const typed = foreign === "SVG" ? new Blob([blob], { type: "image/svg+xml" }) : blob;
    const pixels = await decodeInBrowser(typed, MAX_PIXELS).catch((error: unknown) => {
      throw new Error(`This browser cannot decode ${foreign}.`, { cause: error });
    });
    return { key, pixels, notes: [`${foreign}, decoded by the browser: pixels may differ elsewhere`], orientation: 1, read: reading(1) };
  }
  // Whether there is anything to turn upright, only the file knows.
  const [options, plain] = [reading(8), reading(1)];
  const decoded = await engine.files.call("decode", { bytes, options });
  engine.relieve(decoded.pixels.data.length);
  return { ...decoded, read: decoded.orientation > 1 ? options : plain };
}

/** Gives a picture's pixels to the workers that will render it. */
function place(key: string, pixels: Pixels): void {
  const copies = pixels.data.length <= EVERYWHERE ? engine.cells.size : 1;
  engine.cells.place(key, copies, () => loading(key, pixels));
}

/** Masks are copied by the message itself, pixels are handed over. */
function loading(key: string, pixels: Pixels): { request: { key: string; pixels: Pixels }; transfer: Transferable[] } {
  const copy: Pixels = { ...pixels, data: pixels.data.slice(), alpha: pixels.alpha?.slice() };
  const transfer: Transferable[] = [copy.data.buffer];
  if (copy.alpha) transfer.push(copy.alpha.buffer);
  return { request: { key, pixels: copy }, transfer };
}

/** Groups of pictures that a job waits for to be together. */
const groups = new Set<readonly string[]>();
const gathering = new Map<string, Promise<void>>();

/** Sees to it that one worker has all of these pictures: large ones, which live in one alone, are read once more for it. */
function gather(keys: readonly string[]): Promise<void> {
  const name = keys.join("/");
  let run = gathering.get(name);
  if (!run) {
    run = (async () => {
      for (const key of engine.cells.lacking(keys)) {
        const sample = find(key);
        if (!sample) continue;
        const { pixels } = await decode(sample);
        engine.cells.join(keys, key, loading(key, { ...pixels, labels: find(key)?.labels }));
      }
    })().finally(() => { gathering.delete(name); });
    gathering.set(name, run);
  }
  return run;
}

/** Runs a job that needs several pictures in one worker. */
export async function together<T>(keys: readonly string[], job: () => Promise<T>): Promise<T> {
  const group = [...keys];
  groups.add(group);
  try {
    await gather(group);
    return await job();
  } finally {
    groups.delete(group);
  }
}

async function ready(incoming: Incoming): Promise<Sample> {
  const { name, blob, path = name, bundled, mask } = incoming;
  const { key: own, pixels, notes, orientation, levels, read } = await decode(incoming);
  const key = incoming.key ?? own;
  let { labels } = incoming;
  if (mask) labels = { ...labels, masks: [await engine.files.call("mask", { bytes: new Uint8Array(await mask.arrayBuffer()) })] };
  await engine.start();
  place(key, { ...pixels, labels });
  const { width, height } = pixels;
  return { key, name, path, blob, width, height, notes, orientation, levels, read, labels, ...(bundled !== undefined && { bundled }) };
}

export interface Added {
  added: number;
  doubles: number;
  failed: { name: string; why: string }[];
}

/** Adds pictures one by one; one that cannot be read does not stop the rest. */
export async function addPictures(incoming: Incoming[], quiet = false): Promise<Added> {
  const result: Added = { added: 0, doubles: 0, failed: [] };
  const started = performance.now();
  const stop = new AbortController();
  for (const [index, one] of incoming.entries()) {
    if (stop.signal.aborted) break;
    if (!quiet && incoming.length > 1 && performance.now() - started > 400)
      task.value = {
        label: `Opening ${one.name}`,
        done: index,
        total: incoming.length,
        cancel: () => { stop.abort(); },
      };
    try {
      const sample = await ready(one);
      if (samples.peek().some(({ key }) => key === sample.key)) result.doubles += 1;
      else {
        meet(sample.labels);
        samples.value = [...samples.peek(), sample];
        result.added += 1;
        if (!one.bundled) await store.putBlob(sample.key, one.blob);
      }
    } catch (error) {
      result.failed.push({ name: one.name, why: failureOf(error).message });
    }
  }
  task.value = null;
  return result;
}

const find = (key: string): Sample | undefined => samples.peek().find((sample) => sample.key === key);

function change(key: string, facts: Partial<Sample>): void {
  samples.value = samples.peek().map((sample) => (sample.key === key ? { ...sample, ...facts } : sample));
}

export function removeSample(key: string, quiet = false): void {
  const before = samples.peek();
  const at = before.findIndex((sample) => sample.key === key);
  const gone = before[at];
  if (!gone) return;
  samples.value = before.filter((sample) => sample !== gone);
  engine.cells.forget(key);
  if (quiet) return;
  say({
    tone: "info",
    text: `Removed ${gone.name}.`,
    action: {
      label: "Put back",
      run: () => {
        samples.value = samples.peek().toSpliced(at, 0, gone);
        if (gone.labels && !gone.bundled) void store.putLabels(gone.key, gone.labels);
        void restore(gone.key);
      },
    },
  });
}

/** Other labels for a picture whose pixels stay as they are. */
export function setLabels(key: string, labels: Labels): void {
  const sample = find(key);
  if (!sample) return;
  meet(labels);
  change(key, { labels });
  if (!sample.bundled) void store.putLabels(key, labels);
  const masksGone = sample.labels?.masks !== undefined && labels.masks === undefined;
  // A worker's sample takes new masks in place of old ones; to have none again it is made anew.
  if (masksGone) void restore(key, true).then(() => { renewed(key); });
  else engine.cells.tell(key, { kind: "label", key, labels });
  renewed(key);
}

/** Reads a picture again and hands it out, in place of what was there. */
async function restore(key: string, again = false): Promise<void> {
  const sample = find(key);
  if (!sample) return;
  try {
    const { pixels, notes, levels, read } = await decode(sample);
    if (again) engine.cells.forget(key);
    place(key, { ...pixels, labels: find(key)?.labels });
    const { width, height } = pixels;
    if (again || read !== sample.read) change(key, { width, height, notes, levels, read, refused: undefined });
  } catch (error) {
    if (!again) {
      say({ tone: "error", text: `${sample.name} could not be read again: ${failureOf(error).message}` });
      return;
    }
    // As this policy reads files it is nothing: its row says so until the policy reads otherwise.
    engine.cells.forget(key);
    change(key, { read: reading(sample.orientation), refused: failureOf(error) });
  }
}

/**
 * A policy takes in colour, grey or a window of levels, a target's loader turns photos upright or not: what was read
 * otherwise is read anew, one reading at a time, so that a slider does not pile them up.
 */
export function followReading(): () => void {
  const running = new Set<string>();
  const reread = async (key: string): Promise<void> => {
    running.add(key);
    try {
      for (;;) {
        const sample = find(key);
        if (!sample || sample.read === reading(sample.orientation)) return;
        await restore(key, true);
        renewed(key);
      }
    } finally {
      running.delete(key);
    }
  };
  return effect(() => {
    for (const { key, orientation, read } of samples.value) if (read !== reading(orientation) && !running.has(key)) void reread(key);
  });
}

/** A replaced worker has lost its pictures: it gets them once more, but not for ever. */
export function refillLostWorkers(): () => void {
  const refills = new Map<string, number>();
  const refill = async (keys: readonly string[]): Promise<void> => {
    await Promise.all(
      keys.map(async (key) => {
        const sample = find(key);
        const times = (refills.get(key) ?? 0) + 1;
        refills.set(key, times);
        if (sample && times <= 4) await restore(key);
        else if (sample) say({ tone: "error", text: `${sample.name} stopped the engine repeatedly and is left out.` });
      }),
    );
    for (const group of groups) void gather(group);
  };
  return effect(() => { void refill(lost.value); });
}
