/** Histograms of deep grey files and the window they are seen through. */
import type { Levels } from "../types";

/** Highest level of a 16-bit file. */
export const TOP = 65_535;

export interface Shape {
  min: number;
  max: number;
  /** Pixels a bar, over equal parts of min to max. */
  bars: number[];
  /** A window that leaves out the outermost hundredth on either side. */
  fit: [number, number];
}

/** Several files' levels over one range; null without any. */
export function mergeLevels(all: readonly Levels[], count = 96): Shape | null {
  if (all.length === 0) return null;
  const min = Math.min(...all.map((one) => one.min));
  const max = Math.max(...all.map((one) => one.max));
  const bars = new Array<number>(count).fill(0);
  const span = max - min + 1;
  for (const { min: from, step, bins } of all)
    for (const [i, pixels] of bins.entries()) {
      // A bin's pixels are spread evenly over its levels.
      const [a, b] = [((from + i * step - min) / span) * count, ((from + (i + 1) * step - min) / span) * count];
      for (let bar = Math.floor(a); bar < b && bar < count; bar++) bars[bar] = (bars[bar] ?? 0) + (pixels * (Math.min(b, bar + 1) - Math.max(a, bar))) / (b - a);
    }
  const low = Math.min(...all.map(({ p1 }) => p1));
  const high = Math.max(...all.map(({ p99 }) => p99));
  return { min, max, bars, fit: low < high ? [low, high] : [min, Math.max(min + 1, max)] };
}

/** The window of a policy's `input`, if it has one. */
export function windowOf(input: unknown): [number, number] | null {
  const value = typeof input === "object" && input !== null ? (input as Record<string, unknown>)["window"] : undefined;
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [low, high] = value as unknown[];
  return typeof low === "number" && typeof high === "number" ? [low, high] : null;
}

/** Two whole levels in order and never the same. */
export function tidyWindow([a, b]: readonly [number, number]): [number, number] {
  const [low, high] = [Math.round(Math.min(a, b)), Math.round(Math.max(a, b))].map((level) => Math.min(TOP, Math.max(0, level))) as [number, number];
  if (low < high) return [low, high];
  return high < TOP ? [low, low + 1] : [low - 1, high];
}
