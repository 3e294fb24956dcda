/** One cell: a canvas, a name or what was drawn, and the exceptions worth a mark. */
import { useEffect, useRef } from "preact/hooks";
import { labelOf, layout, mode, opened, parts, showOriginals } from "../state/app";
import { framed, framedView, framingOf } from "../state/framing";
import { cellOf, side, type Cell } from "../state/grid";
import type { Sample } from "../state/samples";
import { layers } from "../state/labels";
import { losses } from "../model/marks";
import { plain } from "../model/failure";
import { framesOf, partName, type Part } from "../model/views";
import type { Failure, Picture } from "../types";
import { Marks, namesIn } from "./Marks";
import { MixMark, MixMask, mixWords, shareWords } from "./MixMark";
import { paint } from "./PictureCanvas";
import { Frames } from "./Frames";

interface Props {
  cell: Cell;
  sample: Sample;
  /** Width to height of the row's cells. */
  aspect?: number;
  /** Without a mark for what was lost: it is said beside the cell. */
  bare?: boolean;
  /** Which of a draw's views it is. */
  part?: Part;
}

export function CellView({ cell, sample, aspect = 1, bare = false, part }: Props) {
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
  const size = `${sample.width}×${sample.height}`;
  const wide = original && sample.width / sample.height / aspect > 1.2;
  const scale = seen ? scaleIn(seen, aspect, wide) : 1;
  const names = seen ? namesIn(seen.info, scale) : [];
  const lost = original || bare || swapped || !picture ? "" : lossesOf(picture, sample);
  const mixed = original || swapped ? undefined : picture?.info.mix;
  // What is written in the cell stands in its name in the same order.
  const words = original
    ? [sample.name, sample.labels?.class ?? "", wide ? size : "", ...names.map(({ label }) => label), `original${wide ? "" : ` ${size}`}`]
    : [`${sample.name}, draw ${cell.view + 1}${part ? `, ${partName(part)}` : ""}${picture ? `: ${captionOf(picture)}` : ""}`, mixed ? mixWords(mixed) : "", lost, ...names.map(({ label }) => label)];
  const what = words.filter((word) => word !== "").join(", ");
  const marks = `${wide ? " wide" : ""}${picture ? "" : " blank"}${original ? " original" : ""}${change && change.share > 0 ? " changed" : ""}`;
  return (
    <button
      type="button"
      class={`cell${marks}`}
      aria-label={failure ? `${what}: ${failure.message}` : what}
      data-sample={cell.sample}
      data-view={original ? "original" : cell.view}
      data-part={cell.part}
      data-turn={cell.shown.value?.turn}
      onClick={() => { opened.value = original ? { sample: cell.sample, view: -1 } : { sample: cell.sample, view: cell.view, part: cell.part }; }}
      onKeyDown={moveAlong}
    >
      <canvas ref={canvas} width={1} height={1} aria-hidden="true" />
      {mixed && picture?.mixMask && <MixMask picture={picture} />}
      {original && <SampleFrames sample={sample} scale={scale} />}
      {original && (
        <span class="cell-name">
          {sample.name}
          {sample.labels?.class !== undefined && <span class="cell-class"> {sample.labels.class}</span>}
          {wide && <span class="cell-size"> {size}</span>}
        </span>
      )}
      {original && sample.notes.length > 0 && <span class="cell-note">{sample.notes[0]}</span>}
      {!original && picture && !swapped && <span class="cell-caption">{mixed && mixed.shares.length > 1 && <b>{shareWords(mixed)} · </b>}{captionOf(picture)}</span>}
      {part && !original && <span class="part-name" aria-hidden="true">{part.of > 1 ? part.copy + 1 : part.name}</span>}
      {mixed && <MixMark mixed={mixed} />}
      {lost !== "" && <span class="loss-mark">{lost}</span>}{" "}
      {seen && <Marks info={seen.info} skeleton={sample.labels?.skeleton} scale={scale} names={names} />}
      {picture?.draft && !swapped && <span class="draft-mark">draft</span>}
      {change && change.share > 0 && <span class="change-mark">±{change.most}</span>}
      {failure && <CellFailure failure={failure} name={original ? sample.name : undefined} />}
    </button>
  );
}

/** The frames of the draw that is pointed at, on their sample. */
function SampleFrames({ sample, scale }: { sample: Sample; scale: number }) {
  if (layout.value.tiles.length === 0 || mode.value !== "draws") return null;
  const framing = framingOf(sample.key, framedView(sample.key)).value;
  if (!framing) return null;
  const at = framed.value?.sample === sample.key ? framed.value.part : undefined;
  return <Frames frames={framesOf(framing, parts.value)} width={sample.width} height={sample.height} scale={scale} at={at} />;
}

/** CSS pixels a picture pixel, in a cell whose picture is fitted into it (a wide original takes the whole width). */
export function scaleIn({ info: { full } }: Picture, aspect: number, wide = false): number {
  const across = side.value / full.width;
  return wide ? across : Math.min(across, side.value / aspect / full.height);
}

const captionOf = ({ info }: Picture): string =>
  info.steps.filter(({ fired }) => fired).map(({ summary, op }) => summary || op).join(" · ") || "untouched";

/** Labels that this draw lost: an exception, so it is marked. */
function lossesOf({ info, draft }: Picture, { labels }: Sample): string {
  const { boxes, keypoints } = layers.value;
  if (draft || !labels) return "";
  const lost = losses(info, { boxes: (boxes && labels.boxes?.length) || 0, keypoints: (keypoints && labels.keypoints?.length) || 0 });
  const count = (number: number, one: string, many: string): string => (number === 0 ? "" : `${number} ${number === 1 ? one : many}`);
  const words = [count(lost.boxes, "box", "boxes"), count(lost.keypoints, "keypoint", "keypoints")].filter((word) => word !== "");
  return words.length === 0 ? "" : `${words.join(", ")} lost`;
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
