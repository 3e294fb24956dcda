/** The recipe on a phone: a row of chips; the chosen one opens above the row. */
import { useEffect, useRef } from "preact/hooks";
import type { Step } from "../types";
import { find, idOf, opName } from "../model/tree";
import { summary } from "../model/value";
import { declOf, dialect, doc, nodes, selected } from "../state/app";
import { setEnabled } from "../state/edit";
import { Switch } from "./fields";
import { Icon } from "./icons";
import { hasWindow, Input, InputLine } from "./Input";
import { LabelRules, rulesOpen, spoken } from "./LabelRules";
import { Output } from "./Output";
import { openPalette } from "./Recipe";
import { StepList } from "./StepList";

export function Chips() {
  const { value } = selected;
  const top = value === null ? undefined : doc.value.steps.find((step) => holdsId(step, value));
  return (
    <>
      {top && (
        <div class="sheet">
          <StepList steps={[top]} parent={null} />
        </div>
      )}
      {!top && rulesOpen.value && spoken().length > 0 && <div class="sheet"><LabelRules /></div>}
      {!top && !rulesOpen.value && hasWindow() && <div class="sheet"><Input lineless /></div>}
      <div class="chips" role="list" aria-label="Steps">
        {doc.value.steps.map((step) => <Chip key={idOf(step, nodes.value)} step={step} open={step === top} />)}
        <div role="listitem">
          <button type="button" class="chip add" onClick={openPalette}><Icon name="plus" /> Add step</button>
        </div>
        <div role="listitem" class="chip"><InputLine /></div>
        {spoken().length > 0 && (
          <div role="listitem" class={`chip${rulesOpen.value ? " open" : ""}`}>
            <button type="button" aria-expanded={rulesOpen.value} onClick={openRules}>Labels</button>
          </div>
        )}
        <div role="listitem" class="chip"><Output /></div>
      </div>
    </>
  );
}

function openRules(): void {
  selected.value = null;
  rulesOpen.value = !rulesOpen.value;
}

function Chip({ step, open }: { step: Step; open: boolean }) {
  const root = useRef<HTMLDivElement>(null);
  const id = idOf(step, nodes.value);
  const decl = declOf(step);
  useEffect(() => {
    if (open) root.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [open]);
  return (
    <div ref={root} role="listitem" class={`chip${open ? " open" : ""}${step.enabled === false ? " off" : ""}`}>
      <Switch on={step.enabled !== false} label={`${id} on`} onChange={(on) => { setEnabled(id, on); }} />
      <button type="button" aria-expanded={open} onClick={() => { selected.value = open ? null : id; }}>
        {decl?.title ?? opName(step, nodes.value)}
        {decl && <span class="muted"> {summary(step, decl, dialect.value, 1)}</span>}
      </button>
    </div>
  );
}

/** Whether the step is, or holds, the one with this id. */
function holdsId(step: Step, id: string): boolean {
  return find({ ...doc.value, steps: [step] }, nodes.value, id) !== null;
}
