/** The Steps columns: what each step of one draw did, row by row. */
import { computed } from "@preact/signals";
import type { Failure, Picture } from "../types";
import { columnKeys, columnsOf } from "../model/columns";
import { allIds, find } from "../model/tree";
import { effective, nodes, opened, partShown, showOriginals, stepsView } from "../state/app";
import { cellOf, rowsNear } from "../state/grid";
import { samples, type Sample } from "../state/samples";
import { CellFailure, scaleIn } from "./CellView";
import { Marks, namesIn } from "./Marks";
import { PictureCanvas } from "./PictureCanvas";

/** None where the draw failed: what stood there before is another policy's. */
function picturesOf(key: string): Picture[] {
  const cell = cellOf("steps", key, stepsView.value, partShown.value);
  return cell.failure.value ? [] : (cell.shown.value?.pictures ?? []);
}

const shownColumns = computed(() => {
  const rows = samples.value.filter(({ key }) => rowsNear.value.has(key)).map(({ key }) => picturesOf(key));
  return columnsOf(rows, allIds(effective.value, nodes.value));
});

export function StepsHead() {
  return (
    <div class="row steps-head">
      <span class="column-name">original</span>
      {shownColumns.value.map(({ key, label }) => <span key={key} class="column-name" title={label}>{label}</span>)}
    </div>
  );
}

export function StepsRow({ sample, aspect }: { sample: Sample; aspect: number }) {
  const pictures = picturesOf(sample.key);
  const failure = sample.refused ?? cellOf("steps", sample.key, stepsView.value, partShown.value).failure.value;
  if (failure) return <FailedRow failure={failure} />;
  const keys = columnKeys(pictures);
  const steps = pictures.at(-1)?.info.steps ?? [];
  return (
    <>
      {shownColumns.value.map(({ key, label }) => {
        const at = keys.indexOf(key);
        const picture = at < 0 ? undefined : pictures[showOriginals.value ? 0 : at + 1];
        const drawn = steps[at];
        if (!picture || drawn?.fired === false)
          return <span key={key} class="cell idle" title={`${label} did not run`}><span aria-label={`${label} did not run`} role="img">–</span></span>;
        const scale = scaleIn(picture, aspect);
        const names = namesIn(picture.info, scale);
        return (
          <button
            key={key}
            type="button"
            class="cell"
            aria-label={[`${sample.name} after ${label}${drawn ? `: ${drawn.summary || drawn.op}` : ""}`, ...names.map((name) => name.label)].join(", ")}
            onClick={() => { opened.value = { sample: sample.key, view: stepsView.value, part: partShown.value }; }}
          >
            <PictureCanvas picture={picture} label="" />
            {drawn && <span class="cell-caption always">{drawn.summary || drawn.op}</span>}
            <Marks info={picture.info} skeleton={sample.labels?.skeleton} scale={scale} names={names} />
          </button>
        );
      })}
    </>
  );
}

/** A step's id and those of the groups around it. */
function lineOf(id: string | null): string[] {
  const found = id === null ? null : find(effective.value, nodes.value, id);
  return id === null || !found ? [] : [id, ...lineOf(found.place.parent)];
}

/** The message stands in the column of the step that refused, or in one of its own. */
function FailedRow({ failure }: { failure: Failure }) {
  const all = shownColumns.value;
  const outer = lineOf(failure.step ?? null);
  const found = all.findIndex(({ label }) => outer.includes(label));
  const at = found < 0 ? all.length : found;
  return (
    <>
      {Array.from({ length: at }, (_, i) => <span key={i} class="cell idle" />)}
      <span class="cell idle"><CellFailure failure={failure} /></span>
    </>
  );
}
