/** A zip's files, within bounds: what is inside is as unknown as what is dropped. */
import { unzipSync } from "fflate";

/** Bytes of a zip, of one file in it and of all of them together. */
const MAX_ZIP = 1024 * 1024 * 1024;
const MAX_FILE = 512 * 1024 * 1024;
const MAX_ALL = 2 * 1024 * 1024 * 1024;

export interface Unzipped {
  /** Names with folders, as the zip has them. */
  files: { name: string; file: Blob }[];
  /** Files left out because they were too large or too many. */
  left: number;
}

export async function unzip(zip: Blob, most: number): Promise<Unzipped> {
  if (zip.size > MAX_ZIP) throw new Error("A zip of more than 1 GB is not opened; drop what is in it.");
  let all = 0;
  let left = 0;
  let count = 0;
  const entries = unzipSync(new Uint8Array(await zip.arrayBuffer()), {
    filter: ({ name, originalSize }) => {
      // Folders, and what macOS and editors put beside the files.
      if (name.endsWith("/") || name.split("/").some((part) => part.startsWith(".") || part === "__MACOSX")) return false;
      const fits = originalSize <= MAX_FILE && all + originalSize <= MAX_ALL && count < most;
      if (fits) {
        all += originalSize;
        count += 1;
      } else left += 1;
      return fits;
    },
  });
  return { files: Object.entries(entries).map(([name, bytes]) => ({ name, file: new Blob([bytes]) })), left };
}
