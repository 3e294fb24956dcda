/** One view in large: its pixels, its numbers, ways to take it along. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { DrawnStep, Labels, Mixed, Picture, RenderInfo } from "../types";
import { fileStem } from "../model/bytes";
import { hasArea } from "../model/marks";
import { isMixed, mixTitle, sharesOf } from "../model/mixes";
import { framesOf, partName } from "../model/views";
import { doc, effectiveText, mode, moment, opened, parts, partSeen, type At, say, told, selected, showOriginals, starterText, stepsView } from "../state/app";
import { engine, failureOf } from "../state/engine";
import { writePng } from "../state/export";
import { batches, labelName } from "../state/batch";
import { framedView, framingOf } from "../state/framing";
import { cellOf, columns } from "../state/grid";
import { howNow, renderView } from "../state/render";
import { samples } from "../state/samples";
import { save } from "../state/save";
import { layers } from "../state/labels";
import { copy, shareLink } from "../state/share";
import { Frames, Overlap } from "./Frames";
import { Icon } from "./icons";
import { Marks, namesIn } from "./Marks";
import { MixBar, MixMask } from "./MixMark";
import { PictureCanvas } from "./PictureCanvas";
import { ZoomBox } from "./ZoomBox";

export function Inspector({ at }: { at: At }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [picture, setPicture] = useState<Picture | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [maskSeen, setMaskSeen] = useState(false);
  const sample = samples.value.find(({ key }) => key === at.sample);
  const all = parts.value;
  const part = at.view < 0 ? undefined : all[at.part ?? 0];
  const asked = JSON.stringify(howNow({ sample: at.sample, part: part?.index }));
  // Followed here; read where the view is made.
  for (const each of [effectiveText, moment, batches]) each.valueOf();
  const { masks } = layers.value;
  const plain = at.view < 0 || showOriginals.value;

  useEffect(() => { dialog.current?.showModal(); }, []);
  useEffect(() => {
    let current = true;
    const made = plain
      ? engine.cells.call("render", { policy: starterText.peek(), sample: at.sample, view: 0, upto: 0, overlays: masks, exact: true }, { sample: at.sample, priority: 0, timeout: 60_000 })
      : renderView({ sample: at.sample, view: at.view, part: part?.index }, { facts: true, overlays: masks });
    made
      .then((made) => {
        if (!current) return;
        setPicture(made);
        setFailure(null);
      })
      .catch((error: unknown) => { if (current) setFailure(told(failureOf(error))); });
    return () => { current = false; };
  }, [at.sample, at.view, asked, plain, masks]);

  const go = (by: number): void => { opened.value = beside(at, by, all.length); };
  const goRow = (by: number): void => {
    const list = samples.value;
    const next = list[list.findIndex(({ key }) => key === at.sample) + by];
    if (next) opened.value = { ...at, sample: next.key };
  };
  const close = (): void => {
    const { sample: key, view } = at;
    const own = part === undefined ? "" : `[data-part="${part.index}"]`;
    opened.value = null;
    requestAnimationFrame(() => {
      const cell = (at: string | number): HTMLElement | null => document.querySelector(`.cell[data-sample="${CSS.escape(key)}"][data-view="${at}"]${at === "original" ? "" : own}`);
      (view < 0 ? cell("original") : (cell(view) ?? cell(columns.peek() - 2)))?.focus();
    });
  };
  const keys = (event: KeyboardEvent): void => {
    const moves: Record<string, () => void> = {
      ArrowLeft: () => { go(-1); },
      ArrowRight: () => { go(1); },
      ArrowUp: () => { goRow(-1); },
      ArrowDown: () => { goRow(1); },
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  };

  const quick = cellOf(at.view < 0 ? "original" : "draw", at.sample, Math.max(0, at.view), part?.index).shown.value?.pictures[0];
  const shown = failure === null ? (picture ?? quick) : undefined;
  const framing = all.length === 0 ? null : framingOf(at.sample, at.view < 0 ? framedView(at.sample) : at.view).value;
  const which = at.view < 0 ? "original" : `draw ${at.view + 1}${part ? `, ${partName(part)}` : ""}`;
  const mixed = plain ? undefined : shown?.info.mix;
  return (
    <dialog ref={dialog} class="inspector" aria-label={`${sample?.name ?? "Picture"}, large`} onClose={close} onCancel={close} onKeyDown={keys}
      onClick={(event) => { if (event.target === dialog.current) dialog.current?.close(); }}>
      <div class="inspector-head">
        <h2>{sample?.name} <span class="muted">{which}</span></h2>
        <span class="muted">{shown ? `${shown.info.full.width}×${shown.info.full.height}` : ""}</span>
        <span class="spring" />
        <button type="button" class="tool" aria-label="The view before" title="The view before (←)" disabled={at.view < 0} onClick={() => { go(-1); }}><Icon name="left" /></button>
        <button type="button" class="tool" aria-label="The next view" title="The next view (→)" onClick={() => { go(1); }}><Icon name="right" /></button>
        <button type="button" class="tool" aria-label="Close" title="Close (Esc)" onClick={() => dialog.current?.close()}><Icon name="close" /></button>
      </div>
      <div class="inspector-body">
        {failure !== null ? (
          <p class="inspector-none">No picture of this draw.</p>
        ) : (
          <ZoomBox
            width={shown?.info.full.width ?? 1}
            height={shown?.info.full.height ?? 1}
            over={(scale) =>
              shown && (
                <>
                  <Marks info={shown.info} skeleton={sample?.labels?.skeleton} scale={scale} names={namesIn(shown.info, scale, true)} large />
                  {plain && framing && sample && <Frames frames={framesOf(framing, all)} width={sample.width} height={sample.height} scale={scale} at={part?.index} large />}
                  {mixed && maskSeen && <MixMask picture={shown} />}
                </>
              )
            }
          >
            <PictureCanvas picture={shown} label={`${sample?.name ?? "Picture"}, ${plain ? "original" : which}`} />
          </ZoomBox>
        )}
        <div class="inspector-side">
          {failure && <p class="param-error" role="alert">{failure}</p>}
          {at.view < 0 ? <p class="hint">The picture as it was decoded. {sample?.notes.join(" ")}</p> : shown && <Drawn picture={shown} labels={sample?.labels} />}
          {mixed && <Shares mixed={mixed} maskSeen={maskSeen} onMask={setMaskSeen} />}
          {framing && <Overlap framing={framing} parts={all} at={part?.index} />}
          <div class="panel-actions column">
            {at.view >= 0 && <button type="button" class="plain" onClick={() => { showSteps(at); }}>See step by step</button>}
            {at.view >= 0 && <button type="button" class="plain" disabled={failure !== null} onClick={() => { void copyAsPolicy(at); }}>Copy as policy</button>}
            {at.view >= 0 && <button type="button" class="plain" onClick={() => { void shareLink(at); }}><Icon name="link" /> Copy link to this view</button>}
            <button type="button" class="plain" disabled={!picture} onClick={() => { if (picture) void savePng(picture, sample?.name ?? "view", at.view); }}><Icon name="download" /> PNG, full size</button>
          </div>
          <p class="hint">Hold <kbd>Space</kbd> for the original. Arrow keys walk views and pictures.</p>
        </div>
      </div>
    </dialog>
  );
}

/** The view before or behind in the order of the grid. */
function beside({ sample, view, part = 0 }: At, by: number, of: number): At {
  if (of === 0) return { sample, view: Math.max(-1, Math.min(998, view + by)) };
  const at = view < 0 ? -1 : view * of + part;
  const next = Math.max(-1, Math.min(999 * of - 1, at + by));
  return next < 0 ? { sample, view: -1 } : { sample, view: Math.floor(next / of), part: next % of };
}

