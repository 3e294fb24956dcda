/** A sample's draws of several views: each draw's views stand together. */
import { drawTitle, viewColour } from "../model/views";
import { layout, parts } from "../state/app";
import { framed } from "../state/framing";
import { cellOf, drawCount } from "../state/grid";
import type { Sample } from "../state/samples";
import { CellView } from "./CellView";

const draws = (): number[] => Array.from({ length: drawCount.value }, (_, view) => view);
const groupStyle = (): Record<string, string> => ({ "--halves": String(layout.value.halves), "--group-gap": layout.value.halves < 4 ? "8px" : "12px" });

/** What the columns are, above them all. */
export function ViewsHead() {
  const title = drawTitle(parts.value);
  return (
    <div class="row views-head" style={groupStyle()}>
      <span class="column-name">original</span>
      {draws().map((view) => <span key={view} class="group-name" title={title}><b>draw {view + 1}</b> {title}</span>)}
    </div>
  );
}

export function ViewGroups({ sample, aspect }: { sample: Sample; aspect: number }) {
  return (
    <div class="draw-groups" style={groupStyle()} onPointerLeave={() => { framed.value = null; }}>
      {draws().map((view) => (
        <div key={view} class="draw-group" role="group" aria-label={`draw ${view + 1}`}>
          {layout.value.tiles.map(({ part, small }) => (
            <div
              key={part.index}
              class={`tile-box${small ? " small" : ""}`}
              style={{ "--view": viewColour(part.view) }}
              onPointerEnter={() => { framed.value = { sample: sample.key, view, part: part.index }; }}
              onFocusCapture={() => { framed.value = { sample: sample.key, view, part: part.index }; }}
            >
              <CellView cell={cellOf("draw", sample.key, view, part.index)} sample={sample} aspect={aspect} part={part} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
