/**
 * What outlives the tab: pictures in IndexedDB, the policy in localStorage.
 * Every failure (private window, full disk) leaves the page working without.
 */
import { createStore, delMany, get, keys, set } from "idb-keyval";
import type { Labels } from "../types";

const blobs = createStore("augplay", "images");
const POLICY = "augplay:policy";
const SAMPLES = "augplay:samples";
const THEME = "augplay:theme";

export interface SavedPolicy {
  tree: string;
  /** The text it was read from, while the two agree (it may hold comments). */
  text?: string;
}

export interface SavedSample {
  key: string;
  name: string;
  bundled?: string;
  /** Folders it was dropped in, where there were any. */
  path?: string;
}

function read(name: string): unknown {
  try {
    const text = localStorage.getItem(name);
    return text === null ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}

function write(name: string, value: unknown): void {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Storage is refused or full: this session goes on, the next one starts afresh.
  }
}

export const savedPolicy = (): SavedPolicy | null => read(POLICY) as SavedPolicy | null;
export const savePolicy = (policy: SavedPolicy): void => { write(POLICY, policy); };
export const savedSamples = (): SavedSample[] | null => read(SAMPLES) as SavedSample[] | null;
export const saveSamples = (list: SavedSample[]): void => { write(SAMPLES, list); };

export type Theme = "auto" | "light" | "dark";
export const savedTheme = (): Theme => (read(THEME) as Theme | null) ?? "auto";
export const saveTheme = (theme: Theme): void => { write(THEME, theme); };

export async function putBlob(key: string, blob: Blob): Promise<boolean> {
  try {
    await set(key, blob, blobs);
    return true;
  } catch {
    return false;
  }
}

const labelsOf = (key: string): string => `labels:${key}`;

export async function putLabels(key: string, labels: Labels): Promise<void> {
  try {
    await set(labelsOf(key), labels, blobs);
  } catch {
    // Not stored: this session has them.
  }
}

export async function getLabels(key: string): Promise<Labels | undefined> {
  try {
    return await get<Labels>(labelsOf(key), blobs);
  } catch {
    return undefined;
  }
}

export async function getBlob(key: string): Promise<Blob | null> {
  try {
    return (await get<Blob>(key, blobs)) ?? null;
  } catch {
    return null;
  }
}

/** Removes pictures no longer in the list. */
export async function keepOnly(wanted: ReadonlySet<string>): Promise<void> {
  try {
    const all = await keys<string>(blobs);
    await delMany(all.filter((key) => !wanted.has(key.replace(/^labels:/, ""))), blobs);
  } catch {
    // Nothing to tidy where nothing can be stored.
  }
}
