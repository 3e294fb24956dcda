/** What many draws do to labels: counts from the core, added up and made into rates. */

/** Counts over some views of one picture, as the core gives them; they are added. */
export interface Safety {
  views: ViewSafety[];
  classes: ClassSafety[];
  steps: StepSafety[];
}

export interface ViewSafety {
  view: number;
  /** Gone, or without area. */
  boxes_lost: number;
  /** Less than half of their area still visible. */
  boxes_shrunk: number;
  /** Made by reflecting borders. */
  boxes_copied: number;
  keypoints_lost: number;
  /** It had boxes and has none left. */
  empty: boolean;
}

export interface ClassSafety {
  label: string;
  kind: "box" | "keypoint";
  /** How often one went in. */
  seen: number;
  lost: number;
  shrunk: number;
  copied: number;
}

/** What a step caused; under `boxes` stand the policy's own rules for the finished view. */
export interface StepSafety {
  step: string;
  boxes: number;
  keypoints: number;
}

/** One picture's counts, and what it carries. */
export interface SampleSafety extends Safety {
  sample: string;
  boxes: number;
  keypoints: number;
}

export const none = (sample: string, boxes: number, keypoints: number): SampleSafety => ({ sample, boxes, keypoints, views: [], classes: [], steps: [] });

/** The same with more views. */
export function add(all: SampleSafety, more: Safety): SampleSafety {
  return { ...all, views: [...all.views, ...more.views], ...sumUp([all, more]) };
}

/** Classes and steps of several pictures, by name. */
export function sumUp(all: readonly Safety[]): { classes: ClassSafety[]; steps: StepSafety[] } {
  const classes = new Map<string, ClassSafety>();
  const steps = new Map<string, StepSafety>();
  for (const one of all) {
    for (const each of one.classes) {
      const key = `${each.kind}/${each.label}`;
      const sum = classes.get(key) ?? { ...each, seen: 0, lost: 0, shrunk: 0, copied: 0 };
      classes.set(key, { ...sum, seen: sum.seen + each.seen, lost: sum.lost + each.lost, shrunk: sum.shrunk + each.shrunk, copied: sum.copied + each.copied });
    }
    for (const each of one.steps) {
      const sum = steps.get(each.step) ?? { step: each.step, boxes: 0, keypoints: 0 };
      steps.set(each.step, { ...sum, boxes: sum.boxes + each.boxes, keypoints: sum.keypoints + each.keypoints });
    }
  }
  return { classes: [...classes.values()], steps: [...steps.values()] };
}

export interface Rate {
  count: number;
  of: number;
  share: number;
  /** 95 % interval. */
  low: number;
  high: number;
}

/** A share with Wilson's 95 % interval, which stays within 0 to 1 and is honest about few draws. */
export function rate(count: number, of: number): Rate {
  if (of === 0) return { count, of, share: 0, low: 0, high: 1 };
  const z = 1.959964;
  const share = count / of;
  const under = 1 + (z * z) / of;
  const middle = (share + (z * z) / (2 * of)) / under;
  const reach = (z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))) / under;
  return { count, of, share, low: count === 0 ? 0 : Math.max(0, middle - reach), high: count === of ? 1 : Math.min(1, middle + reach) };
}

export interface Totals {
  views: number;
  lost: Rate;
  shrunk: Rate;
  copied: number;
  empty: Rate;
  keypoints: Rate;
  /** Whether there is anything of the kind at all. */
  hasBoxes: boolean;
  hasKeypoints: boolean;
}

export function totals(all: readonly SampleSafety[]): Totals {
  const sum = (of: (view: ViewSafety) => number, only: (one: SampleSafety) => boolean = () => true): number =>
    all.filter(only).reduce((total, one) => total + one.views.reduce((more, view) => more + of(view), 0), 0);
  const seen = (of: (one: SampleSafety) => number): number => all.reduce((total, one) => total + of(one) * one.views.length, 0);
  const boxed = ({ boxes }: SampleSafety): boolean => boxes > 0;
  const boxes = seen((one) => one.boxes);
  return {
    views: sum(() => 1),
    lost: rate(sum((view) => view.boxes_lost), boxes),
    shrunk: rate(sum((view) => view.boxes_shrunk), boxes),
    copied: sum((view) => view.boxes_copied),
    empty: rate(sum((view) => (view.empty ? 1 : 0), boxed), sum(() => 1, boxed)),
    keypoints: rate(sum((view) => view.keypoints_lost), seen((one) => one.keypoints)),
    hasBoxes: boxes > 0,
    hasKeypoints: all.some(({ keypoints }) => keypoints > 0),
  };
}

export interface Worst extends ViewSafety {
  sample: string;
  boxes: number;
  keypoints: number;
  badness: number;
}

/** How much of its labels a draw costs: a lost box counts whole, a shrunk one half, a copy a quarter, each against what there was. */
function badness(view: ViewSafety, boxes: number, keypoints: number): number {
  const ofBoxes = boxes > 0 ? (view.boxes_lost + view.boxes_shrunk / 2 + view.boxes_copied / 4) / boxes : 0;
  const ofPoints = keypoints > 0 ? view.keypoints_lost / keypoints : 0;
  return ofBoxes + ofPoints / 2 + (view.empty ? 1 : 0);
}

/** The worst draws first; no picture has more than its share of the list, and of equal ones the pictures take turns. */
export function worst(all: readonly SampleSafety[], limit: number): Worst[] {
  const most = Math.ceil(limit / Math.min(4, Math.max(1, all.length)));
  const ranked = all.map(({ sample, boxes, keypoints, views }) =>
    views
      .map((view) => ({ ...view, sample, boxes, keypoints, badness: badness(view, boxes, keypoints) }))
      .filter((view) => view.badness > 0)
      .sort((a, b) => b.badness - a.badness || a.view - b.view)
      .slice(0, most)
      .map((view, rank) => ({ view, rank })),
  );
  return ranked
    .flat()
    .sort((a, b) => b.view.badness - a.view.badness || a.rank - b.rank)
    .slice(0, limit)
    .map(({ view }) => view);
}

/** "2 of 3 boxes lost · 1 shrunk · 4 keypoints lost". */
export function describe({ boxes, keypoints, boxes_lost: lost, boxes_shrunk: shrunk, boxes_copied: copied, keypoints_lost: points }: Worst): string {
  const parts = [
    lost > 0 ? (boxes === 1 ? "box lost" : `${lost} of ${boxes} boxes lost`) : "",
    shrunk > 0 ? (boxes === 1 ? "box shrunk" : `${shrunk} shrunk`) : "",
    copied > 0 ? `${copied} copied` : "",
    points > 0 ? `${points} of ${keypoints} keypoints lost` : "",
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

/** The 95 % interval: "14–20 %". */
export function showReach({ low, high }: Rate): string {
  const [from, to] = [showShare(low), showShare(high)];
  return `${from.replace(/ %$/, "")}–${to}`;
}

export function showShare(share: number): string {
  const percent = share * 100;
  if (percent === 0) return "0 %";
  if (percent < 0.1) return "<0.1 %";
  return `${percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`;
}
