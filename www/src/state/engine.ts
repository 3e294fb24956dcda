/** The one engine of this page, and what follows the policy around: its errors, notes and text. */
import { effect, signal } from "@preact/signals";
import { CallError } from "../engine/pool";
import { Engine } from "../engine/engine";
import type { Catalogue, Doc, Failure } from "../types";
import { withIds } from "../model/tree";
import { catalogue, doc, dragging, goodText, nodes, notes, policyFailure, source, starterText, yaml } from "./app";

export const lost = signal<string[]>([]);
export const engine = new Engine((keys) => { lost.value = keys; });
export const ready = signal(false);
export const coreVersion = signal("");

export async function startEngine(): Promise<void> {
  await engine.start();
  const facts = await engine.cells.call("catalogue", {});
  catalogue.value = JSON.parse(facts.catalogue) as Catalogue;
  starterText.value = facts.starter;
  coreVersion.value = facts.version;
  ready.value = true;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof CallError) return error.failure;
  return { message: error instanceof Error ? error.message : String(error) };
}

/** Reads policy text (YAML or JSON) into a tree whose steps all have ids. */
export async function readPolicy(text: string): Promise<{ doc: Doc; yaml: string }> {
  const told = await engine.cells.call("describe", { text });
  const tree = JSON.parse(told.tree) as Doc;
  // An empty list may be left out of the file.
  const steps = tree["steps" as string] as Doc["steps"] | undefined;
  return { doc: withIds({ ...tree, steps: steps ?? [] }, nodes.value), yaml: told.yaml };
}

/** Keeps `notes`, `yaml` and `policyFailure` true to the policy. */
export function followPolicy(): () => void {
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = async (now: Doc): Promise<void> => {
    const mine = ++turn;
    const tree = JSON.stringify(now);
    const kept = source.peek();
    const text = kept && kept.tree === tree ? kept.text : tree;
    try {
      const told = await engine.cells.call("describe", { text }, { priority: -1 });
      if (mine !== turn) return;
      goodText.value = tree;
      notes.value = told.notes;
      yaml.value = told.yaml;
      policyFailure.value = null;
    } catch (error) {
      if (mine === turn) policyFailure.value = failureOf(error);
    }
  };
  return effect(() => {
    const now = doc.value;
    clearTimeout(timer);
    if (!ready.value) return;
    timer = setTimeout(() => void tell(now), dragging.peek() ? 120 : 0);
  });
}
