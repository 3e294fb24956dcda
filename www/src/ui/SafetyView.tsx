/** What many draws do to the labels: rates by class, step and picture, and the worst draws to look at. */
import { useRef, useState } from "preact/hooks";
import { describe, rate, showReach, showShare, sumUp, type ClassSafety, type Rate, type SampleSafety, type StepSafety, type Worst } from "../model/safety";
import { find } from "../model/tree";
import { doc, nodes, partShown, selected, told } from "../state/app";
import { busy, cellOf } from "../state/grid";
import { drawMore, drawn, labelled, running, safety, safetyFailure, stopSafety, stopped, toDraw, wanted } from "../state/safety";
import { samples, settled } from "../state/samples";
import { CellView } from "./CellView";
import { useCellSize } from "./cellSize";

export function SafetyView() {
  const scroll = useRef<HTMLDivElement>(null);
  useCellSize(scroll);
  return (
    <div ref={scroll} class="grid-scroll safety-view" role="region" aria-label="Label safety" tabIndex={0} aria-busy={busy.value || running.value || !settled.value}>
      {labelled.value.length === 0 ? <p class="grid-empty">No picture here has boxes or keypoints. Drop a label file (COCO, YOLO, VOC, LabelMe, CSV) beside its pictures.</p> : <Report />}
    </div>
  );
}

function Report() {
  const { samples: all, totals, worst } = safety.value;
  const failure = safetyFailure.value;
  const { classes, steps } = sumUp(all);
  const none = totals.views > 0 && worst.length === 0 && !running.value;
  return (
    <>
      <DrawLine />
      {failure && <p class="param-error" role="alert">{told(failure)}</p>}
      <div class="tiles">
        {totals.hasBoxes && <Tile rate={totals.lost} label="boxes lost" />}
        {totals.hasBoxes && <Tile rate={totals.shrunk} label="boxes shrunk" title="Less than half of the box is still in the picture" />}
        {totals.hasBoxes && <Tile rate={totals.empty} label="views without any box" />}
        {totals.copied > 0 && <CountTile count={totals.copied} label="boxes copied" title="Reflecting borders show objects again, and their boxes with them" />}
        {totals.hasKeypoints && <Tile rate={totals.keypoints} label="keypoints lost" />}
      </div>
      {none && <p class="hint">Nothing is lost in {totals.views} draws.</p>}
      <div class="safety-tables">
        <Classes classes={classes} />
        <div class="safety-side">
          <Steps steps={steps} />
          <Pictures all={all} />
        </div>
      </div>
      {worst.length > 0 && <WorstDraws worst={worst} />}
    </>
  );
}

function DrawLine() {
  const many = labelled.value.length;
  return (
    <div class="draw-line">
      <span>
        <b>{drawn.value}</b> {running.value ? `of ${toDraw.value} draws` : "draws"} of {many === 1 ? "one picture" : `${many} pictures`}
      </span>
      {running.value ? (
        <>
          <progress max={toDraw.value} value={drawn.value} aria-label="Draws counted" />
          <button type="button" class="quiet" onClick={stopSafety}>Stop</button>
        </>
      ) : (
        <button type="button" class="quiet" onClick={drawMore}>{stopped.value ? "Go on" : `${wanted.value} more of each`}</button>
      )}
    </div>
  );
}

const told95 = (known: Rate): string => `${known.count} of ${known.of}; ${showReach(known)} with 95 % confidence`;

function Tile({ rate: known, label, title }: { rate: Rate; label: string; title?: string }) {
  return (
    <div class="tile" title={[title, told95(known)].filter(Boolean).join("\n")}>
      <b>{known.of === 0 ? "–" : showShare(known.share)} <span class="reach">{known.of > 0 && showReach(known)}</span></b>
      <span>{label}</span>
      <Interval rate={known} />
    </div>
  );
}

function CountTile({ count, label, title }: { count: number; label: string; title: string }) {
  return (
    <div class="tile" title={title}>
      <b>{count}</b>
      <span>{label}</span>
    </div>
  );
}

/** The share and its 95 % interval on a line from 0 to 1. */
function Interval({ rate: { of, share, low, high } }: { rate: Rate }) {
  if (of === 0) return <span class="interval" aria-hidden="true" />;
  return (
    <span class="interval" aria-hidden="true">
      <span class="interval-share" style={{ width: `${share * 100}%` }} />
      <span class="interval-reach" style={{ left: `${low * 100}%`, width: `${Math.max(0.5, (high - low) * 100)}%` }} />
    </span>
  );
}

function Share({ rate: known }: { rate: Rate }) {
  return (
    <span class={`share-cell${known.count === 0 ? " nothing" : ""}`} title={told95(known)}>
      {showShare(known.share)}
    </span>
  );
}

/** So many rows before a table is cut. */
const ROWS = 10;

