/** Label files dropped beside pictures: read, matched, asked about where two fit, and matched again when pictures come. */
import { signal } from "@preact/signals";
import type { Ambiguous, LabelSource, LabelSummary, Problem } from "../engine/labelTypes";
import { Dropped } from "../engine/pool";
import { showBytes } from "../model/bytes";
import { dismiss, say, task } from "./app";
import { engine, failureOf } from "./engine";
import { removeSample, samples, setLabels, type Sample } from "./samples";

/** The label files of this session. They are read, never kept. */
let sources: LabelSource[] = [];
/** What was answered where several records fit a picture. */
const choices = new Map<string, string>();

export interface Question extends Ambiguous {
  key: string;
}
/** Pictures that several records fit; asked in a dialog. */
export const questions = signal<Question[]>([]);

/** Which pictures the worker's last reading knows, by number. */
export const known = signal<{ keys: string[]; summary: LabelSummary } | null>(null);

/** One word about labels at a time. */
let notice = -1;
function told(id: number): void {
  if (id !== notice) dismiss(notice);
  notice = id;
}

const GROUP = "labels";
/** A reading of a very large file may take this long. */
const TIMEOUT = 600_000;

const own = (): Sample[] => samples.peek().filter(({ bundled }) => bundled === undefined);

/** Remembers label files and matches them with the pictures that are here. Gives the names that were taken as masks. */
export async function addLabelFiles(files: LabelSource[], onlyMasks = false): Promise<ReadonlySet<string>> {
  const names = new Set(files.map(({ name }) => name));
  sources = [...sources.filter(({ name }) => !names.has(name)), ...files];
  if (own().length > 0) return match();
  // Masks alone are shown as pictures.
  if (!onlyMasks) told(say({ tone: "info", text: files.length === 1 ? `${files[0]?.name ?? "The file"} is kept. Drop its pictures to see its labels.` : `${files.length} label files are kept. Drop their pictures to see the labels.` }));
  return new Set();
}

/** Pictures have come: do label files of before know them, or do their folders name classes? */
export async function matchNew(): Promise<void> {
  const folders = new Set(own().map(({ path }) => path.slice(0, path.lastIndexOf("/") + 1)));
  if (sources.length > 0 || (folders.size > 1 && !folders.has(""))) await match();
}

export async function answer(answers: ReadonlyMap<string, string>): Promise<void> {
  for (const [key, candidate] of answers) choices.set(key, candidate);
  questions.value = [];
  if (answers.size > 0) await match();
}

async function match(): Promise<ReadonlySet<string>> {
  const asked = own();
  const started = performance.now();
  const cancel = (): void => { engine.labels.stop(GROUP); };
  try {
    await engine.needLabels();
    const summary = await engine.labels.call(
      "labelsRead",
      {
        reading: "files",
        files: sources,
        images: asked.map(({ path, width, height }) => ({ name: path, width, height })),
        choose: Object.fromEntries(asked.flatMap(({ key }, i) => (choices.has(key) ? [[String(i), choices.get(key) ?? ""]] : []))),
      },
      {
        group: GROUP,
        timeout: TIMEOUT,
        onProgress: (done, total, label) => {
          if (performance.now() - started > 500) task.value = { label: `Reading ${label}`, done, total, show: showBytes, cancel };
        },
      },
    );
    const problems = await hand(asked, summary);
    tell({ ...summary, problems: [...summary.problems, ...problems], problem_count: summary.problem_count + problems.length });
    questions.value = summary.ambiguous.flatMap((one) => {
      const sample = asked[one.image];
      return sample ? [{ ...one, key: sample.key }] : [];
    });
    return takenAsMasks(summary);
  } catch (error) {
    if (!(error instanceof Dropped)) say({ tone: "error", text: "The labels could not be read.", lines: [failureOf(error).message] });
    else say({ tone: "info", text: "Reading labels was cancelled." });
    return new Set();
  } finally {
    task.value = null;
  }
}

/** Every matched picture gets its labels; what of them cannot be drawn is given back. */
async function hand(asked: readonly Sample[], summary: LabelSummary): Promise<Problem[]> {
  const all: Problem[] = [];
  known.value = { keys: asked.map(({ key }) => key), summary };
  for (const [image, { matched, class: whole }] of summary.images.entries()) {
    const key = asked[image]?.key;
    if (key === undefined || (!matched && (whole ?? null) === null)) continue;
    const { labels, problems } = await engine.labels.call("labelsTake", { reading: "files", image }, { group: GROUP });
    const bare = !labels.boxes?.length && !labels.keypoints?.length && !labels.masks;
    // Folders name classes alone: they take nothing from a picture that has labels already.
    setLabels(key, bare ? { ...asked[image]?.labels, ...(labels.class !== undefined && { class: labels.class }) } : labels);
    all.push(...problems);
  }
  return all;
}

function takenAsMasks(summary: LabelSummary): ReadonlySet<string> {
  const taken = new Set(summary.images.flatMap(({ masks }) => masks));
  // One that came before its picture was taken for a picture itself.
  for (const { key, path } of own()) if (taken.has(path)) removeSample(key, true);
  return taken;
}

function tell({ text, problems, problem_count: count, matched, ambiguous }: LabelSummary): void {
  const lines = problems.map(({ file, place, text: why }) => `${[file, place].filter((part) => part !== "").join(", ")}: ${why}`);
  if (count > lines.length) lines.push(`and ${count - lines.length} more`);
  const tone = matched === 0 && ambiguous.length === 0 && count > 0 ? "error" : "info";
  const summary = count === 1 ? "1 problem" : `${count} problems`;
  // What is wrong stays until it is dismissed: nothing goes unseen.
  told(say({ tone, text: text.charAt(0).toUpperCase() + text.slice(1), ...(count > 0 && { details: { summary, lines } }) }, count > 0));
}
