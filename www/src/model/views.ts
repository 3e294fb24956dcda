/** A policy's views: which there are, how a draw of them is laid out, and editing them. */
import type { Doc, Framing, View } from "../types";
import { without } from "./record";
import { allIds, freeName, rename, type NodeNames } from "./tree";

/** One view of one draw, in the core's order. */
export interface Part {
  index: number;
  /** Which of the policy's views it is. */
  view: number;
  name: string;
  /** Counted from 0 among `of` of the same name. */
  copy: number;
  of: number;
}

/** More are refused by the core; a number typed wrong does not fill the page. */
const MOST_COPIES = 64;

export const copiesOf = ({ count }: View): number => Math.min(MOST_COPIES, Math.max(1, Math.round(count ?? 1)));

export function partsOf(doc: Doc): Part[] {
  const parts: Part[] = [];
  for (const [view, one] of (doc.views ?? []).entries()) {
    const of = copiesOf(one);
    for (let copy = 0; copy < of; copy++) parts.push({ index: parts.length, view, name: one.view, copy, of });
  }
  return parts;
}

/** "local 3" where there are several. */
export const partName = ({ name, copy, of }: Pick<Part, "name" | "copy" | "of">): string => (of > 1 ? `${name} ${copy + 1}` : name);

/** "global_1, global_2, local ×8". */
export function drawTitle(parts: readonly Part[]): string {
  return parts
    .filter(({ copy }) => copy === 0)
    .map(({ name, of }) => (of > 1 ? `${name} ×${of}` : name))
    .join(", ");
}

export interface Tile {
  part: Part;
  /** A copy among several takes a quarter of a cell. */
  small: boolean;
}

export interface Layout {
  tiles: Tile[];
  /** Half cells that one draw is wide. */
  halves: number;
}

/** Views that there is one of stand large, copies two above each other. */
export function layoutOf(parts: readonly Part[]): Layout {
  const tiles = parts.map((part) => ({ part, small: part.of > 1 }));
  const halves = tiles.filter(({ part }) => part.copy === 0).reduce((sum, { part, small }) => sum + (small ? Math.ceil(part.of / 2) : 2), 0);
  return { tiles, halves };
}

/** How many draws fit beside the original in so many columns; one is always shown. */
export const drawsIn = ({ halves }: Layout, columns: number): number => (halves === 0 ? 0 : Math.max(1, Math.floor((2 * (columns - 1)) / halves)));

const COLOURS = ["#ffd84d", "#5fd3f3", "#ff8fc8", "#8be36a", "#ffa657", "#c5a3ff"];
export const viewColour = (view: number): string => COLOURS[view % COLOURS.length] ?? "#fff";

export interface Frame {
  part: Part;
  quad: [number, number][];
}

/** The frames that are known, as parts. */
export function framesOf(framing: Framing, parts: readonly Part[]): Frame[] {
  return framing.parts.flatMap(({ quad }, i) => {
    const part = parts[i];
    return part && quad ? [{ part, quad }] : [];
  });
}

/** Every step into a first view, and a second one with the same steps and dice of its own. */
export function intoViews(doc: Doc, nodes: NodeNames): Doc {
  const used = taken(doc, nodes);
  const copy = doc.steps.map((step) => rename(step, nodes, used));
  return { ...doc, steps: [], views: [{ view: "view_1", steps: doc.steps }, { view: "view_2", steps: copy }] };
}

const names = (doc: Doc): ReadonlySet<string> => new Set((doc.views ?? []).map(({ view }) => view));

/** Views and steps share one set of names in the file. */
const taken = (doc: Doc, nodes: NodeNames): Set<string> => new Set([...names(doc), ...allIds(doc, nodes), "curriculum"]);

/** Another view like one that is there, behind it, with dice of its own. */
export function addView(doc: Doc, nodes: NodeNames, like: string): { doc: Doc; name: string } {
  const views = doc.views ?? [];
  const at = views.findIndex(({ view }) => view === like);
  const model = views[at];
  const used = taken(doc, nodes);
  const name = freeName(like, used);
  used.add(name);
  const view: View = { ...model, view: name, steps: (model?.steps ?? []).map((step) => rename(step, nodes, used)) };
  return { doc: { ...doc, views: views.toSpliced(at < 0 ? views.length : at + 1, 0, view) }, name };
}

/** Null where the name is taken or empty. */
export function renameView(doc: Doc, from: string, to: string): Doc | null {
  const name = to.trim();
  if (name === from) return doc;
  if (name === "" || names(doc).has(name)) return null;
  return { ...doc, views: (doc.views ?? []).map((view) => (view.view === from ? { ...view, view: name } : view)) };
}

/** The last view that goes leaves its steps to the policy. */
export function removeView(doc: Doc, name: string): Doc {
  const gone = doc.views?.find(({ view }) => view === name);
  if (!gone) return doc;
  const rest = (doc.views ?? []).filter((view) => view !== gone);
  if (rest.length > 0) return { ...doc, views: rest };
  return without({ ...doc, steps: [...doc.steps, ...gone.steps] }, "views");
}

export function moveView(doc: Doc, name: string, by: -1 | 1): Doc {
  const views = doc.views ?? [];
  const at = views.findIndex(({ view }) => view === name);
  const one = views[at];
  const to = at + by;
  if (!one || to < 0 || to >= views.length) return doc;
  return { ...doc, views: views.toSpliced(at, 1).toSpliced(to, 0, one) };
}

export function setCount(doc: Doc, name: string, count: number): Doc {
  return {
    ...doc,
    views: (doc.views ?? []).map((view) => {
      if (view.view !== name) return view;
      return count > 1 ? { ...view, count } : (without(view, "count") as View);
    }),
  };
}
