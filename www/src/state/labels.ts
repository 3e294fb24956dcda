/** Which kinds of labels are shown. */
import { batch, computed, signal } from "@preact/signals";
import { overlays } from "./app";
import { samples } from "./samples";

export type Layer = "boxes" | "masks" | "keypoints";
const hidden = signal<ReadonlySet<Layer>>(new Set());

/** Kinds that any picture carries. */
export const kinds = computed<Layer[]>(() => {
  const has = (of: (sample: (typeof samples.value)[number]) => unknown): boolean => samples.value.some((sample) => Boolean(of(sample)));
  return [
    ...(has(({ labels }) => labels?.boxes?.length) ? (["boxes"] as const) : []),
    ...(has(({ labels }) => labels?.masks?.length) ? (["masks"] as const) : []),
    ...(has(({ labels }) => labels?.keypoints?.length) ? (["keypoints"] as const) : []),
  ];
});

/** What is drawn over the pictures now. */
export const layers = computed(() => {
  const on = (layer: Layer): boolean => overlays.value && !hidden.value.has(layer);
  return { boxes: on("boxes"), masks: on("masks"), keypoints: on("keypoints") };
});

export function toggleLayer(layer: Layer): void {
  const shown = new Set(kinds.value.filter((kind) => layers.value[kind]));
  if (!shown.delete(layer)) shown.add(layer);
  batch(() => {
    // With the last kind gone the overlays as a whole are off, and come back whole.
    overlays.value = shown.size > 0;
    hidden.value = new Set(shown.size > 0 ? kinds.value.filter((kind) => !shown.has(kind)) : []);
  });
}