/** Whose label counts how much in a mixed view. */
function Shares({ mixed, maskSeen, onMask }: { mixed: Mixed; maskSeen: boolean; onMask: (on: boolean) => void }) {
  if (!isMixed(mixed)) return <p class="hint">This batch was left unmixed.</p>;
  return (
    <section class="mix-shares" aria-label="Mixed from">
      <h3>{mixTitle(mixed)}</h3>
      <MixBar mixed={mixed} />
      <ul>
        {sharesOf(mixed, (key) => labelName(key)).map(({ name, share }, i) => (
          <li key={name}><span class={`share-dot hue-${i % 4}`} aria-hidden="true" /> {name} <b>{(share * 100).toFixed(1)} %</b></li>
        ))}
      </ul>
      {mixed.note && <p class="hint">{mixed.note}</p>}
      {mixed.mask && <button type="button" class="plain" aria-pressed={maskSeen} onClick={() => { onMask(!maskSeen); }}>{maskSeen ? "Hide the mask" : "Show the mask"}</button>}
    </section>
  );
}

function Drawn({ picture, labels }: { picture: Picture; labels: Labels | undefined }) {
  const { steps, made_up: madeUp = 0 } = picture.info;
  if (steps.length === 0) return <p class="hint">No step ran: the picture is as it was.</p>;
  return (
    <>
      <ol class="drawn">
        {steps.map((step, i) => <DrawnLine key={i} step={step} />)}
      </ol>
      <LostLabels info={picture.info} labels={labels} />
      {madeUp > 0.001 && <p class="hint">{(madeUp * 100).toFixed(1)} % made-up pixels</p>}
    </>
  );
}

