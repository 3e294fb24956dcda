/** Which dropped files are pictures, policies or labels, judged by name and first bytes. The readers have the last word. */
import { kindOf } from "./bytes";

export type DropKind = "picture" | "mask" | "policy" | "labels" | "unknown";

/** So much of a text file is looked at. */
export const HEAD_BYTES = 64 * 1024;

const TEXT_LABELS = /\.(txt|xml|csv)$/i;
const JSON_FILE = /\.json$/i;
const YAML_FILE = /\.ya?ml$/i;
/** Keys of COCO and LabelMe. */
const LABEL_JSON = /"(images|annotations|categories|shapes|imagePath)"\s*:/;
const POLICY_JSON = /"(augplay|transform|__class_fullname__|transforms|steps)"\s*:/;
/** Keys of YOLO's data.yaml. */
const LABEL_YAML = /^\s*(names|nc|kpt_shape|flip_idx)\s*:/m;
const POLICY_YAML = /^\s*["']?(augplay|transform|transforms|steps)["']?\s*:/m;
const MASK_FOLDER = /^(masks?|labels?|annotations?|seg(mentations?|s)?|gt|ground_?truth|.*_(masks?|labels?))$/i;
const MASK_STEM = /[_-](mask|label|labels|seg|gt)$/i;

interface Named {
  name: string;
  type: string;
  size: number;
  /** Folders and name, "masks/cat.png". */
  path: string;
}

/** Whether the first bytes decide. */
export const needsHead = ({ name }: { name: string }): boolean => JSON_FILE.test(name) || YAML_FILE.test(name);

export function dropKind(file: Named, head: string, maxPolicy: number): DropKind {
  const { name, size, path } = file;
  if (TEXT_LABELS.test(name)) return "labels";
  if (JSON_FILE.test(name)) return size > maxPolicy || (LABEL_JSON.test(head) && !POLICY_JSON.test(head)) ? "labels" : "policy";
  if (YAML_FILE.test(name)) return LABEL_YAML.test(head) && !POLICY_YAML.test(head) ? "labels" : "policy";
  const kind = kindOf(file);
  if (kind !== "image") return kind;
  return isMaskName(path) ? "mask" : "picture";
}

/** A PNG in a folder of masks, or named `cat_mask.png`. */
export function isMaskName(path: string): boolean {
  if (!/\.png$/i.test(path)) return false;
  const parts = path.split("/");
  const stem = (parts.pop() ?? "").replace(/\.[^.]*$/, "");
  return MASK_STEM.test(stem) || parts.some((folder) => MASK_FOLDER.test(folder));
}

/** "/set/images" and "a.png" are "set/images/a.png". */
export const pathOf = (folder: string, name: string): string => [...folder.split("/").filter((part) => part !== ""), name].join("/");
