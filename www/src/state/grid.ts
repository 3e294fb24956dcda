/**
 * The grid: which cells are wanted, which picture each one shows, and the
 * queue between them. A cell keeps its last picture until a newer one is there.
 */
import { batch, computed, effect, signal, type Signal } from "@preact/signals";
import type { Failure, Picture } from "../types";
import type { RenderRequest } from "../engine/protocol";
import { Dropped } from "../engine/pool";
import { difference } from "../model/pixels";
import { drawsIn } from "../model/views";
import { doc, dragging, effective, effectiveText, goodText, layout, mode, moment, partShown, policyFailure, starterText, stepsView } from "./app";
import { batches, batchOf } from "./batch";
import { engine, failureOf, ready } from "./engine";
import { gpu } from "./gpu";
import { layers } from "./labels";
import { safety } from "./safety";
import { editions, samples, together } from "./samples";

export interface Shown {
  pictures: Picture[];
  /** The policy text, size, overlay and edition of the picture this was made with. */
  made: string;
  turn: number;
}

export interface Cell {
  id: string;
  sample: string;
  /** Which draw. */
  view: number;
  /** Which view of that draw, where a policy has several. */
  part: number | undefined;
  kind: "original" | "draw" | "steps";
  shown: Signal<Shown | null>;
  failure: Signal<Failure | null>;
  /** Against what stood here before the target was switched. */
  change: Signal<{ share: number; most: number } | null>;
}

const cells = new Map<string, Cell>();
export const columns = signal(6);
/** Longest side asked for, in device pixels. */
export const cellPx = signal(256);
/** Width of a cell in CSS pixels. */
export const side = signal(168);
/** Rows that are on screen or near it. */
export const rowsNear = signal<ReadonlySet<string>>(new Set());
/** Counts finished pictures; facts follow it. */
const finished = signal(0);
const rendering = signal(0);
const changed = signal(false);
/** Something is still to be drawn. */
export const busy = computed(() => changed.value || rendering.value > 0);

export function cellOf(kind: Cell["kind"], sample: string, view: number, part?: number): Cell {
  const id = `${kind}/${sample}/${view}/${part ?? ""}`;
  let cell = cells.get(id);
  if (!cell) {
    cell = { id, sample, view, part, kind, shown: signal(null), failure: signal(null), change: signal(null) };
    cells.set(id, cell);
  }
  return cell;
}

/** How many draws stand beside the original. */
export const drawCount = computed(() => (layout.value.tiles.length > 0 ? drawsIn(layout.value, columns.value) : columns.value - 1));

/** A sample's draws: one cell each, or one for each of their views. */
export function drawCells(key: string): Cell[] {
  return Array.from({ length: drawCount.value }, (_, view) => {
    const { tiles } = layout.value;
    return tiles.length === 0 ? [cellOf("draw", key, view)] : tiles.map(({ part }) => cellOf("draw", key, view, part.index));
  }).flat();
}

function wantedCells(): Cell[] {
  const readable = samples.value.filter(({ refused }) => !refused);
  const rows = readable.filter(({ key }) => rowsNear.value.has(key));
  const far = readable.filter(({ key }) => !rowsNear.value.has(key));
  if (mode.value === "labels")
    return [...safety.value.worst.map(({ sample, view }) => cellOf("draw", sample, view, partShown.value)), ...readable.map(({ key }) => cellOf("original", key, 0))];
  const near = rows.flatMap(({ key }) => {
    if (mode.value === "steps") return [cellOf("original", key, 0), cellOf("steps", key, stepsView.value, partShown.value)];
    return [cellOf("original", key, 0), ...drawCells(key)];
  });
  // Rows out of sight still show their picture in the strip.
  return [...near, ...far.map(({ key }) => cellOf("original", key, 0))];
}

/** A text the core would not take: the last good one is shown in its place. */
const refused = signal<string | null>(null);
const shownText = computed(() => (effectiveText.value === refused.value && goodText.value !== "" ? goodText.value : effectiveText.value));

const masksShown = computed(() => layers.value.masks);

let turn = 0;
/** Cells as they were when the target was switched, until they are compared. */
let baseline: Map<string, Picture> | null = null;