/** Labels that went, by which step and why. */
function LostLabels({ info: { dropped, boxes, steps }, labels }: { info: RenderInfo; labels: Labels | undefined }) {
  const flat = boxes.filter((box) => !hasArea(box)).map(({ index, left = "a step" }) => ({ kind: "box", index, step: left, why: "outside the picture, kept by the library without area" }));
  const all = [...dropped, ...flat];
  if (all.length === 0) return null;
  // A drawn step is told by the recipe's step it came from.
  const source = (drawn: string): string => steps.find(({ id }) => id === drawn)?.path ?? drawn;
  return (
    <ul class="dropped" aria-label="Labels lost">
      {all.map(({ kind, index, step, why }, at) => {
        const name = (kind === "box" ? labels?.boxes : labels?.keypoints)?.[index]?.label ?? "";
        return <li key={at}><b>{name === "" ? `${kind} ${index + 1}` : name}</b> lost in {source(step)}: {why}</li>;
      })}
    </ul>
  );
}

function DrawnLine({ step }: { step: DrawnStep }) {
  const show = (): void => {
    selected.value = step.path;
    opened.value = null;
  };
  return (
    <li class={step.fired ? "" : "skipped"}>
      <button type="button" class="link" title="Open this step" onClick={show}>{step.path || step.id}</button>
      <span class="drawn-summary">{step.fired ? step.summary || step.op : "did not run"}</span>
      {step.fired && (
        <dl>
          {Object.entries(step.params).map(([name, value]) => (
            <div key={name}><dt>{name}</dt><dd title={brief(value, 400)}>{brief(value)}</dd></div>
          ))}
        </dl>
      )}
    </li>
  );
}

function brief(value: unknown, limit = 64): string {
  const short = (item: unknown): unknown => (typeof item === "number" ? Number(item.toPrecision(6)) : Array.isArray(item) ? item.map(short) : item);
  const text = typeof value === "string" ? value : JSON.stringify(short(value)).replaceAll(",", ", ");
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}

/** The Steps columns at this draw, its row in sight. */
function showSteps({ sample, view, part }: At): void {
  stepsView.value = view;
  partSeen.value = part ?? 0;
  mode.value = "steps";
  opened.value = null;
  requestAnimationFrame(() => { document.querySelector(`.row[data-sample="${CSS.escape(sample)}"]`)?.scrollIntoView({ block: "start" }); });
}

async function copyAsPolicy(at: At): Promise<void> {
  try {
    const policy = await engine.cells.call("draw", { ...howNow(at).asked, sample: at.sample, view: at.view }, { sample: at.sample });
    await copy(policy, "This outcome is copied as a policy of fixed steps.");
  } catch (error) {
    say({ tone: "error", text: "This outcome could not be written as a policy.", lines: [failureOf(error).message] });
  }
}

async function savePng(picture: Picture, name: string, view: number): Promise<void> {
  const png = await writePng(picture);
  const stem = fileStem(`${doc.peek().name ?? "augplay"}-${fileStem(name)}`);
  save(png, view < 0 ? `${stem}.png` : `${stem}-${view}.png`, "image/png");
}
