/** Boxes and keypoints over a picture, in the picture's own coordinates. */
import type { RenderInfo } from "../types";

export function Marks({ info, named = false }: { info: RenderInfo; named?: boolean }) {
  const { boxes, keypoints, full } = info;
  if (boxes.length === 0 && keypoints.length === 0) return null;
  const unit = Math.max(full.width, full.height) / 100;
  return (
    <svg class="marks" viewBox={`0 0 ${full.width} ${full.height}`} aria-hidden="true">
      {/* A box may lie there in several parts: its number is no key. */}
      {boxes.map(({ xyxy: [left, top, right, bottom], label }, at) => (
        <g key={at}>
          {["mark-under", "mark-over"].map((layer) => (
            <rect key={layer} class={layer} x={left} y={top} width={Math.max(0, right - left)} height={Math.max(0, bottom - top)} />
          ))}
          {named && label !== "" && <text class="mark-name" x={left} y={top > 4 * unit ? top - unit : bottom + 3 * unit} font-size={2.6 * unit}>{label}</text>}
        </g>
      ))}
      {/* A keypoint's whole numbers are pixel centres. */}
      {keypoints.map(({ xy: [x, y], index }) => <circle key={index} class="mark-point" cx={x + 0.5} cy={y + 0.5} r={unit} />)}
    </svg>
  );
}
