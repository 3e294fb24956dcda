/** A policy's curriculum as the file writes it, and its course. The core says what it does to pixels. */

export type Over =
  | { law: "constant"; value: number }
  | { law: "linear"; from: number; to: number; start: number; end: number }
  | { law: "step"; steps: { at: number; value: number }[] }
  | { law: "tanh"; tau: number };

export type OverLaw = Over["law"];
export const OVER_LAWS: readonly OverLaw[] = ["constant", "linear", "step", "tanh"];
export const SCALES = ["chance", "magnitude"] as const;

export interface Curriculum {
  scale: string;
  over: Over;
}

const number = (value: unknown, or: number): number => (typeof value === "number" && Number.isFinite(value) ? value : or);
const fields = (value: unknown): Record<string, unknown> => (typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {});

/** What a tree says; what it says wrongly is refused by the core, not here. */
export function readCurriculum(value: unknown): Curriculum {
  const { scale, over } = fields(value);
  return { scale: typeof scale === "string" ? scale : "chance", over: readOver(over) };
}

function readOver(value: unknown): Over {
  if (typeof value === "number") return { law: "constant", value };
  const [law, body] = Object.entries(fields(value))[0] ?? ["", undefined];
  const own = fields(body);
  if (law === "step") return { law, steps: (Array.isArray(body) ? body : []).map((one) => ({ at: number(fields(one)["at"], 0), value: number(fields(one)["value"], 0) })) };
  if (law === "tanh") return { law, tau: number(own["tau"], 0.2) };
  if (law === "linear") return { law, from: number(own["from"], 0), to: number(own["to"], 1), start: number(own["start"], 0), end: number(own["end"], 1) };
  return { law: "constant", value: 1 };
}

export function writeCurriculum({ scale, over }: Curriculum): Record<string, unknown> {
  return { scale, over: writeOver(over) };
}

function writeOver(over: Over): unknown {
  if (over.law === "constant") return over.value;
  if (over.law === "step") return { step: over.steps };
  const { law, ...rest } = over;
  return { [law]: rest };
}

/** A law as it is born. */
export function newOver(law: OverLaw): Over {
  switch (law) {
    case "constant": return { law, value: 0.5 };
    case "linear": return { law, from: 0, to: 1, start: 0, end: 1 };
    case "step": return { law, steps: [{ at: 0, value: 0.3 }, { at: 0.5, value: 1 }] };
    case "tanh": return { law, tau: 0.2 };
  }
}

/** The course, for the eye: from 0 to 1 at a progress from 0 to 1. */
export function valueAt(over: Over, progress: number): number {
  switch (over.law) {
    case "constant":
      return over.value;
    case "linear": {
      const { from, to, start, end } = over;
      if (progress >= end) return to;
      return progress <= start ? from : from + ((to - from) * (progress - start)) / (end - start);
    }
    case "step":
      return over.steps.findLast(({ at }) => progress >= at)?.value ?? 0;
    case "tanh":
      return Math.min(1, Math.tanh(progress / over.tau) + 0.01);
  }
}

/** A path through a box, 0 at its foot and 1 at its top. */
export function course(over: Over, width: number, height: number, points = 96): string {
  const at = (progress: number, value: number): string => `${(progress * width).toFixed(1)} ${((1 - value) * height).toFixed(1)}`;
  let path = "";
  let before = valueAt(over, 0);
  for (let i = 0; i <= points; i++) {
    const progress = i / points;
    const value = valueAt(over, progress);
    // A jump stands upright.
    if (over.law === "step" && value !== before) path += `L${at(progress, before)}`;
    path += `${i === 0 ? "M" : "L"}${at(progress, value)}`;
    before = value;
  }
  return path;
}
