/** What the page knows: the policy, where the reader looks, what there is to say. */
import { computed, signal } from "@preact/signals";
import type { Catalogue, Doc, Failure, Note, OpDecl, Step } from "../types";
import { plain } from "../model/failure";
import type { Asked } from "../engine/protocol";
import { layoutOf, partsOf } from "../model/views";
import { nodeName, opName, insert, soloed, find, type Place } from "../model/tree";

export const catalogue = signal<Catalogue | null>(null);
export const starterText = signal("");

export const ops = computed(() => new Map((catalogue.value?.ops ?? []).map((op) => [op.name, op])));
export const laws = computed(() => new Map((catalogue.value?.laws ?? []).map((law) => [law.name, law])));
export const nodes = computed<ReadonlySet<string>>(
  () => new Set((catalogue.value?.ops ?? []).filter((op) => op.kind === "node").map((op) => op.name)),
);

/** The policy. Changed only through `edit.ts`. */
export const doc = signal<Doc>({ augplay: 1, steps: [] });

/** Where the policy stood as text with comments, and the tree it gave. */
export const source = signal<{ text: string; tree: string } | null>(null);

export type Mode = "draws" | "steps" | "labels";
export const mode = signal<Mode>("draws");
export const selected = signal<string | null>(null);
export const solo = signal<string | null>(null);
/** Of a policy with views: the one whose steps are edited; null is what all begin with. */
export const section = signal<string | null>(null);
/** A palette entry under the pointer, shown on the grid as if it were added. */
export const preview = signal<{ step: Step; place: Place } | null>(null);
/** A slider is moving: drafts are allowed. */
export const dragging = signal(false);
export const showOriginals = signal(false);
export const overlays = signal(true);
/** Wanted width of a cell in CSS pixels. */
export const zoom = signal(168);
/** The sample and view seen in the Steps columns and in the large view. */
export const stepsView = signal(0);
export const opened = signal<At | null>(null);

export interface At {
  sample: string;
  /** Which draw; −1 is the original. */
  view: number;
  /** Which of a policy's views. */
  part?: number | undefined;
}

export type Panel = "none" | "export" | "code";
export const panel = signal<Panel>("none");
export const paletteAt = signal<Place | null>(null);

/** The last text of the policy that the core took. */
export const goodText = signal("");
/** The policy as the core refused it; null while all is well. */
export const policyFailure = signal<Failure | null>(null);
export const notes = signal<Note[]>([]);
export const yaml = signal("");

/** The policy came from a link while another one is saved here. */
export const fromLink = signal(false);

/** What the grid shows: the policy with solo and palette preview applied. */
export const effective = computed<Doc>(() => {
  let shown = doc.value;
  if (solo.value !== null && find(shown, nodes.value, solo.value)) shown = soloed(shown, nodes.value, solo.value);
  if (preview.value) shown = insert(shown, nodes.value, preview.value.place, preview.value.step).doc;
  return shown;
});
export const effectiveText = computed(() => JSON.stringify(effective.value));

/** How far training is, where a curriculum makes a difference. */
export const progress = signal(1);
export const moment = computed(() => (effective.value.curriculum === undefined ? undefined : progress.value));

/** The views of a draw; none where the policy is one of one view. */
export const parts = computed(() => partsOf(effective.value));
export const layout = computed(() => layoutOf(parts.value));
/** Which of them the Steps columns and the counts of labels look at. */
export const partSeen = signal(0);
export const partShown = computed(() => (parts.value.length === 0 ? undefined : Math.min(partSeen.value, parts.value.length - 1)));

/** The ordinary policy that is meant, in the words of the workers. */
export const askFor = (part: number | undefined): Asked => ({ policy: effectiveText.value, progress: moment.value, part });

/** Whether what is drawn is mixed afterwards. */
export const mixing = computed(() => (effective.value.batch?.mixes?.length ?? 0) > 0);

export const declOf = (step: Step): OpDecl | undefined => ops.value.get(opName(step, nodes.value));
/** Steps that stand for steps. */
const AUTOMATIC = "automatic";
export const isAutomatic = (step: Step): boolean => declOf(step)?.group === AUTOMATIC;
export const isNode = (step: Step): boolean => nodeName(step, nodes.value) !== null;

/** The name of a parameter as the page shows it, where a failure names one. */
export function labelOf({ step: id, param }: Failure): string | undefined {
  const step = id === undefined ? undefined : find(effective.value, nodes.value, id)?.step;
  return (step && declOf(step)?.params.find(({ name }) => name === param)?.label) ?? param;
}

/** A failure in one line. */
export const told = (failure: Failure): string => [failure.step, labelOf(failure), plain(failure)].filter((part) => part !== undefined).join(": ");

export const target = computed(() => {
  const all = catalogue.value?.targets ?? [];
  return doc.value.target === undefined ? all[0] : all.find(({ id }) => id === doc.value.target);
});
export const targetId = computed(() => doc.value.target ?? target.value?.id ?? "");
export const dialect = computed(() => target.value?.dialect ?? "");

/** What stands over the page. */
export type Dialog = { kind: "start" } | { kind: "laws"; step: string | null };
export const dialog = signal<Dialog | null>(null);

/** What an importer did not understand of what was opened last. */
export const importNotes = signal<{ title: string; lines: string[]; before: Doc } | null>(null);

export interface Notice {
  id: number;
  tone: "info" | "error";
  text: string;
  /** One line a file or a step. */
  lines?: string[];
  /** Lines behind a word that opens them. */
  details?: { summary: string; lines: string[] };
  action?: { label: string; run: () => void };
}
export const notices = signal<Notice[]>([]);
let nextNotice = 1;

export function say(notice: Omit<Notice, "id">, lasting = false): number {
  const id = nextNotice++;
  // The same words again take the place of the former ones.
  notices.value = [...notices.value.filter(({ text }) => text !== notice.text).slice(-3), { ...notice, id }];
  if (!lasting) setTimeout(() => { dismiss(id); }, notice.tone === "error" ? 12_000 : 5000);
  return id;
}

export function dismiss(id: number): void {
  notices.value = notices.value.filter((notice) => notice.id !== id);
}

/** Something that takes a while, with a way out of it. */
export interface Task {
  label: string;
  done: number;
  total: number;
  /** How `done` and `total` are written. */
  show?: (count: number) => string;
  cancel: () => void;
}
export const task = signal<Task | null>(null);