function request(cell: Cell, text: string, draft: boolean): { made: string; input: Parameters<typeof ask>[1] } {
  const px = cellPx.peek();
  const policy = cell.kind === "original" ? starterText.peek() : text;
  const marks = layers.peek().masks;
  const input = {
    policy,
    ...(cell.kind === "original" ? {} : { progress: moment.peek(), part: cell.part }),
    sample: cell.sample,
    view: cell.view,
    maxPx: px,
    overlays: marks,
    facts: cell.kind === "draw",
    draft: draft && cell.kind !== "original" && slow(cell),
    gpu: cell.kind === "draw" && gpu.peek(),
    ...(cell.kind === "original" ? { upto: 0 } : {}),
  };
  const from = `${px}/${marks}/${editions.peek().get(cell.sample) ?? 0}`;
  const made = cell.kind === "original" ? from : `${input.draft ? "draft" : ""}${input.gpu ? "gpu" : ""}${from}/${moment.peek() ?? ""}/${text}`;
  return { made, input };
}

/** A cell whose full picture takes longer than a frame or two can show a draft. */
const slow = (cell: Cell): boolean => (cell.shown.peek()?.pictures[0]?.ms ?? 0) > 30 || fullTime.get(cell.id) === true;
const fullTime = new Map<string, boolean>();

async function ask(
  cell: Cell,
  input: RenderRequest,
): Promise<Picture[]> {
  const options = { sample: cell.sample, group: "cells", priority: cell.kind === "original" && rowsNear.peek().has(cell.sample) ? 1 : cell.kind === "original" ? 3 : 2 };
  if (cell.kind === "steps") return engine.cells.call("steps", input, options);
  return [await engine.cells.call("render", input, options)];
}

async function render(cell: Cell, text: string, draft: boolean, mine: number): Promise<void> {
  const { made, input } = request(cell, text, draft);
  if (cell.shown.peek()?.made === made) return;
  rendering.value += 1;
  try {
    take(cell, await ask(cell, input), made, mine);
  } catch (error) {
    fail([cell], error, text, mine);
  } finally {
    rendering.value -= 1;
  }
}

/** Cells of one batch and draw: its samples run once for all of them. */
async function renderMixed(asked: readonly Cell[], members: readonly string[], text: string, mine: number): Promise<void> {
  const [first] = asked;
  if (!first) return;
  const known = members.map((key) => `${key}.${editions.peek().get(key) ?? 0}`).join();
  const madeOf = (cell: Cell): string => `${request(cell, text, false).made}/${known}`;
  const stale = asked.filter((cell) => cell.shown.peek()?.made !== madeOf(cell));
  if (stale.length === 0) return;
  rendering.value += 1;
  try {
    const { policy, progress, part, view, maxPx, overlays } = request(first, text, false).input;
    const input = { policy, progress, part, view, members, indices: stale.map(({ sample }) => members.indexOf(sample)), facts: true, ...(maxPx !== undefined && { maxPx }), ...(overlays !== undefined && { overlays }) };
    const made = stale.map(madeOf);
    const pictures = await together(members, () => {
      if (mine !== turn) throw new Dropped();
      return engine.cells.call("mix", input, { samples: members, group: "cells", priority: 2 });
    });
    for (const [i, cell] of stale.entries()) {
      const picture = pictures[i];
      if (picture) take(cell, [picture], made[i] ?? "", mine);
    }
  } catch (error) {
    fail(stale, error, text, mine);
  } finally {
    rendering.value -= 1;
  }
}

function take(cell: Cell, pictures: Picture[], made: string, mine: number): void {
  if ((cell.shown.peek()?.turn ?? -1) > mine) return;
  const first = pictures[0];
  if (first && !first.draft) fullTime.set(cell.id, first.ms > 30);
  compare(cell, first);
  cell.shown.value = { pictures, made, turn: mine };
  cell.failure.value = null;
  finished.value += 1;
}

function fail(asked: readonly Cell[], error: unknown, text: string, mine: number): void {
  if (error instanceof Dropped || mine !== turn) return;
  const failure = failureOf(error);
  if (failure.stage === "policy") {
    engine.cells.drop("cells");
    refused.value = text;
    // A preview or a solo that cannot be drawn says nothing about the policy itself.
    if (effective.peek() === doc.peek()) policyFailure.value = failure;
  } else for (const cell of asked) cell.failure.value = failure;
}

function compare(cell: Cell, picture: Picture | undefined): void {
  const before = baseline?.get(cell.id);
  if (!before || !picture || picture.draft) return;
  baseline?.delete(cell.id);
  cell.change.value = difference(before, picture);
}

