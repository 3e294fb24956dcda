/** The few facts of the file's grammar the page must know (ops themselves come from the catalogue). */
import type { Step } from "../types";

/** Nodes whose steps are chosen by weight. */
export const WEIGHTED: ReadonlySet<string> = new Set(["one_of", "some_of"]);

/** Each step's share of a choice, the switched-off ones out of it. */
export function shares(steps: readonly Step[]): number[] {
  const weights = steps.map((step) => (step.enabled === false ? 0 : Math.max(0, step.weight ?? 1)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (total > 0 ? weight / total : 0));
}
