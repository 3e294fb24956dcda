/** Every change to the policy goes through here, so that every change can be undone. */
import { batch, signal } from "@preact/signals";
import type { BatchRules, Doc, Input, RuleKind, Step, Then } from "../types";
import { History } from "../model/history";
import * as tree from "../model/tree";
import { doc, dragging, nodes, selected, solo } from "./app";

const history = new History<Doc>();
/** Labels of what can be undone and redone, for the buttons. */
export const undoLabel = signal<string | null>(null);
export const redoLabel = signal<string | null>(null);

function remember(): void {
  undoLabel.value = history.undoLabel;
  redoLabel.value = history.redoLabel;
}

export function edit(label: string, change: (doc: Doc) => Doc, gesture: string | null = null): void {
  const before = doc.peek();
  const after = change(before);
  if (after === before) return;
  batch(() => {
    history.record(before, label, gesture);
    doc.value = after;
    remember();
  });
}

/** A slider was let go, a field was left: the next change is one of its own. */
export function settle(): void {
  history.settle();
  dragging.value = false;
}

export function undo(): void {
  restore(history.undo(doc.peek()));
}

export function redo(): void {
  restore(history.redo(doc.peek()));
}

function restore(state: Doc | null): void {
  if (!state) return;
  batch(() => {
    doc.value = state;
    const { value } = selected;
    if (value !== null && !tree.find(state, nodes.value, value)) selected.value = null;
    remember();
  });
}

export const setParam = (id: string, name: string, value: unknown, gesture: string | null = null): void => {
  edit(`Change ${name}`, (now) => tree.setKey(now, nodes.value, id, name, value), gesture);
};

export const setEnabled = (id: string, on: boolean): void => {
  edit(on ? `Switch ${id} on` : `Switch ${id} off`, (now) =>
    tree.setKey(now, nodes.value, id, "enabled", on ? undefined : false),
  );
};

export function addStep(place: tree.Place, step: Step): void {
  batch(() => {
    edit(`Add ${tree.opName(step, nodes.value)}`, (now) => {
      const { doc: next, id } = tree.insert(now, nodes.value, place, step);
      selected.value = id;
      return next;
    });
  });
}

export function duplicateStep(id: string): void {
  batch(() => {
    edit(`Duplicate ${id}`, (now) => {
      const { doc: next, id: copy } = tree.duplicate(now, nodes.value, id);
      selected.value = copy;
      return next;
    });
  });
}

export function removeStep(id: string): void {
  batch(() => {
    edit(`Delete ${id}`, (now) => tree.remove(now, nodes.value, id));
    if (selected.value === id) selected.value = null;
    if (solo.value === id) solo.value = null;
  });
}

export function wrapStep(id: string, node: string): void {
  batch(() => {
    edit(`Wrap ${id}`, (now) => {
      const { doc: next, id: outer } = tree.wrap(now, nodes.value, id, node);
      selected.value = outer;
      return next;
    });
  });
}

export const unwrapStep = (id: string): void => {
  edit(`Unwrap ${id}`, (now) => tree.unwrap(now, nodes.value, id));
};

export const moveStep = (id: string, to: tree.Place): void => {
  edit(`Move ${id}`, (now) => tree.move(now, nodes.value, id, to));
};

export const nudgeStep = (id: string, by: -1 | 1): void => {
  edit(`Move ${id}`, (now) => tree.nudge(now, nodes.value, id, by));
};

/** New dice for every cell; the old ones are one undo away. */
export function reroll(): void {
  edit("Re-roll", (now) => ({ ...now, seed: Math.floor(Math.random() * 10_000) }));
}

/** A key of the policy itself; undefined takes it away. */
function withKey(now: Doc, key: string, value: unknown): Doc {
  if (value !== undefined) return { ...now, [key]: value };
  const rest = { ...now };
  Reflect.deleteProperty(rest, key);
  return rest;
}

export const setTarget = (id: string): void => {
  edit("Change target", (now) => (now.target === id ? now : { ...now, target: id }));
};

export const setThen = (then: Then | undefined): void => {
  edit("Change output", (now) => withKey(now, "then", then));
};

export const setInput = (input: Input | undefined, gesture: string | null = null): void => {
  edit("Change input", (now) => withKey(now, "input", input), gesture);
};

export const setCurriculum = (curriculum: Doc["curriculum"], gesture: string | null = null): void => {
  edit(curriculum ? "Change curriculum" : "Remove curriculum", (now) => withKey(now, "curriculum", curriculum), gesture);
};

export const setBatch = (rules: BatchRules | undefined, gesture: string | null = null): void => {
  edit(rules ? "Change batch" : "Remove batch", (now) => withKey(now, "batch", rules), gesture);
};

/** Views are edited by the functions of `model/views`. */
export const editViews = (label: string, change: (doc: Doc, nodes: tree.NodeNames) => Doc): void => {
  edit(label, (now) => change(now, nodes.value));
};

export const setRule = (kind: RuleKind, name: string, value: unknown, gesture: string | null = null): void => {
  edit(`Change ${name}`, (now) => {
    const rules = { ...now[kind], [name]: value };
    if (value === undefined) Reflect.deleteProperty(rules, name);
    return withKey(now, kind, Object.keys(rules).length === 0 ? undefined : rules);
  }, gesture);
};

export const setName = (name: string): void => {
  edit("Rename", (now) => ({ ...now, name }), "name");
};

/** Replaces the whole policy (imported, pasted, linked), as one undoable change. */
export function replaceDoc(label: string, next: Doc): void {
  batch(() => {
    edit(label, () => tree.withIds(next, nodes.value));
    solo.value = null;
    selected.value = null;
  });
}
