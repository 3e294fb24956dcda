/** Every class keeps its colour from the moment its first picture is there. */
import { ClassColours } from "../model/marks";
import type { Labels } from "../types";

export const colours = new ClassColours();

/** Gives colours in the order of pictures and boxes, whatever is drawn first. */
export function meet(labels: Labels | undefined): void {
  for (const { label = "" } of labels?.boxes ?? []) colours.of(label);
}
