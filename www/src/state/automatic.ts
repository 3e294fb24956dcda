/** Automatic policies: written out as steps, and compared between libraries. */
import { batch } from "@preact/signals";
import { doc, nodes, ops, say, selected } from "./app";
import { edit } from "./edit";
import { engine, failureOf, openedPolicy } from "./engine";
import type { Comparison } from "../model/laws";
import type { Picture, Step } from "../types";
import * as tree from "../model/tree";
import { editions } from "./samples";

/** The steps that an automatic policy stands for, in its place. No pixel changes. */
export async function openSteps(id: string): Promise<void> {
  const before = doc.peek();
  try {
    const next = await openedPolicy(before, id);
    // What was edited meanwhile is not undone by an answer that comes late.
    if (doc.peek() !== before) return;
    edit(`Open ${id} into steps`, () => next);
  } catch (error) {
    say({ tone: "error", text: `${id} could not be opened into steps.`, lines: [failureOf(error).message] });
  }
}

/** The first automatic step that has the setting, for a comparison that no step asked for. */
export function firstWithLaw(params: readonly string[]): { id: string; step: Step } | null {
  let found: { id: string; step: Step } | null = null;
  tree.walkAll(doc.value, nodes.value, (step) => {
    const decl = ops.value.get(tree.opName(step, nodes.value));
    if (!params.every((name) => decl?.params.some((param) => param.name === name))) return undefined;
    found = { id: tree.idOf(step, nodes.value), step };
    return false;
  });
  return found;
}

export async function compareLaws(request: { num_ops: number; magnitude: number; width: number; height: number }): Promise<Comparison> {
  await engine.need("tools");
  return engine.files.call("compareLaws", request);
}

/** Gives a step the law of a column, or adds the step where there is none. */
export function applyLaw(id: string | null, step: Step): void {
  batch(() => {
    if (id === null) {
      edit("Add a step", (now) => {
        const { doc: next, id: added } = tree.insert(now, nodes.value, { parent: null, index: now.steps.length }, step);
        selected.value = added;
        return next;
      });
      return;
    }
    edit(`Change the law of ${id}`, (now) =>
      tree.update(now, nodes.value, id, (old) => {
        const { id: own, p, weight, enabled, note, dialect } = old;
        const kept = Object.fromEntries(Object.entries({ id: own, p, weight, enabled, note, dialect }).filter(([, value]) => value !== undefined));
        return { ...step, ...kept };
      }),
    );
    selected.value = id;
  });
}

/** Pictures of single ops at a strength: small, many of them the same from one setting to the next. */
const made = new Map<string, Promise<Picture>>();
const KEPT = 400;
/** Device pixels of the longest side. */
const LAW_PX = 256;

export function pictureOfLaw(policy: string, sample: string): Promise<Picture> {
  const name = `${editions.peek().get(sample) ?? 0}/${sample}/${policy}`;
  let picture = made.get(name);
  if (!picture) {
    picture = engine.cells.call("render", { policy, sample, view: 0, maxPx: LAW_PX }, { sample, priority: 4 });
    picture.catch(() => { made.delete(name); });
    made.set(name, picture);
    for (const old of made.keys()) {
      if (made.size <= KEPT) break;
      made.delete(old);
    }
  }
  return picture;
}
