/**
 * Editing the policy tree. Every function returns a new document and shares
 * what it did not touch; ids stay with their steps through every move.
 */
import type { Doc, Step } from "../types";

/** The names under which a step holds other steps (from the catalogue). */
export type NodeNames = ReadonlySet<string>;

export interface Place {
  /** Id of the holding step; null is the policy's own list, `@name` that of a view. */
  parent: string | null;
  index: number;
}

/** The parent of a view's own steps. No step's id begins like this. */
export const viewParent = (name: string): string => `@${name}`;

/** The lists that no step holds: the policy's own, then each view's. */
export const ownLists = (doc: Doc): { parent: string | null; steps: Step[] }[] => [
  { parent: null, steps: doc.steps },
  ...(doc.views ?? []).map(({ view, steps }) => ({ parent: viewParent(view), steps })),
];

/** Changes those lists; what stays the same is shared. */
function mapLists(doc: Doc, edit: (steps: Step[], parent: string | null) => Step[]): Doc {
  const steps = edit(doc.steps, null);
  const views = doc.views?.map((view) => {
    const next = edit(view.steps, viewParent(view.view));
    return next === view.steps ? view : { ...view, steps: next };
  });
  if (steps === doc.steps && (views ?? []).every((view, i) => view === doc.views?.[i])) return doc;
  return { ...doc, steps, ...(views && { views }) };
}

export function nodeName(step: Step, nodes: NodeNames): string | null {
  if (typeof step.op === "string") return null;
  for (const key of Object.keys(step)) if (nodes.has(key) && Array.isArray(step[key])) return key;
  return null;
}

/** What the step is called in the catalogue. */
export function opName(step: Step, nodes: NodeNames): string {
  return step.op ?? nodeName(step, nodes) ?? "";
}

export function childrenOf(step: Step, nodes: NodeNames): Step[] | null {
  const name = nodeName(step, nodes);
  return name === null ? null : (step[name] as Step[]);
}

export function idOf(step: Step, nodes: NodeNames): string {
  return step.id ?? opName(step, nodes);
}

/** Depth first, in file order; `visit` may return false to stop. */
export function walk(
  steps: readonly Step[],
  nodes: NodeNames,
  visit: (step: Step, place: Place) => boolean | undefined,
  parent: string | null = null,
): boolean {
  for (const [index, step] of steps.entries()) {
    if (visit(step, { parent, index }) === false) return false;
    const inner = childrenOf(step, nodes);
    if (inner && !walk(inner, nodes, visit, idOf(step, nodes))) return false;
  }
  return true;
}

/** All steps of a policy, those of its views too. */
export function walkAll(doc: Doc, nodes: NodeNames, visit: (step: Step, place: Place) => boolean | undefined): boolean {
  return ownLists(doc).every(({ parent, steps }) => walk(steps, nodes, visit, parent));
}

export function find(doc: Doc, nodes: NodeNames, id: string): { step: Step; place: Place } | null {
  const found: { step: Step; place: Place }[] = [];
  walkAll(doc, nodes, (step, place) => {
    if (idOf(step, nodes) !== id) return undefined;
    found.push({ step, place });
    return false;
  });
  return found[0] ?? null;
}

export function allIds(doc: Doc, nodes: NodeNames): string[] {
  const ids: string[] = [];
  walkAll(doc, nodes, (step) => {
    ids.push(idOf(step, nodes));
    return undefined;
  });
  return ids;
}

/** Gives every step an id of its own, keeping those that are already unique. */
export function withIds(doc: Doc, nodes: NodeNames): Doc {
  const taken = new Set<string>();
  walkAll(doc, nodes, (step) => {
    if (step.id !== undefined) taken.add(step.id);
    return undefined;
  });
  const seen = new Set<string>();
  const name = (steps: readonly Step[]): Step[] =>
    steps.map((step) => {
      let id = step.id;
      if (id === undefined || seen.has(id)) {
        id = freeName(opName(step, nodes), taken);
        taken.add(id);
      }
      seen.add(id);
      const node = nodeName(step, nodes);
      const named: Step = { ...step, id };
      if (node !== null) named[node] = name(step[node] as Step[]);
      return named;
    });
  return mapLists(doc, name);
}

export function freeName(base: string, taken: ReadonlySet<string>): string {
  const stem = base.replace(/_\d+$/, "");
  if (!taken.has(base)) return base;
  for (let n = 2; ; n++) if (!taken.has(`${stem}_${n}`)) return `${stem}_${n}`;
}

/** Applies `edit` to the list held by `parent`. */
function editList(doc: Doc, nodes: NodeNames, parent: string | null, edit: (list: Step[]) => Step[]): Doc {
  if (parent === null || parent.startsWith("@")) return mapLists(doc, (steps, own) => (own === parent ? edit(steps) : steps));
  return update(doc, nodes, parent, (step) => {
    const name = nodeName(step, nodes);
    return name === null ? step : { ...step, [name]: edit(step[name] as Step[]) };
  });
}

export function update(doc: Doc, nodes: NodeNames, id: string, edit: (step: Step) => Step): Doc {
  const through = (steps: Step[]): Step[] => {
    const next = steps.map((step) => {
      if (idOf(step, nodes) === id) return edit(step);
      const name = nodeName(step, nodes);
      if (name === null) return step;
      const inner = through(step[name] as Step[]);
      return inner === step[name] ? step : { ...step, [name]: inner };
    });
    return next.every((step, i) => step === steps[i]) ? steps : next;
  };
  return mapLists(doc, through);
}

