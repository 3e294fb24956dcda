/** The five bundled pictures: their list as `samples/samples.json` writes it. */
import type { Annotations, Skeleton } from "../types";

export interface BundledSample extends Annotations {
  file: string;
  name: string;
  /** The sample key, which outlives a new compression of the file. */
  key?: string;
  skeleton?: Skeleton;
  /** A mask PNG beside the picture, its values label ids. */
  mask?: string;
}
