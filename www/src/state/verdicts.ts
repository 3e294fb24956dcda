/** How faithfully the target's own file says each step, kept true to the policy while one edits. */
import { effect, signal } from "@preact/signals";
import type { Verdict } from "../types";
import { goodText, targetId } from "./app";
import { ready } from "./engine";
import { settled } from "./samples";
import { exportAs, exportFormats } from "./export";

/** After the last change. */
const QUIET_MS = 400;

/** By the step's id; steps that are exact are not in it. */
export const verdicts = signal<ReadonlyMap<string, Verdict>>(new Map());

export function followVerdicts(): () => void {
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = async (id: string): Promise<void> => {
    const mine = ++turn;
    try {
      const format = (await exportFormats()).find(({ target }) => target === id);
      const told = format ? (await exportAs(format.id)).verdicts : [];
      if (mine === turn) verdicts.value = new Map(told.filter(({ verdict }) => verdict !== "exact").map((v) => [v.step, v]));
    } catch {
      // The policy's own errors are shown where they belong; marks of another text would mislead.
      if (mine === turn) verdicts.value = new Map();
    }
  };
  return effect(() => {
    const id = targetId.value;
    // The first pictures come first: telling needs a module of its own.
    if (!ready.value || !settled.value || goodText.value === "") return;
    clearTimeout(timer);
    timer = setTimeout(() => { void tell(id); }, QUIET_MS);
  });
}
