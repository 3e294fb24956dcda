/** Boxes and keypoints over a picture, in the picture's own coordinates. */
import type { Box, RenderInfo, Skeleton } from "../types";
import { bones, boxNames, hasArea, isSeen, NAME_PX, pointColour, pointNames, type Named } from "../model/marks";
import { colours } from "../state/colours";
import { layers } from "../state/labels";

interface Props {
  info: RenderInfo;
  /** CSS pixels a picture pixel: names are written where they have room. */
  scale: number;
  skeleton?: Skeleton | undefined;
  names: readonly Named[];
  /** In large: points are larger too. */
  large?: boolean;
}

/** Names that have room at this scale; those of keypoints only where asked for. */
export function namesIn(info: RenderInfo, scale: number, points = false): Named[] {
  const { boxes, keypoints } = layers.value;
  return [...(boxes ? boxNames(info.boxes, info.full, scale) : []), ...(keypoints && points ? pointNames(info.keypoints, info.full, scale) : [])];
}

export function Marks({ info, scale, skeleton = [], names, large = false }: Props) {
  const { full } = info;
  const shown = layers.value;
  const boxes = shown.boxes ? info.boxes.filter(hasArea) : [];
  const points = shown.keypoints ? info.keypoints.filter(isSeen) : [];
  if (boxes.length === 0 && points.length === 0) return null;
  const joined = bones(points, skeleton);
  const radius = (large ? 4 : 2.75) / scale;
  return (
    <svg class="marks" viewBox={`0 0 ${full.width} ${full.height}`} aria-hidden="true">
      <path class="mark-under" d={outline(boxes)} />
      {byClass(boxes).map(([label, own]) => <path key={label} class="mark-over" style={{ stroke: colours.of(label) }} d={outline(own)} />)}
      {/* A keypoint's whole numbers are pixel centres. */}
      {joined.length > 0 &&
        ["mark-under", "mark-over bone"].map((layer) => (
          <path key={layer} class={layer} d={joined.map(([{ xy: [ax, ay] }, { xy: [bx, by] }]) => `M${ax + 0.5} ${ay + 0.5}L${bx + 0.5} ${by + 0.5}`).join("")} />
        ))}
      {points.map((point, at) => (
        <circle
          key={at}
          class={`mark-point${point.state === 1 ? " hidden" : ""}`}
          style={point.state === 1 ? { stroke: pointColour(point) } : { fill: pointColour(point) }}
          cx={point.xy[0] + 0.5}
          cy={point.xy[1] + 0.5}
          r={radius}
        />
      ))}
      {/* The blank keeps neighbouring names apart for those who read the text alone. */}
      {names.map(({ label, x, y }, at) => <text key={at} class="mark-name" x={x} y={y} font-size={NAME_PX / scale}>{`${label} `}</text>)}
    </svg>
  );
}

/** One path for many boxes: a crowded picture stays light. */
const outline = (boxes: readonly Box[]): string =>
  boxes.map(({ xyxy: [left, top, right, bottom] }) => `M${left} ${top}H${Math.max(left, right)}V${Math.max(top, bottom)}H${left}Z`).join("");

function byClass(boxes: readonly Box[]): [string, Box[]][] {
  const all = new Map<string, Box[]>();
  for (const box of boxes) {
    const own = all.get(box.label);
    if (own) own.push(box);
    else all.set(box.label, [box]);
  }
  return [...all];
}
