/** What one setting of an automatic policy means in the laws of several libraries, in numbers and pictures. */
import { useEffect, useRef, useState } from "preact/hooks";
import { withLine } from "../model/failure";
import { follows, opsOf, showShare, type Comparison, type LawColumn, type LawRow } from "../model/laws";
import { find } from "../model/tree";
import { dialog, doc, nodes, ops } from "../state/app";
import { applyLaw, compareLaws, firstWithLaw, pictureOfLaw } from "../state/automatic";
import { settle } from "../state/edit";
import { failureOf } from "../state/engine";
import { samples, type Sample } from "../state/samples";
import type { Failure, Picture, Step } from "../types";
import { NumberField } from "./fields";
import { Icon } from "./icons";
import { narrow } from "./narrow";
import { PictureCanvas } from "./PictureCanvas";
import { Slider } from "./Slider";
import "../styles/laws.css";

const MOST_OPS = 16;
const MOST = 30;
const SETTINGS = ["num_ops", "magnitude"];

/** The step that asked, where it has the setting. */
function asking(id: string | null): { id: string; step: Step } | null {
  const at = id === null ? null : find(doc.peek(), nodes.peek(), id);
  const decl = at && ops.peek().get(at.step.op ?? "");
  const has = decl && SETTINGS.every((name) => decl.params.some((param) => param.name === name));
  if (at && id !== null && has) return { id, step: at.step };
  return id === null ? firstWithLaw(SETTINGS) : null;
}

const whole = (value: unknown, or: number): number => (typeof value === "number" ? Math.round(value) : or);

export default function LawsDialog({ step: id }: { step: string | null }) {
  const root = useRef<HTMLDialogElement>(null);
  const from = useRef(asking(id));
  const readable = samples.value.filter(({ refused }) => !refused);
  const [numOps, setNumOps] = useState(whole(from.current?.step["num_ops"], 2));
  const [magnitude, setMagnitude] = useState(Math.min(MOST, whole(from.current?.step["magnitude"], 9)));
  const [key, setKey] = useState(readable[0]?.key);
  const [comparison, setComparison] = useState<Comparison | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const sample = readable.find((one) => one.key === key) ?? readable[0];
  const { width = 224, height = 224 } = sample ?? {};

  useEffect(() => { root.current?.showModal(); }, []);
  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => {
      compareLaws({ num_ops: numOps, magnitude, width, height })
        .then((made) => {
          if (!current) return;
          setComparison(made);
          setFailure(null);
        })
        .catch((error: unknown) => { if (current) setFailure(failureOf(error)); });
    }, 60);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [numOps, magnitude, width, height]);

  const close = (): void => { dialog.value = null; };
  // The step as it is now: choosing a law changes it.
  const step = from.current && find(doc.value, nodes.value, from.current.id)?.step;
  const choose = (column: LawColumn): void => { applyLaw(step && from.current ? from.current.id : null, column.step); };
  const shared = { columns: comparison ?? [], sample, step: step ?? null, numOps, choose };
  return (
    <dialog ref={root} class="inspector laws" aria-labelledby="laws-title" onClose={close} onClick={(event) => { if (event.target === root.current) root.current?.close(); }}>
      <div class="inspector-head">
        <h2 id="laws-title">What does {magnitude} mean?</h2>
        <span class="spring" />
        <button type="button" class="tool" aria-label="Close" title="Close (Esc)" onClick={() => root.current?.close()}><Icon name="close" /></button>
      </div>
      <div class="laws-controls">
        <span class="laws-magnitude">
          <span class="param-name">Magnitude</span>
          <span class="laws-slider">
            <Slider scale={{ low: 0, high: MOST, step: 1 }} values={[magnitude]} label="Magnitude" read={String} snap={Math.round} onStart={() => undefined} onEnd={settle} onInput={([value = 9]) => { setMagnitude(value); }} />
          </span>
          <NumberField value={magnitude} label="Magnitude, typed" onValue={(value) => { if (value !== null) setMagnitude(Math.min(MOST, Math.max(0, Math.round(value)))); }} />
        </span>
        <span class="laws-ops">
          <span class="param-name">Ops</span>
          <NumberField value={numOps} label="Number of ops" onValue={(value) => { if (value !== null) setNumOps(Math.min(MOST_OPS, Math.max(1, Math.round(value)))); }} />
        </span>
        {readable.length > 1 && (
          <span class="select">
            <select aria-label="Picture" value={sample?.key ?? ""} onChange={(event) => { setKey(event.currentTarget.value); }}>
              {readable.map(({ key: one, name }) => <option key={one} value={one}>{name}</option>)}
            </select>
          </span>
        )}
        <span class="hint">{step ? "Choose a law to use it in the step." : "Choose a law to add it as a step."}</span>
      </div>
      {failure && <p class="param-error" role="alert">{withLine(failure)}</p>}
      <div class="laws-body" tabIndex={0} role="region" aria-label="Laws side by side" aria-busy={comparison === null && failure === null}>
        {narrow.value ? <Stacked {...shared} /> : <Table {...shared} />}
      </div>
    </dialog>
  );
}

