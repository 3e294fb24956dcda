/** One step of the recipe: closed it is a line, open it holds its controls. */
import { useEffect, useRef } from "preact/hooks";
import type { Step } from "../types";
import { childrenOf, idOf, nodeName, opName } from "../model/tree";
import { isMissing, plain } from "../model/failure";
import { WEIGHTED, shares } from "../model/format";
import { summary } from "../model/value";
import { declOf, dialect, labelOf, nodes, notes, paletteAt, policyFailure, selected, solo } from "../state/app";
import { nudgeStep, removeStep, setEnabled, duplicateStep } from "../state/edit";
import { Switch } from "./fields";
import { Grip, Icon } from "./icons";
import { Menu } from "./Menu";
import { StepBody } from "./StepBody";
import { StepList } from "./StepList";
import { dropHint, makeDraggable } from "./dragging";
import { stepActions } from "./stepActions";
import { VerdictMark } from "./VerdictMark";

export function StepCard({ step, share }: { step: Step; share: number | null }) {
  const root = useRef<HTMLLIElement>(null);
  const handle = useRef<HTMLSpanElement>(null);
  const id = idOf(step, nodes.value);
  const name = opName(step, nodes.value);
  const node = nodeName(step, nodes.value);
  const inner = childrenOf(step, nodes.value);
  const decl = declOf(step);
  const open = selected.value === id;
  const on = step.enabled !== false;

  useEffect(() => {
    if (!root.current || !handle.current) return;
    return makeDraggable(root.current, handle.current, id);
  }, [id]);
  useEffect(() => {
    if (open) root.current?.scrollIntoView({ block: "nearest", behavior: "instant" });
  }, [open]);

  const toggle = (): void => { selected.value = open ? null : id; };
  const key = (event: KeyboardEvent): void => {
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      nudgeStep(id, event.key === "ArrowUp" ? -1 : 1);
      refocus(id);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      focusBeside(root.current);
      removeStep(id);
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "d") {
      event.preventDefault();
      duplicateStep(id);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      focusAlong(event.currentTarget as HTMLElement, event.key === "ArrowDown" ? 1 : -1);
    }
  };

  const own = notes.value.filter((note) => note.step === id);
  const failed = policyFailure.value?.step === id ? policyFailure.value : null;
  const empty = node !== null && inner?.length === 0;
  const wrong = failed !== null && !empty && !isMissing(failed);
  const placed = failed?.param !== undefined && open;
  const hint = dropHint.value?.id === id ? ` drop-${dropHint.value.edge}` : "";
  const chance = share ?? step.p ?? 1;
  const title = decl ? `${decl.title}. ${decl.doc}` : name;
  return (
    <li
      ref={root}
      class={`step${open ? " open" : ""}${on ? "" : " off"}${node ? " node" : ""}${wrong ? " failed" : ""}${hint}`}
      data-step={id}
    >
      <div class="step-head">
        <span ref={handle} class="handle" title="Drag to move (Alt+↑ ↓)"><Grip /></span>
        <Switch on={on} label={`${id} on`} onChange={(next) => { setEnabled(id, next); }} />
        <button type="button" class="step-title" aria-expanded={open} title={title} onClick={toggle} onKeyDown={key}>
          <span class="step-name">{name.replaceAll("_", node ? " " : "_")}</span>
          <span class="step-summary">{id !== name && !id.startsWith(`${name}_`) ? id : decl ? summary(step, decl, dialect.value) : ""}</span>
        </button>
        {solo.value === id && (
          <button type="button" class="solo-mark" title="Show the other steps again" onClick={() => { solo.value = null; }}>solo</button>
        )}
        {on && <VerdictMark id={id} />}
        <span class="chance" title={share === null ? "How often it runs" : "Its share of the choice"}>
          {percent(chance)}
          <span class="chance-bar"><span style={{ width: `${chance * 100}%` }} /></span>
        </span>
        <Menu items={() => stepActions(id, step)} label={`What to do with ${id}`} class="step-menu" align="right"><Icon name="more" /></Menu>
      </div>
      {own.map((note) => <p key={note.text} class={`badge ${note.kind}`} title={note.text}>{note.text}</p>)}
      {wrong && !placed && <p class="param-error" role="alert">{failed.param === undefined ? "" : `${labelOf(failed)}: `}{plain(failed)}</p>}
      {failed && isMissing(failed) && !empty && !placed && <p class="waiting">Still needs a value: {labelOf(failed)}.</p>}
      {failed && empty && <p class="waiting">Add a step inside.</p>}
      {open && <StepBody id={id} step={step} decl={decl} weighted={share !== null} />}
      {inner && node && (
        <div class="inside">
          {WEIGHTED.has(node) && inner.length > 0 && <ShareBar shares={shares(inner)} />}
          <StepList steps={inner} parent={id} weighted={WEIGHTED.has(node)} />
          {(open || inner.length === 0) && (
            <button type="button" class="add-inside" onClick={() => { paletteAt.value = { parent: id, index: inner.length }; }}>
              <Icon name="plus" /> Add inside
            </button>
          )}
        </div>
      )}
    </li>
  );
}

function percent(share: number): string {
  const value = share * 100;
  return `${value > 0 && value < 1 ? "<1" : Math.round(value)} %`;
}

function ShareBar({ shares: all }: { shares: number[] }) {
  return (
    <div class="share-bar" aria-hidden="true">
      {all.map((share, i) => <span key={i} class={`hue-${i % 4}`} style={{ width: `${share * 100}%` }} />)}
    </div>
  );
}

/** After a move the card stands elsewhere; the focus follows it. */
export function refocus(id: string): void {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>(`[data-step="${CSS.escape(id)}"] > .step-head .step-title`)?.focus();
  });
}

function focusAlong(from: HTMLElement, by: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLElement>(".recipe .step-title")];
  all[all.indexOf(from) + by]?.focus();
}

function focusBeside(card: HTMLElement | null): void {
  const title = card?.querySelector<HTMLElement>(".step-title");
  if (!title) return;
  const all = [...document.querySelectorAll<HTMLElement>(".recipe .step-title")];
  const at = all.indexOf(title);
  (all[at - 1] ?? all[at + 1] ?? document.querySelector<HTMLElement>(".add-step"))?.focus();
}