function schedule(): void {
  const mine = ++turn;
  const text = shownText.peek();
  engine.cells.drop("cells");
  const oldest = (cell: Cell) => cell.shown.peek()?.turn ?? -1;
  const wanted = wantedCells();
  // While a slider moves only some cells get done before the next change: the stalest go first.
  if (dragging.peek()) wanted.sort((a, b) => oldest(a) - oldest(b));
  prune(wanted);
  const mixed = new Map<string, { members: string[]; cells: Cell[] }>();
  batch(() => {
    for (const cell of wanted) {
      const members = cell.kind === "draw" && mode.peek() === "draws" ? batchOf(cell.sample) : undefined;
      if (members) grouped(mixed, `${members[0] ?? ""}/${cell.view}/${cell.part ?? ""}`, members).push(cell);
      else void render(cell, text, dragging.peek(), mine);
    }
    for (const { members, cells: own } of mixed.values()) void renderMixed(own, members, text, mine);
    changed.value = false;
  });
}

function grouped(all: Map<string, { members: string[]; cells: Cell[] }>, name: string, members: string[]): Cell[] {
  const known = all.get(name) ?? { members, cells: [] };
  all.set(name, known);
  return known.cells;
}

/** Draws once looked at, far down the row, are not kept for ever. */
const KEPT = 600;
function prune(wanted: readonly Cell[]): void {
  if (cells.size <= KEPT) return;
  const needed = new Set(wanted);
  for (const [id, cell] of cells) if (cell.kind === "draw" && cell.view >= 16 && !needed.has(cell)) cells.delete(id);
}

/** What no longer belongs to any picture is let go. */
function followSamples(): () => void {
  return effect(() => {
    const known = new Set(samples.value.map(({ key }) => key));
    for (const [id, cell] of cells) if (!known.has(cell.sample)) cells.delete(id);
  });
}

/** Renders again whenever something the grid shows has changed, at most once a frame. */
export function followGrid(): () => void {
  let frame = 0;
  const stop = followSamples();
  const follow = effect(() => {
    for (const each of [shownText, moment, batches, dragging, masksShown, cellPx, starterText, editions, gpu]) each.valueOf();
    wantedCells();
    if (!ready.value) return;
    changed.value = true;
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(schedule);
  });
  return () => {
    follow();
    stop();
  };
}

/** Remembers the draws as they are, to say later what a switch of target changed. */
export function rememberForComparison(): void {
  baseline = new Map();
  for (const cell of cells.values()) {
    cell.change.value = null;
    const picture = cell.shown.peek()?.pictures[0];
    if (cell.kind === "draw" && picture && rowsNear.peek().has(cell.sample)) baseline.set(cell.id, picture);
  }
  compared.value = true;
}

export const compared = signal(false);

export function forgetComparison(): void {
  baseline = null;
  compared.value = false;
  for (const cell of cells.values()) cell.change.value = null;
}

const visibleDraws = computed(() => {
  finished.valueOf();
  return wantedCells().filter((cell) => cell.kind === "draw");
});

export interface Facts {
  steps: number;
  untouched: number;
  madeUp: number;
  ms: number;
  draft: boolean;
  cells: number;
  /** How many were made on the GPU. */
  onGpu: number;
}

/** What the visible draws have in common. */
export const facts = computed<Facts | null>(() => {
  const pictures = visibleDraws.value.flatMap((cell) => (cell.failure.value ? [] : (cell.shown.value?.pictures.slice(0, 1) ?? [])));
  if (pictures.length === 0) return null;
  const mean = (of: (picture: Picture) => number) =>
    pictures.reduce((sum, picture) => sum + of(picture), 0) / pictures.length;
  return {
    // The recipe's steps, however many fixed ones each was drawn as.
    steps: mean(({ info }) => new Set(info.steps.filter(({ fired }) => fired).map(({ path }) => path)).size),
    untouched: mean(({ info }) => (info.changed ? 0 : 1)),
    madeUp: mean(({ info }) => info.made_up ?? 0),
    ms: mean(({ ms }) => ms),
    draft: pictures.some(({ draft }) => draft),
    cells: pictures.length,
    onGpu: pictures.filter((picture) => picture.gpu).length,
  };
});

/** How many visible draws a switch of target changed, and by how much at most. */
export const comparison = computed(() => {
  if (!compared.value) return null;
  const changes = visibleDraws.value.map((cell) => cell.change.value);
  const known = changes.filter((change) => change !== null);
  const changed = known.filter(({ share }) => share > 0);
  return {
    cells: changes.length,
    known: known.length,
    changed: changed.length,
    most: Math.max(0, ...changed.map(({ most }) => most)),
  };
});
