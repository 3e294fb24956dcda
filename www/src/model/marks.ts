/** Where the names of boxes fit, and which keypoints a skeleton joins. Coordinates are picture pixels. */
import type { Box, Keypoint, RenderInfo, Skeleton } from "../types";

/** Bright enough for a dark picture, and the dark line around them for a bright one. */
const COLOURS = ["#ffd84d", "#5fd3f3", "#ff8fc8", "#8be36a", "#ffa657", "#c5a3ff", "#4de0b5", "#ff8577", "#8ab8ff", "#d4ea5a"];
const PLAIN = "#ffffff";
/** The two of a mirrored pair. */
const PAIR: readonly [string, string] = ["#5fd3f3", "#ffa657"];

/** A class keeps the colour it was first given. */
export class ClassColours {
  readonly #known = new Map<string, number>();

  of(label: string): string {
    let at = this.#known.get(label);
    if (at === undefined) {
      at = this.#known.size;
      this.#known.set(label, at);
    }
    return COLOURS[at % COLOURS.length] ?? PLAIN;
  }
}

/** White, or by side: after a mirror with swapped names the colours show it. */
export const pointColour = ({ label, mirror }: Keypoint): string => (typeof mirror === "string" ? PAIR[label < mirror ? 0 : 1] : PLAIN);

/** Height of a name and its mean width a letter, in CSS pixels. */
export const NAME_PX = 11;
const LETTER_PX = 6.3;
const PAD_PX = 4;

export interface Named {
  label: string;
  /** Left end of the base line. */
  x: number;
  y: number;
}

interface Area {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const apart = (a: Area, b: Area): boolean => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;

/**
 * Names that have room: inside the upper left corner, above or below the box, whole, within the picture and over no
 * other name. `scale` is CSS pixels a picture pixel. The largest boxes choose first.
 */
export function boxNames(boxes: readonly Box[], full: { width: number; height: number }, scale: number): Named[] {
  const taken: Area[] = [];
  const named: Named[] = [];
  const high = (NAME_PX + 4) / scale;
  const bySize = boxes
    .filter((box) => box.label !== "" && hasArea(box))
    .map(({ xyxy: [left, top, right, bottom], label }) => ({ left, top, right, bottom, label, size: (right - left) * (bottom - top) }))
    .sort((a, b) => b.size - a.size);
  for (const { left, top, right, bottom, label } of bySize) {
    const wide = (label.length * LETTER_PX + 2 * PAD_PX) / scale;
    const inside = wide <= right - left && 2 * high <= bottom - top;
    // A box far smaller than its name would be hidden behind it.
    const beside = wide <= 3 * (right - left);
    const x = Math.max(0, Math.min(left, full.width - wide));
    const places = [
      ...(inside ? [{ left, top }] : []),
      ...(beside ? [{ left: x, top: top - high }, { left: x, top: bottom }] : []),
    ];
    const free = places
      .map((at): Area => ({ ...at, right: at.left + wide, bottom: at.top + high }))
      .find((area) => area.top >= 0 && area.left >= 0 && area.right <= full.width && area.bottom <= full.height && taken.every((other) => apart(area, other)));
    if (!free) continue;
    taken.push(free);
    named.push({ label, x: free.left + PAD_PX / scale, y: free.bottom - 4 / scale });
  }
  return named;
}

/** Names right of their points, those that have room. */
export function pointNames(points: readonly Keypoint[], full: { width: number; height: number }, scale: number): Named[] {
  const taken: Area[] = [];
  return points.flatMap((point) => {
    const { xy: [px, py], label } = point;
    if (label === "" || !isSeen(point)) return [];
    const wide = (label.length * LETTER_PX) / scale;
    const area = { left: px + 7 / scale, top: py - 6 / scale, right: px + 7 / scale + wide, bottom: py + 6 / scale };
    if (area.right > full.width || area.top < 0 || area.bottom > full.height || !taken.every((other) => apart(area, other))) return [];
    taken.push(area);
    return [{ label, x: area.left, y: py + 4 / scale }];
  });
}

/** Torchvision keeps boxes that have left the picture, without any area. */
export const hasArea = ({ xyxy: [left, top, right, bottom] }: Box): boolean => right > left && bottom > top;

/**
 * How many of a picture's boxes and keypoints a view no longer shows. A box that left the picture and got area again in a
 * later turn shows nothing.
 */
export function losses({ boxes, keypoints, full }: RenderInfo, had: { boxes: number; keypoints: number }): { boxes: number; keypoints: number } {
  const inside = ({ xy: [x, y] }: Keypoint): boolean => x >= 0 && y >= 0 && x < full.width && y < full.height;
  const left = (all: readonly { index: number }[]): number => new Set(all.map(({ index }) => index)).size;
  return { boxes: Math.max(0, had.boxes - left(boxes.filter((box) => hasArea(box) && (box.visible ?? 1) > 0))), keypoints: Math.max(0, had.keypoints - left(keypoints.filter(inside))) };
}

/** Not labelled (COCO's 0) is nowhere. */
export const isSeen = ({ state }: Keypoint): boolean => (state ?? 2) > 0;

/** Pairs of points that the skeleton joins, within one object. */
export function bones(points: readonly Keypoint[], skeleton: Skeleton): [Keypoint, Keypoint][] {
  const byName = new Map<string, Keypoint>();
  const place = (object: number | null | undefined, label: string): string => `${object ?? ""}/${label}`;
  const objects = new Set<number | null | undefined>();
  for (const point of points) {
    if (!isSeen(point)) continue;
    objects.add(point.object);
    const key = place(point.object, point.label);
    if (!byName.has(key)) byName.set(key, point);
  }
  return [...objects].flatMap((object) =>
    skeleton.flatMap(([from, to]): [Keypoint, Keypoint][] => {
      const [a, b] = [byName.get(place(object, from)), byName.get(place(object, to))];
      return a && b ? [[a, b]] : [];
    }),
  );
}
