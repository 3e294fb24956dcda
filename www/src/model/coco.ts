/** Labels that came with no file of this session, written as a COCO file for the label writer to take up. */
import type { Labels } from "../types";

interface Labelled {
  path: string;
  width: number;
  height: number;
  labels?: Labels | undefined;
}

interface Category {
  id: number;
  name: string;
  keypoints?: string[];
  skeleton?: [number, number][];
}

/** Boxes and keypoints as COCO JSON. Keypoints without a box of their own form one object without one. */
export function cocoOf(pictures: readonly Labelled[]): string {
  const categories = new Map<string, Category>();
  const category = (name: string): Category => {
    let found = categories.get(name);
    if (!found) categories.set(name, (found = { id: categories.size + 1, name }));
    return found;
  };
  const images = pictures.map(({ path, width, height }, i) => ({ id: i + 1, file_name: path, width, height }));
  const annotations = pictures.flatMap(({ labels = {} }, i) => {
    const { boxes = [], keypoints = [], skeleton = [] } = labels;
    const loose = keypoints.some(({ object }) => object === undefined);
    const objects: { box: (typeof boxes)[number] | undefined; at: number | undefined }[] = [...boxes.map((box, at) => ({ box, at })), ...(loose ? [{ box: undefined, at: undefined }] : [])];
    return objects.map(({ box, at }) => {
      const own = keypoints.filter(({ object }) => object === at);
      const kind = category(box?.label ?? "object");
      const points = own.length > 0 ? namesOf(kind, own, skeleton) : [];
      const [left = 0, top = 0, right = 0, bottom = 0] = box?.xyxy ?? around(own);
      return {
        image_id: i + 1,
        category_id: kind.id,
        bbox: [left, top, right - left, bottom - top],
        area: (right - left) * (bottom - top),
        iscrowd: 0,
        ...(points.length > 0 && {
          keypoints: points.flatMap((name) => {
            const point = own.find(({ label }) => label === name);
            return point ? [point.xy[0] ?? 0, point.xy[1] ?? 0, point.state ?? 2] : [0, 0, 0];
          }),
          num_keypoints: own.length,
        }),
      };
    });
  });
  return JSON.stringify({ images, annotations: annotations.map((one, i) => ({ id: i + 1, ...one })), categories: [...categories.values()] });
}

/** A category's keypoints, those of the skeleton and of mirrors too. */
function namesOf(kind: Category, own: NonNullable<Labels["keypoints"]>, skeleton: NonNullable<Labels["skeleton"]>): string[] {
  const names = new Set(kind.keypoints);
  for (const { label = "", mirror } of own) {
    names.add(label);
    if (mirror !== undefined) names.add(mirror);
  }
  const all = [...names];
  kind.keypoints = all;
  kind.skeleton = skeleton.flatMap(([a, b]): [number, number][] => {
    const [from, to] = [all.indexOf(a), all.indexOf(b)];
    return from < 0 || to < 0 ? [] : [[from + 1, to + 1]];
  });
  return all;
}

function around(points: NonNullable<Labels["keypoints"]>): [number, number, number, number] {
  const xs = points.map(({ xy }) => xy[0] ?? 0);
  const ys = points.map(({ xy }) => xy[1] ?? 0);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs) + 1, Math.max(...ys) + 1];
}
