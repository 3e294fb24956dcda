/** The one engine of this page, and what follows the policy around: its errors, notes and text. */
import { effect, signal } from "@preact/signals";
import { CallError } from "../engine/pool";
import { Engine } from "../engine/engine";
import type { Catalogue, Doc, Failure, Step } from "../types";
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
  return { doc: treeOf(tree), yaml: told.yaml };
}

/** A tree as the core writes it: an empty list may be left out there, and every step gets an id. */
function treeOf(tree: Doc): Doc {
  const listed = <T extends { steps: Step[] }>(one: T): T => ({ ...one, steps: (one["steps" as keyof T] as Step[] | undefined) ?? [] });
  return withIds({ ...listed(tree), ...(tree.views && { views: tree.views.map(listed) }) }, nodes.value);
}

/** The policy with an automatic step written out as ordinary ones, which draw the same. */
export async function openedPolicy(doc: Doc, id: string): Promise<Doc> {
  return treeOf(JSON.parse(await engine.cells.call("opened", { policy: JSON.stringify(doc), id })) as Doc);
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