interface ShownProps {
  columns: readonly LawColumn[];
  sample: Sample | undefined;
  step: Step | null;
  numOps: number;
  choose: (column: LawColumn) => void;
}

function Table({ columns, sample, step, numOps, choose }: ShownProps) {
  return (
    <table class="laws-table">
      <thead>
        <tr>
          <td />
          {columns.map((column) => <th key={column.law} scope="col"><Choose column={column} step={step} choose={choose} /></th>)}
        </tr>
      </thead>
      <tbody>
        <tr class="laws-fact">
          <th scope="row">share of the range</th>
          {columns.map(({ law, share }) => <td key={law}><ShareBar share={share} /></td>)}
        </tr>
        <tr class="laws-fact">
          <th scope="row">ops drawn</th>
          {columns.map(({ law, ops: count }) => <td key={law}>{numOps} of {count}</td>)}
        </tr>
        <tr class="laws-fact last">
          <th scope="row">each runs with</th>
          {columns.map(({ law, chance }) => <td key={law}>{showShare(chance)}</td>)}
        </tr>
        {opsOf(columns).map((op) => (
          <tr key={op}>
            <th scope="row">{op.replaceAll("_", " ")}</th>
            {columns.map(({ law, rows }) => {
              const row = rows.find((one) => one.op === op);
              return <td key={law} class={row ? "" : "none"}>{row ? <Op row={row} sample={sample} /> : <span title="Not in this law">–</span>}</td>;
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** One law after the other. */
function Stacked({ columns, sample, step, numOps, choose }: ShownProps) {
  return (
    <>
      {columns.map((column) => (
        <section key={column.law} class="law-section" aria-label={column.law}>
          <div class="law-head"><Choose column={column} step={step} choose={choose} /></div>
          <ShareBar share={column.share} />
          <p class="hint">of the range · {numOps} of {column.ops} ops · each runs with {showShare(column.chance)}</p>
          <div class="law-ops">
            {column.rows.map((row) => (
              <div key={row.op} class="law-op">
                <Op row={row} sample={sample} />
                <span class="law-op-name">{row.op.replaceAll("_", " ")}</span>
              </div>
            ))}
          </div>
        </section>
      ))}
    </>
  );
}

function Choose({ column, step, choose }: { column: LawColumn; step: Step | null; choose: (column: LawColumn) => void }) {
  const now = step !== null && follows(step, column, ops.value.get(step.op ?? ""));
  return (
    <>
      <button type="button" class="law-choose" aria-pressed={now} disabled={column.refused !== null} title={step ? `Use the law of ${column.law}` : `Add a step with the law of ${column.law}`} onClick={() => { choose(column); }}>
        {column.law}
      </button>
      {column.refused !== null && <span class="law-note">{column.refused}</span>}
      {column.near !== null && <span class="law-note" title={column.near}>approximate</span>}
    </>
  );
}

function ShareBar({ share }: { share: number }) {
  return (
    <span class="law-share">
      <span class="law-bar" aria-hidden="true"><span style={{ width: `${Math.min(1, share) * 100}%` }} /></span>
      <b>{showShare(share)}</b>
    </span>
  );
}

function Op({ row: { policy, value, op }, sample }: { row: LawRow; sample: Sample | undefined }) {
  const [picture, setPicture] = useState<Picture | undefined>(undefined);
  const key = sample?.key;
  useEffect(() => {
    let current = true;
    if (key === undefined) return;
    pictureOfLaw(policy, key)
      .then((made) => { if (current) setPicture(made); })
      .catch(() => { if (current) setPicture(undefined); });
    return () => { current = false; };
  }, [policy, key]);
  return (
    <span class="law-cell">
      <span class="law-picture" style={{ "--aspect": String(sample ? sample.width / sample.height : 1) }}><PictureCanvas picture={picture} label={picture ? `${op.replaceAll("_", " ")}${value === "" ? "" : ` at ${value}`}` : ""} /></span>
      <span class="law-value">{value === "" ? "no number" : value}</span>
    </span>
  );
}
