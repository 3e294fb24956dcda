/** One view by itself at full size, mixed where the policy mixes. */
import { untracked } from "@preact/signals";
import type { Asked } from "../engine/protocol";
import type { Picture } from "../types";
import { askFor, type At } from "./app";
import { batchOf } from "./batch";
import { engine } from "./engine";
import { together } from "./samples";

export interface Wanted {
  maxPx?: number;
  overlays?: boolean;
  facts?: boolean;
}

interface How {
  asked: Asked;
  members: string[] | undefined;
}

/** What is asked of the core for a view of the policy as it is now. */
export const howNow = ({ sample, part }: Pick<At, "sample" | "part">): How => untracked(() => ({ asked: askFor(part), members: batchOf(sample) }));

export async function renderView(at: At, wanted: Wanted = {}, { asked, members }: How = howNow(at)): Promise<Picture> {
  const { sample, view } = at;
  const options = { priority: 0, timeout: 60_000 };
  if (!members) return engine.cells.call("render", { ...asked, ...wanted, sample, view, exact: true }, { ...options, sample });
  const [picture] = await together(members, () =>
    engine.cells.call("mix", { ...asked, ...wanted, members, indices: [members.indexOf(sample)], view, exact: true }, { ...options, samples: members }),
  );
  if (!picture) throw new Error("This sample is in no batch.");
  return picture;
}
