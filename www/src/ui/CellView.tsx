/** One cell: a canvas, a name or what was drawn, and the exceptions worth a mark. */
import { useEffect, useRef } from "preact/hooks";
import { labelOf, opened, showOriginals } from "../state/app";
import { cellOf, side, type Cell } from "../state/grid";
import type { Sample } from "../state/samples";
import { layers } from "../state/labels";
import { losses } from "../model/marks";
import { plain } from "../model/failure";
import type { Failure, Picture } from "../types";
import { Marks } from "./Marks";
import { paint } from "./PictureCanvas";

interface Props {
  cell: Cell;
  sample: Sample;
  /** Width to height of the row's cells. */
  aspect?: number;
  /** Without a mark for what was lost: it is said beside the cell. */
  bare?: boolean;
}

export function CellView({ cell, sample, aspect = 1, bare = false }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const picture = cell.shown.value?.pictures[0];
  const swapped = showOriginals.value && cell.kind !== "original";
  const seen = swapped ? (cellOf("original", cell.sample, 0).shown.value?.pictures[0] ?? picture) : picture;
  useEffect(() => {
    if (canvas.current && seen) paint(canvas.current, seen);
  }, [seen]);

  const original = cell.kind === "original";
  // Why is said once, where its name stands.
  if (sample.refused && !original) return <span class="cell idle" aria-hidden="true">–</span>;
  const failure = sample.refused ?? cell.failure.value;
  const change = cell.change.value;
  const what = original ? `${sample.name} ${sample.width}×${sample.height}, original` : `${sample.name}, draw ${cell.view + 1}${picture ? `: ${drawn(picture).join(" · ") || "untouched"}` : ""}`;
  const wide = original && sample.width / sample.height / aspect > 1.2;
  const marks = `${wide ? " wide" : ""}${picture ? "" : " blank"}${original ? " original" : ""}${change && change.share > 0 ? " changed" : ""}`;
  return (
    <button
      type="button"
      class={`cell${marks}`}
      aria-label={failure ? `${what}: ${failure.message}` : what}
      data-sample={cell.sample}
      data-view={original ? "original" : cell.view}
      data-turn={cell.shown.value?.turn}
      onClick={() => { opened.value = { sample: cell.sample, view: original ? -1 : cell.view }; }}
      onKeyDown={moveAlong}
    >
      <canvas ref={canvas} width={1} height={1} aria-hidden="true" />
      {seen && <Marks info={seen.info} skeleton={sample.labels?.skeleton} scale={scaleIn(seen, aspect, wide)} />}
      {original && <span class="cell-name">{sample.name}{sample.labels?.class !== undefined && <span class="cell-class"> {sample.labels.class}</span>}{wide && <span class="cell-size"> {sample.width}×{sample.height}</span>}</span>}
      {original && sample.notes.length > 0 && <span class="cell-note">{sample.notes[0]}</span>}
      {!original && picture && !swapped && <Caption picture={picture} />}
      {!original && !bare && picture && !swapped && <Losses picture={picture} sample={sample} />}
      {picture?.draft && !swapped && <span class="draft-mark">draft</span>}
      {change && change.share > 0 && <span class="change-mark">±{change.most}</span>}
      {failure && <CellFailure failure={failure} name={original ? sample.name : undefined} />}
    </button>
  );
}

/** CSS pixels a picture pixel, in a cell whose picture is fitted into it (a wide original takes the whole width). */
export function scaleIn({ info: { full } }: Picture, aspect: number, wide = false): number {
  const across = side.value / full.width;
  return wide ? across : Math.min(across, side.value / aspect / full.height);
}

const drawn = (picture: Picture): string[] => picture.info.steps.filter(({ fired }) => fired).map(({ summary, op }) => summary || op);

/** Labels that this draw lost: an exception, so it is marked. */
function Losses({ picture: { info, draft }, sample: { labels } }: { picture: Picture; sample: Sample }) {
  const { boxes, keypoints } = layers.value;
  if (draft || !labels) return null;
  const lost = losses(info, { boxes: (boxes && labels.boxes?.length) || 0, keypoints: (keypoints && labels.keypoints?.length) || 0 });
  if (lost.boxes + lost.keypoints === 0) return null;
  const words = [lost.boxes > 0 ? `${lost.boxes} box${lost.boxes === 1 ? "" : "es"}` : "", lost.keypoints > 0 ? `${lost.keypoints} keypoint${lost.keypoints === 1 ? "" : "s"}` : ""];
  return <span class="loss-mark">{words.filter((word) => word !== "").join(", ")} lost</span>;
}

function Caption({ picture }: { picture: Picture }) {
  const lines = drawn(picture);
  return <span class="cell-caption">{lines.length > 0 ? lines.join(" · ") : "untouched"}</span>;
}

/** Which step this picture is nothing for, and why. */
export function CellFailure({ failure, name }: { failure: Failure; name?: string | undefined }) {
  const label = labelOf(failure);
  return (
    <span class="cell-failure">
      {name !== undefined && <b class="cell-failure-name">{name}</b>}
      {failure.step !== undefined && <b>{failure.step}</b>}
      <span>{label === undefined ? "" : `${label}: `}{plain(failure)}</span>
    </span>
  );
}

/** Arrow keys walk the grid. */
function moveAlong(event: KeyboardEvent): void {
  const here = event.currentTarget as HTMLElement;
  const row = here.closest(".row");
  const cells = [...(row?.querySelectorAll<HTMLElement>(".cell") ?? [])];
  const at = cells.indexOf(here);
  const rows = [...document.querySelectorAll(".row")];
  const beside = (by: number): HTMLElement | undefined =>
    [...(rows[rows.indexOf(row as Element) + by]?.querySelectorAll<HTMLElement>(".cell") ?? [])][at];
  const to: Record<string, HTMLElement | undefined> = {
    ArrowRight: cells[at + 1],
    ArrowLeft: cells[at - 1],
    ArrowDown: beside(1),
    ArrowUp: beside(-1),
  };
  const next = to[event.key];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
