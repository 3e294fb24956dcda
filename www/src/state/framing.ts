/** Where the views of a draw lie on their sample. */
import { effect, signal, type Signal } from "@preact/signals";
import { Dropped } from "../engine/pool";
import type { Framing } from "../types";
import { askFor, layout, mode, opened } from "./app";
import { engine, ready } from "./engine";
import { rowsNear } from "./grid";
import { editions, samples } from "./samples";

const GROUP = "framing";
const known = new Map<string, Signal<Framing | null>>();
const made = new Map<string, string>();

/** The draw whose frames a picture shows: the one that is pointed at. */
export const framed = signal<{ sample: string; view: number; part?: number | undefined } | null>(null);
export const framedView = (sample: string): number => (framed.value?.sample === sample ? framed.value.view : 0);

export function framingOf(sample: string, view: number): Signal<Framing | null> {
  const id = `${sample}/${view}`;
  let found = known.get(id);
  if (!found) known.set(id, (found = signal(null)));
  return found;
}

/** Asks for the frames of what is in sight. They cost no pixels. */
export function followFraming(): () => void {
  let turn = 0;
  return effect(() => {
    const asked = askFor(undefined);
    const near = samples.value.filter(({ key, refused }) => !refused && rowsNear.value.has(key)).map(({ key }) => ({ sample: key, view: framedView(key) }));
    const wanted = mode.value === "draws" ? [...near, ...(opened.value ? [{ sample: opened.value.sample, view: Math.max(0, opened.value.view) }] : [])] : [];
    const now = editions.value;
    if (!ready.value || layout.value.tiles.length === 0) return;
    const mine = ++turn;
    engine.cells.drop(GROUP);
    for (const { sample, view } of wanted) {
      const id = `${sample}/${view}`;
      const wish = `${now.get(sample) ?? 0}/${JSON.stringify(asked)}`;
      if (made.get(id) === wish) continue;
      engine.cells
        .call("framing", { ...asked, sample, view }, { sample, group: GROUP, priority: 1 })
        .then((framing) => {
          if (mine !== turn) return;
          made.set(id, wish);
          framingOf(sample, view).value = framing;
        })
        .catch((error: unknown) => {
          // A draw that fails says so in its own cells.
          if (mine === turn && !(error instanceof Dropped)) framingOf(sample, view).value = null;
        });
    }
  });
}
