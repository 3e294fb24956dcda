/** Where the views of a draw lie on their sample, and how much they share. */
import { partName, viewColour, type Frame, type Part } from "../model/views";
import type { Framing } from "../types";

interface FramesProps {
  frames: readonly Frame[];
  width: number;
  height: number;
  /** CSS pixels a picture pixel. */
  scale: number;
  /** The part that is pointed at. */
  at?: number | undefined;
  /** All names, those of copies too. */
  large?: boolean;
}

/** Where the views of a draw lie on their sample. */
export function Frames({ frames, width, height, scale, at, large = false }: FramesProps) {
  // Copies first, so that those there is one of lie above; the one pointed at above all.
  const sorted = [...frames].sort((a, b) => Number(a.part.index === at) - Number(b.part.index === at) || b.part.of - a.part.of);
  return (
    <svg class="marks frames" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {sorted.map(({ part, quad }) => {
        const path = `M${quad.map((point) => point.join(" ")).join("L")}Z`;
        const pointed = part.index === at;
        const named = large || pointed || part.of === 1;
        // The corner furthest up and left.
        const [x, y] = quad.reduce((best, point) => (point[0] + point[1] < best[0] + best[1] ? point : best));
        const size = 10.5 / scale;
        return (
          <g key={part.index} class={`frame${pointed ? " pointed" : ""}${part.of > 1 ? " copy" : ""}`}>
            <path class="mark-under" d={path} />
            <path class="frame-line" d={path} style={{ stroke: viewColour(part.view) }} />
            {named && (
              <text class="mark-name" x={Math.max(0, x) + 3 / scale} y={Math.max(0, y) + size * 1.15} font-size={size} style={{ fill: viewColour(part.view) }}>
                {part.of > 1 ? (large ? part.copy + 1 : `${part.name} ${part.copy + 1}`) : part.name}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}

/** Intersection over union of each pair. */
export function Overlap({ framing, parts, at }: { framing: Framing; parts: readonly Part[]; at?: number | undefined }) {
  const shown = parts.filter(({ index }) => framing.parts[index]?.quad);
  if (shown.length < 2) return null;
  return (
    <section class="overlap" aria-label="Overlap of the views">
      <h3>Overlap <span class="muted">intersection over union</span></h3>
      <div class="overlap-scroll" tabIndex={0} role="group" aria-label="Overlap of each pair">
        <table>
          <thead>
            <tr>
              <td />
              {shown.map((part) => <th key={part.index} scope="col" title={partName(part)}><Dot part={part} /></th>)}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, i) => (
              <tr key={row.index} class={row.index === at ? "pointed" : ""}>
                <th scope="row"><Dot part={row} /> {partName(row)}</th>
                {shown.map((column, j) => {
                  const iou = framing.iou[row.index]?.[column.index] ?? null;
                  if (j >= i) return <td key={column.index} class="same" aria-hidden="true" />;
                  return <td key={column.index} style={{ "--share": String(iou ?? 0) }}>{iou === null ? "–" : iou.toFixed(2).replace(/^0/, "")}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Dot({ part }: { part: Part }) {
  return (
    <>
      <span class="view-dot" style={{ "--view": viewColour(part.view) }} aria-hidden="true" />
      <span class="visually-hidden">{partName(part)}</span>
    </>
  );
}
