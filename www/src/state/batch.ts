/** Which samples are mixed with each other. */
import { computed } from "@preact/signals";
import { chunks, sizeOf } from "../model/mixes";
import { effective, mixing } from "./app";
import { samples, type Sample } from "./samples";

/** Batches of the preview: consecutive readable samples. */
export const batches = computed<string[][]>(() => {
  const { batch } = effective.value;
  if (!mixing.value || !batch) return [];
  const readable = samples.value.filter(({ refused }) => !refused).map(({ key }) => key);
  return chunks(readable, sizeOf(batch));
});

export const batchOf = (key: string): string[] | undefined => batches.value.find((members) => members.includes(key));

/** What a label is called: the picture's class, or its name. */
export function labelName(key: string, all: readonly Sample[] = samples.value): string {
  const sample = all.find((one) => one.key === key);
  return sample?.labels?.class ?? sample?.name.replace(/\.[^.]*$/, "") ?? "another picture";
}
