/** The label-safety view: many draws of every labelled picture, without pixels, a few at a time, counted as they come. */
import { batch, computed, effect, signal, untracked } from "@preact/signals";
import { Dropped } from "../engine/pool";
import { add, none, totals, worst, type SampleSafety } from "../model/safety";
import type { Failure } from "../types";
import type { Asked } from "../engine/protocol";
import { askFor, mode, partShown } from "./app";
import { engine, failureOf, ready } from "./engine";
import { editions, samples, type Sample } from "./samples";

/** Draws of each picture, and how many a worker does before others get their turn. */
const FIRST = 200;
const BATCH = 25;
const GROUP = "safety";
const WORST = 24;

/** Draws asked for of each picture. */
export const wanted = signal(FIRST);
export const running = signal(false);
export const stopped = signal(false);
export const safetyFailure = signal<Failure | null>(null);
const counted = signal<ReadonlyMap<string, SampleSafety>>(new Map());
/** What the counts belong to: policy, pictures and their labels. */
const madeFor = signal("");

export const hasLabels = ({ labels, refused }: Sample): boolean => !refused && ((labels?.boxes?.length ?? 0) > 0 || (labels?.keypoints?.length ?? 0) > 0);
export const labelled = computed(() => samples.value.filter(hasLabels));

export const safety = computed(() => {
  const order = labelled.value.flatMap(({ key }) => counted.value.get(key) ?? []);
  return { samples: order, totals: totals(order), worst: worst(order, WORST) };
});

export const drawn = computed(() => safety.value.totals.views);
export const toDraw = computed(() => labelled.value.length * wanted.value);

let turn = 0;
let shown: ReturnType<typeof setTimeout> | undefined;

/** At most ten times a second: adding up many pictures takes a while itself. */
function show(counts: ReadonlyMap<string, SampleSafety>): void {
  shown ??= setTimeout(() => { flush(counts); }, 100);
}

function flush(counts: ReadonlyMap<string, SampleSafety>): void {
  clearTimeout(shown);
  shown = undefined;
  counted.value = new Map(counts);
}

async function run(asked: Asked, fresh: boolean): Promise<void> {
  const mine = ++turn;
  engine.cells.drop(GROUP);
  clearTimeout(shown);
  shown = undefined;
  const list = labelled.peek();
  // What was counted before stays in sight until the first counts of the new policy are there.
  const next = new Map<string, SampleSafety>(fresh ? [] : counted.peek());
  running.value = true;
  stopped.value = false;
  const jobs: Promise<void>[] = [];
  for (let first = 0; first < wanted.peek(); first += BATCH)
    for (const { key, labels } of list) {
      const known = next.get(key) ?? none(key, labels?.boxes?.length ?? 0, labels?.keypoints?.length ?? 0);
      if (known.views.length > first) continue;
      const count = Math.min(BATCH, wanted.peek() - first);
      const job = engine.cells.call("safety", { ...asked, sample: key, first, count }, { sample: key, group: GROUP, priority: 5 });
      jobs.push(
        job.then((more) => {
          if (mine !== turn) return;
          const before = next.get(key) ?? none(key, labels?.boxes?.length ?? 0, labels?.keypoints?.length ?? 0);
          next.set(key, add(before, more));
          show(next);
        }),
      );
    }
  const ends = await Promise.allSettled(jobs);
  if (mine !== turn) return;
  const failed = ends.find((end): end is PromiseRejectedResult => end.status === "rejected" && !(end.reason instanceof Dropped));
  batch(() => {
    flush(next);
    running.value = false;
    safetyFailure.value = failed ? failureOf(failed.reason) : null;
  });
}

/** Ends the counting; what is counted stays. */
export function stopSafety(): void {
  turn += 1;
  engine.cells.drop(GROUP);
  running.value = false;
  stopped.value = true;
}

export function drawMore(): void {
  if (!stopped.value) wanted.value *= 2;
  void run(untracked(() => askFor(partShown.value)), false);
}

/** Counts while the view is open, anew when the policy or the labels change. */
export function followSafety(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return effect(() => {
    const asked = askFor(partShown.value);
    const keys = labelled.value.map(({ key }) => key).join();
    editions.valueOf();
    const wish = `${JSON.stringify(asked)}/${keys}/${labelled.value.map(({ labels }) => `${labels?.boxes?.length ?? 0}.${labels?.keypoints?.length ?? 0}`).join()}`;
    clearTimeout(timer);
    if (!ready.value || mode.value !== "labels") {
      if (running.peek()) stopSafety();
      return;
    }
    if (wish === madeFor.peek() && !stopped.peek()) return;
    timer = setTimeout(() => {
      madeFor.value = wish;
      wanted.value = FIRST;
      void run(asked, true);
    }, 120);
  });
}