/** Sets one key of a step; undefined removes it (back to the default). */
export function setKey(doc: Doc, nodes: NodeNames, id: string, key: string, value: unknown): Doc {
  return update(doc, nodes, id, (step) => {
    const next = { ...step };
    if (value === undefined) Reflect.deleteProperty(next, key);
    else next[key] = value;
    return next;
  });
}

export function insert(doc: Doc, nodes: NodeNames, place: Place, step: Step): { doc: Doc; id: string } {
  const taken = new Set(allIds(doc, nodes));
  const fresh = rename(step, nodes, taken);
  const id = idOf(fresh, nodes);
  const next = editList(doc, nodes, place.parent, (list) => list.toSpliced(place.index, 0, fresh));
  return { doc: next, id };
}

/** A copy whose ids, its own and its children's, are all new in `taken`. */
export function rename(step: Step, nodes: NodeNames, taken: Set<string>): Step {
  const id = freeName(idOf(step, nodes), taken);
  taken.add(id);
  const copy: Step = { ...structuredClone(step), id };
  const name = nodeName(copy, nodes);
  if (name !== null) copy[name] = (copy[name] as Step[]).map((child) => rename(child, nodes, taken));
  return copy;
}

export function remove(doc: Doc, nodes: NodeNames, id: string): Doc {
  const at = find(doc, nodes, id);
  if (!at) return doc;
  return editList(doc, nodes, at.place.parent, (list) => list.filter((step) => step !== at.step));
}

export function duplicate(doc: Doc, nodes: NodeNames, id: string): { doc: Doc; id: string } {
  const at = find(doc, nodes, id);
  if (!at) return { doc, id };
  return insert(doc, nodes, { parent: at.place.parent, index: at.place.index + 1 }, at.step);
}

/** True when `id` is `inside` or holds it. */
export function holds(doc: Doc, nodes: NodeNames, id: string, inside: string | null): boolean {
  if (inside === null) return false;
  if (id === inside) return true;
  const at = find(doc, nodes, id);
  const inner = at && childrenOf(at.step, nodes);
  if (!inner) return false;
  const missed = walk(inner, nodes, (step) => idOf(step, nodes) !== inside);
  return !missed;
}

/** Moves a step; `index` counts in the list as it is before the move. */
export function move(doc: Doc, nodes: NodeNames, id: string, to: Place): Doc {
  const at = find(doc, nodes, id);
  if (!at || holds(doc, nodes, id, to.parent)) return doc;
  let index = to.index;
  if (at.place.parent === to.parent && at.place.index < index) index -= 1;
  if (at.place.parent === to.parent && at.place.index === index) return doc;
  const without = remove(doc, nodes, id);
  return editList(without, nodes, to.parent, (list) => list.toSpliced(index, 0, at.step));
}

/**
 * One place up or down as a reader sees it: past an open group a step enters
 * it, past a group's edge it leaves it.
 */
export function nudge(doc: Doc, nodes: NodeNames, id: string, by: -1 | 1): Doc {
  const at = find(doc, nodes, id);
  if (!at) return doc;
  const { parent, index } = at.place;
  const list = listOf(doc, nodes, parent);
  const beside = list[index + by];
  if (beside) {
    const inner = childrenOf(beside, nodes);
    if (inner) return move(doc, nodes, id, { parent: idOf(beside, nodes), index: by < 0 ? inner.length : 0 });
    return move(doc, nodes, id, { parent, index: by < 0 ? index - 1 : index + 2 });
  }
  if (parent === null) return doc;
  const holder = find(doc, nodes, parent);
  if (!holder) return doc;
  return move(doc, nodes, id, {
    parent: holder.place.parent,
    index: holder.place.index + (by < 0 ? 0 : 1),
  });
}

export function listOf(doc: Doc, nodes: NodeNames, parent: string | null): Step[] {
  const own = ownLists(doc).find((list) => list.parent === parent);
  if (own) return own.steps;
  const holder = parent === null ? null : find(doc, nodes, parent);
  return (holder && childrenOf(holder.step, nodes)) ?? [];
}

/** Puts a step into a new node of the given name; its weight stays with the slot. */
export function wrap(doc: Doc, nodes: NodeNames, id: string, node: string): { doc: Doc; id: string } {
  const at = find(doc, nodes, id);
  if (!at) return { doc, id };
  const { weight, ...rest } = at.step;
  const outer: Step = { [node]: [rest], id: freeName(node, new Set(allIds(doc, nodes))) };
  if (weight !== undefined) outer.weight = weight;
  const next = editList(doc, nodes, at.place.parent, (list) => list.with(at.place.index, outer));
  return { doc: next, id: idOf(outer, nodes) };
}

/** Replaces a node by the steps it holds. */
export function unwrap(doc: Doc, nodes: NodeNames, id: string): Doc {
  const at = find(doc, nodes, id);
  const inner = at && childrenOf(at.step, nodes);
  if (!inner) return doc;
  return editList(doc, nodes, at.place.parent, (list) => list.toSpliced(at.place.index, 1, ...inner));
}

/** The policy with every step off but `id`, what holds it and what it holds. */
export function soloed(doc: Doc, nodes: NodeNames, id: string): Doc {
  const keep = (steps: Step[]): Step[] =>
    steps.map((step) => {
      const own = idOf(step, nodes);
      if (own === id) return { ...step, enabled: true };
      if (!holds(doc, nodes, own, id)) return { ...step, enabled: false };
      const name = nodeName(step, nodes);
      return name === null ? step : { ...step, enabled: true, [name]: keep(step[name] as Step[]) };
    });
  return mapLists(doc, keep);
}
