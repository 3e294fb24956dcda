/** The pictures: decoded, handed to the workers, kept in the browser's own storage. */
import { computed, effect, signal } from "@preact/signals";
import type { Annotations, Pixels } from "../types";
import type { Decoded } from "../engine/protocol";
import { browserDecoded, showBytes } from "../model/bytes";
import { readingOptions } from "../model/reading";
import { decodeInBrowser } from "../engine/browserDecode";
import { engine, failureOf, lost } from "./engine";
import { doc, say, target, task } from "./app";
import * as store from "./store";

export interface Sample {
  key: string;
  name: string;
  width: number;
  height: number;
  blob: Blob;
  /** Bundled with the page; its file name. */
  bundled?: string;
  annotations?: Annotations | undefined;
  mask?: Blob | undefined;
  notes: string[];
  orientation: number;
  /** How it was read. */
  read: string;
}

export const samples = signal<Sample[]>([]);
/** A picture whose pixels were read anew. */
export const refreshed = signal<{ key: string } | null>(null);

/** False until the first pictures are there (or there are none to wait for). */
export const settled = signal(false);

/** Bytes of a file that may be opened at all. */
export const MAX_FILE = 256 * 1024 * 1024;
const MAX_PIXELS = 100_000_000;
/** Pictures up to this many bytes of pixels go to every worker, larger ones to one. */
const EVERYWHERE = 6 * 1024 * 1024;

const orients = computed(() => target.value?.orients ?? false);
const input = computed(() => JSON.stringify(doc.value["input"] ?? null));
/** How a file with this EXIF orientation is read for the policy as it is now. */
const reading = (orientation: number): string => readingOptions(JSON.parse(input.value), orients.value && orientation > 1);

export interface Incoming {
  name: string;
  blob: Blob;
  /** Given only to bundled pictures; others are known by their bytes. */
  key?: string | undefined;
  bundled?: string;
  annotations?: Annotations | undefined;
  mask?: Blob | undefined;
}

async function decode(incoming: Incoming): Promise<Decoded & { read: string }> {
  const { blob, name } = incoming;
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

/** Mask PNGs carry label ids as grey levels. */
async function decodeMask(blob: Blob): Promise<Pixels["mask"]> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const { pixels } = await engine.files.call("decode", { bytes, options: '{"input":"grey"}' });
  const ids = new Uint16Array(pixels.width * pixels.height);
  for (let i = 0; i < ids.length; i++) ids[i] = pixels.data[i * pixels.channels] ?? 0;
  return { width: pixels.width, height: pixels.height, ids };
}

/** Gives a picture's pixels to the workers that will render it. */
function place(key: string, pixels: Pixels): void {
  const copies = pixels.data.length <= EVERYWHERE ? engine.cells.size : 1;
  engine.cells.place(key, copies, () => {
    const copy: Pixels = {
      ...pixels,
      data: pixels.data.slice(),
      alpha: pixels.alpha?.slice(),
      mask: pixels.mask && { ...pixels.mask, ids: pixels.mask.ids.slice() },
    };
    const transfer: Transferable[] = [copy.data.buffer];
    if (copy.alpha) transfer.push(copy.alpha.buffer);
    if (copy.mask) transfer.push(copy.mask.ids.buffer);
    return { request: { key, pixels: copy }, transfer };
  });
}

async function ready(incoming: Incoming): Promise<Sample> {
  const { key: own, pixels, notes, orientation, read } = await decode(incoming);
  const key = incoming.key ?? own;
  const full: Pixels = { ...pixels, annotations: incoming.annotations };
  if (incoming.mask) full.mask = await decodeMask(incoming.mask);
  await engine.start();
  place(key, full);
  const { width, height } = pixels;
  return { ...incoming, key, width, height, notes, orientation, read };
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

export function removeSample(key: string): void {
  const before = samples.peek();
  const at = before.findIndex((sample) => sample.key === key);
  const gone = before[at];
  if (!gone) return;
  samples.value = before.filter((sample) => sample !== gone);
  engine.cells.forget(key);
  say({
    tone: "info",
    text: `Removed ${gone.name}.`,
    action: {
      label: "Put back",
      run: () => {
        samples.value = samples.peek().toSpliced(at, 0, gone);
        void restore(gone);
      },
    },
  });
}

async function restore(sample: Sample): Promise<void> {
  try {
    const { pixels, notes, read } = await decode(sample);
    const full: Pixels = { ...pixels, annotations: sample.annotations };
    if (sample.mask) full.mask = await decodeMask(sample.mask);
    place(sample.key, full);
    const { width, height } = pixels;
    if (width !== sample.width || height !== sample.height || read !== sample.read)
      samples.value = samples.peek().map((one) => (one.key === sample.key ? { ...one, width, height, notes, read } : one));
  } catch (error) {
    say({ tone: "error", text: `${sample.name} could not be read again: ${failureOf(error).message}` });
  }
}

/** A policy takes in colour or grey, a target's loader turns photos upright or not: what was read otherwise is read anew. */
export function followReading(): () => void {
  const asked = new Map<string, string>();
  return effect(() => {
    for (const sample of samples.value) {
      const wanted = reading(sample.orientation);
      if (sample.read === wanted) asked.delete(sample.key);
      else if (asked.get(sample.key) !== wanted) {
        asked.set(sample.key, wanted);
        void reread(sample);
      }
    }
  });
}

async function reread(sample: Sample): Promise<void> {
  engine.cells.forget(sample.key);
  await restore(sample);
  refreshed.value = { key: sample.key };
}

/** A replaced worker has lost its pictures: it gets them once more, but not for ever. */
export function refillLostWorkers(): () => void {
  const refills = new Map<string, number>();
  return effect(() => {
    for (const key of lost.value) {
      const sample = samples.peek().find((one) => one.key === key);
      const times = (refills.get(key) ?? 0) + 1;
      refills.set(key, times);
      if (sample && times <= 4) void restore(sample);
      else if (sample) say({ tone: "error", text: `${sample.name} stopped the engine repeatedly and is left out.` });
    }
  });
}
