/** The pictures that come with the page. */
import type { BundledSample } from "../model/samples";
import type { Labels } from "../types";
import type { Incoming } from "./samples";

const files = import.meta.glob<string>("../../samples/*.{png,jpg,jpeg,webp,json}", {
  query: "?url",
  import: "default",
  eager: true,
});
const urlOf = (file: string): string | undefined => files[`../../samples/${file}`];

async function blobOf(file: string): Promise<Blob | null> {
  const url = urlOf(file);
  if (url === undefined) return null;
  const answer = await fetch(url);
  return answer.ok ? answer.blob() : null;
}

/** Fetched together; one that is missing is left out. */
export async function bundledSamples(): Promise<Incoming[]> {
  const list = await blobOf("samples.json");
  if (!list) return [];
  const declared = JSON.parse(await list.text()) as { samples: BundledSample[] } | BundledSample[];
  const all = Array.isArray(declared) ? declared : declared.samples;
  const loaded = await Promise.all(
    all.map(async ({ file, name, key, boxes, keypoints, skeleton, mask }): Promise<Incoming | null> => {
      const [blob, maskBlob] = await Promise.all([blobOf(file), mask === undefined ? null : blobOf(mask)]);
      if (!blob) return null;
      const labels: Labels | undefined = boxes || keypoints ? { ...(boxes && { boxes }), ...(keypoints && { keypoints }), ...(skeleton && { skeleton }) } : undefined;
      return { name, blob, path: file, key, bundled: file, labels, mask: maskBlob ?? undefined };
    }),
  );
  return loaded.filter((one) => one !== null);
}