function Classes({ classes }: { classes: ClassSafety[] }) {
  const [whole, setWhole] = useState(false);
  const order = (kind: ClassSafety["kind"]): ClassSafety[] =>
    classes.filter((one) => one.kind === kind).sort((a, b) => rate(b.lost, b.seen).share - rate(a.lost, a.seen).share || a.label.localeCompare(b.label));
  const kinds = [
    { name: "Boxes", all: order("box") },
    { name: "Keypoints", all: order("keypoint") },
  ].filter(({ all }) => all.length > 0);
  const copies = classes.some(({ copied }) => copied > 0);
  const hidden = kinds.reduce((sum, { all }) => sum + Math.max(0, all.length - ROWS), 0);
  const wide = copies ? 6 : 5;
  if (kinds.length === 0) return <div />;
  return (
    <table class="safety-table">
      <caption>By class</caption>
      <thead>
        <tr>
          <th scope="col">Class</th>
          <th scope="col" class="number-column">Seen</th>
          <th scope="col" class="number-column">Lost</th>
          <th scope="col" class="interval-column">95 % interval</th>
          <th scope="col" class="number-column" title="Less than half of the box is still in the picture">Shrunk</th>
          {copies && <th scope="col" class="number-column">Copied</th>}
        </tr>
      </thead>
      {kinds.map(({ name, all }) => (
        <tbody key={name}>
          {kinds.length > 1 && <tr class="kind"><th scope="rowgroup" colSpan={wide}>{name}</th></tr>}
          {(whole ? all : all.slice(0, ROWS)).map(({ label, kind, seen, lost, shrunk, copied }) => (
            <tr key={label}>
              <th scope="row">{label || "(no class)"}</th>
              <td class="number-column">{seen}</td>
              <td class="number-column"><Share rate={rate(lost, seen)} /></td>
              <td class="interval-column"><span class="interval-line"><Interval rate={rate(lost, seen)} /><span class="reach">{showReach(rate(lost, seen))}</span></span></td>
              <td class="number-column">{kind === "box" && <Share rate={rate(shrunk, seen)} />}</td>
              {copies && <td class="number-column">{kind === "box" && copied > 0 ? copied : ""}</td>}
            </tr>
          ))}
        </tbody>
      ))}
      {(hidden > 0 || whole) && (
        <tfoot>
          <tr><td colSpan={wide}><button type="button" class="link" onClick={() => { setWhole(!whole); }}>{whole ? "Fewer" : `${hidden} more`}</button></td></tr>
        </tfoot>
      )}
    </table>
  );
}

/** Under this name the core counts what the policy's own rules took. */
const RULES = "boxes";

/** Which step took how much. */
function Steps({ steps }: { steps: StepSafety[] }) {
  const list = steps.map(({ step, boxes: lost, keypoints: points }) => ({ step, lost, points, all: lost + points })).filter(({ all }) => all > 0).sort((a, b) => b.all - a.all);
  const most = Math.max(1, ...list.map(({ all }) => all));
  if (list.length === 0) return null;
  return (
    <section class="safety-list" aria-label="By step">
      <h2>By step</h2>
      <ul>
        {list.map(({ step, lost, points, all }) => (
          <li key={step}>
            {find(doc.value, nodes.value, step) ? <button type="button" class="link" title="Open this step" onClick={() => { selected.value = step; }}>{step}</button> : <span>{step === RULES ? "rules for boxes" : step}</span>}
            <span class="interval" aria-hidden="true"><span class="interval-share" style={{ width: `${(all / most) * 100}%` }} /></span>
            <span class="amount">{[lost > 0 ? `${lost} box${lost === 1 ? "" : "es"}` : "", points > 0 ? `${points} keypoint${points === 1 ? "" : "s"}` : ""].filter((part) => part !== "").join(", ")}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Pictures({ all }: { all: SampleSafety[] }) {
  const list = all.filter(({ boxes, views }) => boxes > 0 && views.length > 0);
  const [whole, setWhole] = useState(false);
  if (list.length < 2) return null;
  const rows = list
    .map(({ sample, views }) => ({ name: samples.value.find(({ key }) => key === sample)?.name ?? "", empty: rate(views.filter(({ empty }) => empty).length, views.length), sample }))
    .sort((a, b) => b.empty.share - a.empty.share);
  return (
    <section class="safety-list" aria-label="Views without any box, by picture">
      <h2>Views without any box</h2>
      <ul>
        {(whole ? rows : rows.slice(0, ROWS)).map(({ name, empty, sample }) => (
          <li key={sample}>
            <span class="picture-name" title={name}>{name}</span>
            <Interval rate={empty} />
            <span class="amount"><Share rate={empty} /></span>
          </li>
        ))}
      </ul>
      {rows.length > ROWS && <button type="button" class="link" onClick={() => { setWhole(!whole); }}>{whole ? "Fewer" : `All ${rows.length}`}</button>}
    </section>
  );
}

function WorstDraws({ worst }: { worst: Worst[] }) {
  return (
    <section aria-label="Worst draws">
      <h2>Worst draws</h2>
      <div class="row worst">
        {worst.map((one) => {
          const sample = samples.value.find(({ key }) => key === one.sample);
          if (!sample) return null;
          return (
            <div key={`${one.sample}/${one.view}`} class="worst-draw">
              <CellView cell={cellOf("draw", one.sample, one.view, partShown.value)} sample={sample} bare />
              <p><b>{sample.name}</b> draw {one.view + 1}: {describe(one)}</p>
            </div>
          );
        })}
      </div>
    </section>
  );
}
