/** From an empty tab to a painted grid: engine, policy (link, saved or starter), pictures. */
import { batch, effect, type ReadonlySignal } from "@preact/signals";
import type { Doc } from "../types";
import { decodeLink, encodeLink } from "../model/share";
import { allIds } from "../model/tree";
import { doc, fromLink, nodes, say, selected, source, starterText } from "./app";
import { replaceDoc } from "./edit";
import { failureOf, followPolicy, readPolicy, startEngine } from "./engine";
import { followGrid } from "./grid";
import { followFraming } from "./framing";
import { followSafety } from "./safety";
import { bundledSamples } from "./bundled";
import { addPictures, followReading, refillLostWorkers, samples, settled, type Incoming } from "./samples";
import { look } from "./share";
import * as store from "./store";
import { followVerdicts } from "./verdicts";

export async function boot(): Promise<void> {
  followPolicy();
  followGrid();
  followFraming();
  followSafety();
  followVerdicts();
  refillLostWorkers();
  followReading();
  // The bundled pictures need nothing but their decoder; stored ones are read as the policy's target reads them.
  const early = store.savedSamples() === null ? loadPictures() : null;
  await startEngine();
  await loadPolicy();
  autosave();
  addEventListener("hashchange", () => void openLink());
  await (early ?? loadPictures());
}

/** Shows a policy read from text; the first one is not an undoable change. */
function show(next: Doc, text: string | null): void {
  batch(() => {
    doc.value = next;
    source.value = text === null ? null : { text, tree: JSON.stringify(next) };
  });
}

async function loadPolicy(): Promise<void> {
  if (location.hash.includes("p=") && (await openLink())) return;
  const saved = store.savedPolicy();
  if (saved) {
    try {
      const text = saved.text ?? saved.tree;
      show((await readPolicy(text)).doc, saved.text ?? null);
      return;
    } catch (error) {
      say({ tone: "error", text: "The saved policy could not be read, so the first one is shown.", lines: [failureOf(error).message] });
    }
  }
  const { doc: first } = await readPolicy(starterText.peek());
  show(first, starterText.peek());
  // The starter opens at its last step: the one worth playing with first.
  if (!matchMedia("(max-width: 640px)").matches) selected.value = first.steps.at(-1)?.id ?? null;
}

/** Opens the policy in the address. What is saved here stays saved. */
async function openLink(): Promise<boolean> {
  try {
    const link = decodeLink(location.hash);
    if (!link) return false;
    const { doc: next } = await readPolicy(link.policy);
    const saved = store.savedPolicy();
    fromLink.value = saved !== null && saved.tree !== JSON.stringify(next);
    if (fromLink.value && allIds(doc.peek(), nodes.peek()).length > 0) replaceDoc("Open link", next);
    else show(next, null);
    look(link.view);
    if (!fromLink.value) forgetHash();
    return true;
  } catch (error) {
    say({ tone: "error", text: "The policy in this link could not be opened.", lines: [failureOf(error).message] }, true);
    forgetHash();
    return false;
  }
}

function forgetHash(): void {
  history.replaceState(null, "", location.pathname + location.search);
}

/** The policy that was open before the link. */
export async function backToSaved(): Promise<void> {
  const saved = store.savedPolicy();
  if (!saved) return;
  const { doc: next } = await readPolicy(saved.text ?? saved.tree);
  batch(() => {
    fromLink.value = false;
    replaceDoc("Back to my policy", next);
    source.value = saved.text === undefined ? null : { text: saved.text, tree: JSON.stringify(next) };
  });
  forgetHash();
}

/** From now on the linked policy is the one that is saved. */
export function keepLinked(): void {
  fromLink.value = false;
  forgetHash();
}

/** Saves every change; a policy from a link lives in the address instead. */
function autosave(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = (): void => {
    clearTimeout(timer);
    const tree = JSON.stringify(doc.peek());
    if (fromLink.peek()) {
      history.replaceState(null, "", encodeLink(tree));
      return;
    }
    const kept = source.peek();
    store.savePolicy(kept?.tree === tree ? { tree, text: kept.text } : { tree });
  };
  let first = true;
  effect(() => {
    follow(doc, fromLink, source);
    if (first) {
      first = false;
      return;
    }
    clearTimeout(timer);
    timer = setTimeout(write, 250);
  });
  effect(() => { document.title = doc.value.name ? `${doc.value.name} · augplay` : "augplay"; });
  addEventListener("pagehide", write);
  effect(() => {
    const list = samples.value;
    if (!settled.value) return;
    store.saveSamples(list.map(({ key, name, path, bundled }) => ({ key, name, ...(bundled !== undefined ? { bundled } : path !== name && { path }) })));
    void store.keepOnly(new Set(list.map(({ key }) => key)));
  });
}

/** Makes an effect run again when any of these change. */
function follow(...signals: ReadonlySignal<unknown>[]): void {
  for (const each of signals) each.valueOf();
}

async function loadPictures(): Promise<void> {
  const saved = store.savedSamples();
  const bundled = await bundledSamples();
  const wanted: Incoming[] = [];
  const missing: string[] = [];
  if (saved) {
    for (const entry of saved) {
      if (entry.bundled !== undefined) {
        const known = bundled.find((one) => one.bundled === entry.bundled);
        if (known) wanted.push(known);
        continue;
      }
      const blob = await store.getBlob(entry.key);
      if (blob) wanted.push({ name: entry.name, path: entry.path ?? entry.name, blob, labels: await store.getLabels(entry.key) });
      else missing.push(entry.name);
    }
  } else wanted.push(...bundled);
  const { failed } = await addPictures(wanted, true);
  settled.value = true;
  const lines = [...failed.map(({ name, why }) => `${name}: ${why}`), ...missing.map((name) => `${name}: no longer stored`)];
  if (lines.length > 0) say({ tone: "error", text: "Some pictures could not be opened again.", lines });
}
