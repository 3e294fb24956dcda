/** Formats to take away, with a verdict for every step. */
import { useEffect, useState } from "preact/hooks";
import type { Exported, Format, Verdict } from "../types";
import { doc, parts, policyFailure, selected, target, targetId, task } from "../state/app";
import { failureOf } from "../state/engine";
import { exportAs, exportFormats } from "../state/export";
import { MOST_PROVED, prove } from "../state/prove";
import { columns } from "../state/grid";
import { samples } from "../state/samples";
import { hasAny, saveViews } from "../state/views";
import { save } from "../state/save";
import { copy } from "../state/share";
import { NumberField, Switch } from "./fields";

const suffix = (name: string): string => `.${name.split(".").at(-1) ?? ""}`;

let lastFormat: string | null = null;

export function ExportPanel() {
  const [formats, setFormats] = useState<Format[] | null>(null);
  const [chosen, setChosen] = useState<string | null>(lastFormat);
  const [result, setResult] = useState<Exported | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const text = JSON.stringify(doc.value);

  useEffect(() => {
    exportFormats()
      .then((list) => {
        setFormats(list);
        setChosen((now) => now ?? (list.find((format) => format.target === targetId.peek()) ?? list[0])?.id ?? null);
      })
      .catch((error: unknown) => { setFailure(failureOf(error).message); });
  }, []);

  useEffect(() => {
    if (chosen === null) return;
    lastFormat = chosen;
    let current = true;
    exportAs(chosen)
      .then((exported) => {
        if (!current) return;
        setResult(exported);
        setFailure(null);
      })
      .catch((error: unknown) => {
        if (!current) return;
        setResult(null);
        setFailure(failureOf(error).message);
      });
    return () => { current = false; };
  }, [chosen, text]);

  return (
    <div class="export-panel">
      <div class="formats" role="radiogroup" aria-label="Format">
        {(formats ?? []).map((format) => (
          <button key={format.id} type="button" role="radio" aria-checked={format.id === chosen} class="format" onClick={() => { setChosen(format.id); }}>
            <span>{format.label}</span>
            <span class="format-extension">{suffix(format.extension)}</span>
          </button>
        ))}
        {!formats && !failure && <p class="hint">Loading formats…</p>}
      </div>
      {failure && <p class="param-error" role="alert">{failure}</p>}
      {result && (
        <>
          <Verdicts verdicts={result.verdicts} />
          <div class="panel-actions">
            <button type="button" class="primary" title={result.filename} disabled={policyFailure.value !== null} onClick={() => { save(result.text, result.filename, result.mime); }}>
              Download {suffix(result.filename)}
            </button>
            <button type="button" class="plain" onClick={() => { void copy(result.text, "Copied."); }}>Copy</button>
          </div>
          {formats?.find(({ id }) => id === chosen)?.proof === true && chosen !== null && <Prove format={chosen} />}
          <pre class="code preview" tabIndex={0} aria-label={`${result.filename}, preview`}>{result.text}</pre>
        </>
      )}
      <Views />
      {target.value?.dialect === "float" && <p class="hint">A float pipeline, shown in 8 bits.</p>}
    </div>
  );
}

/** A zip that runs the library itself. */
function Prove({ format }: { format: string }) {
  const [each, setEach] = useState(1);
  const readable = samples.value.filter(({ refused }) => !refused).length;
  const most = Math.max(1, Math.floor(MOST_PROVED / Math.max(1, readable)));
  const several = parts.value.length > 0;
  return (
    <section class="views" aria-label="Prove it">
      <h3>Prove it</h3>
      <p class="hint">A zip with your pictures, what was drawn, the pixels after each step, and a script that runs the library on the same numbers.</p>
      <div class="param-line">
        <span class="param-name">Draws of each picture</span>
        <span class="param-value"><NumberField value={Math.min(each, most)} label="Draws of each picture" onValue={(next) => { if (next !== null) setEach(Math.min(most, Math.max(1, Math.round(next)))); }} /></span>
      </div>
      <div class="panel-actions">
        <button type="button" class="plain" disabled={readable === 0 || several || policyFailure.value !== null || task.value !== null} onClick={() => { void prove(format, Math.min(each, most)); }}>Prove it</button>
        <span class="hint">{several ? "A policy with views is proved view by view: augplay prove --part" : "verify.py in it needs Python"}</span>
      </div>
    </section>
  );
}

/** The most views of a picture that one zip may hold. */
const MOST_VIEWS = 1000;

/** Pictures with their labels, to look at or to train on. */
function Views() {
  const [each, setEach] = useState<number | null>(null);
  const [withLabels, setWithLabels] = useState(true);
  const readable = samples.value.filter(({ refused }) => !refused);
  const count = each ?? columns.value - 1;
  const total = readable.length * count;
  const labelled = readable.some(hasAny);
  return (
    <section class="views" aria-label="Views">
      <h3>Views</h3>
      <div class="param-line">
        <span class="param-name">Of each picture</span>
        <span class="param-value"><NumberField value={count} label="Views of each picture" onValue={(next) => { if (next !== null) setEach(Math.min(MOST_VIEWS, Math.max(1, Math.round(next)))); }} /></span>
      </div>
      {labelled && (
        <div class="param-line">
          <span class="param-name" title="Boxes, keypoints and masks as they lie on each view, in the kind of file they came in; COCO where they came with none">With annotations</span>
          <Switch on={withLabels} label="With annotations" onChange={setWithLabels} />
        </div>
      )}
      <div class="panel-actions">
        <button type="button" class="plain" disabled={total === 0} onClick={() => { void saveViews(count, labelled && withLabels); }}>Save {total} views{labelled && withLabels ? " with annotations" : ""}</button>
        <span class="hint">PNG, full size, one zip</span>
      </div>
    </section>
  );
}

const WORDS: Record<Verdict["verdict"], string> = {
  exact: "exact",
  within: "within a tolerance",
  approximate: "approximate",
  unsupported: "not supported",
};

/** Exact steps are counted, exceptions are named. */
function Verdicts({ verdicts }: { verdicts: Verdict[] }) {
  const exact = verdicts.filter(({ verdict }) => verdict === "exact").length;
  const rest = verdicts.filter(({ verdict }) => verdict !== "exact");
  return (
    <div class="verdicts">
      <p>
        {rest.length === 0 ? "Every step is exact: the same pixels for the same numbers." : `${exact} of ${verdicts.length} steps are exact.`}
      </p>
      {rest.length > 0 && (
        <ul>
          {rest.map(({ step, verdict, why }) => (
            <li key={step + verdict}>
              <button type="button" class="link" onClick={() => { selected.value = step; }}>{step}</button>
              <span class={`badge ${verdict}`}>{WORDS[verdict]}</span>
              {why !== undefined && <span class="why">{why}</span>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
