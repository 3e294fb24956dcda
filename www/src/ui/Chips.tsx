/** The recipe on a phone: a row of chips; the chosen one opens above the row. */
import { useEffect, useRef } from "preact/hooks";
import type { Step } from "../types";
import { batch, type Signal } from "@preact/signals";
import { find, idOf, listOf, opName, ownLists, viewParent } from "../model/tree";
import { summary } from "../model/value";
import { declOf, dialect, doc, nodes, section, selected } from "../state/app";
import { setEnabled } from "../state/edit";
import { Switch } from "./fields";
import { Icon } from "./icons";
import { hasWindow, Input, InputLine } from "./Input";
import { BatchCard, batchOpen } from "./BatchCard";
import { CurriculumCard, curriculumOpen } from "./Curriculum";
import { partItems } from "./Foot";
import { LabelRules, rulesOpen, spoken } from "./LabelRules";
import { Menu, type MenuItem } from "./Menu";
import { Output } from "./Output";
import { openPalette } from "./Recipe";
import { StepList } from "./StepList";
import { viewItems } from "./ViewSections";

export function Chips() {
  const { value } = selected;
  const { views } = doc.value;
  // A selected step shows the chips of its own view.
  const place = value === null ? undefined : topOf(value);
  const parent = place ? place.parent : sectionParent();
  const steps = listOf(doc.value, nodes.value, parent);
  const top = place?.step;
  const extra = !top && openExtra();
  return (
    <>
      {top && (
        <div class="sheet">
          <StepList steps={[top]} parent={parent} />
        </div>
      )}
      {extra === "rules" && <div class="sheet"><LabelRules /></div>}
      {extra === "curriculum" && <div class="sheet"><CurriculumCard /></div>}
      {extra === "batch" && <div class="sheet"><BatchCard /></div>}
      {!top && !extra && hasWindow() && <div class="sheet"><Input lineless /></div>}
      <div class="chips" role="list" aria-label="Steps">
        {views && <div role="listitem" class="chip"><SectionMenu parent={parent} /></div>}
        {steps.map((step) => <Chip key={idOf(step, nodes.value)} step={step} open={step === top} />)}
        <div role="listitem">
          <button type="button" class="chip add" onClick={openPalette}><Icon name="plus" /> Add step</button>
        </div>
        <div role="listitem" class="chip"><InputLine /></div>
        {spoken().length > 0 && <Extra label="Labels" open={rulesOpen} />}
        {doc.value.curriculum !== undefined && <Extra label="Curriculum" open={curriculumOpen} />}
        {doc.value.batch !== undefined && <Extra label="Batch" open={batchOpen} />}
        {partItems().length > 0 && <div role="listitem" class="chip add"><Menu label="Views, curriculum, mixes: add one" items={partItems}><Icon name="more" /></Menu></div>}
        <div role="listitem" class="chip"><Output /></div>
      </div>
    </>
  );
}

const EXTRAS = { rules: rulesOpen, curriculum: curriculumOpen, batch: batchOpen };

/** Which of the foot's cards is open, if what it is about is there. */
function openExtra(): keyof typeof EXTRAS | null {
  if (rulesOpen.value && spoken().length > 0) return "rules";
  if (curriculumOpen.value && doc.value.curriculum !== undefined) return "curriculum";
  return batchOpen.value && doc.value.batch !== undefined ? "batch" : null;
}

function Extra({ label, open }: { label: string; open: Signal<boolean> }) {
  const toggle = (): void => {
    const next = !open.value;
    batch(() => {
      selected.value = null;
      for (const other of Object.values(EXTRAS)) other.value = false;
      open.value = next;
    });
  };
  return (
    <div role="listitem" class={`chip${open.value ? " open" : ""}`}>
      <button type="button" aria-expanded={open.value} onClick={toggle}>{label}</button>
    </div>
  );
}

const sectionParent = (): string | null => (doc.value.views?.some(({ view }) => view === section.value) ? viewParent(section.value ?? "") : null);

/** Which view's steps the chips are. */
function SectionMenu({ parent }: { parent: string | null }) {
  const shown = parent === null ? "All views" : parent.slice(1);
  const go = (to: string | null): void => {
    selected.value = null;
    section.value = to;
  };
  const items = (): MenuItem[] => [
    { label: "All views", checked: parent === null, run: () => { go(null); } },
    ...(doc.value.views ?? []).map(({ view }) => ({ label: view, checked: parent === viewParent(view), run: () => { go(view); } })),
    ...(doc.value.views ?? []).flatMap(({ view }, at, all) => (parent === viewParent(view) ? viewItems(view, at, all.length - 1).map((item, i) => ({ ...item, apart: i === 0 })) : [])),
  ];
  return <Menu label={`Steps of: ${shown}`} items={items}><b>{shown}</b> <Icon name="down" /></Menu>;
}

/** The step of a policy's or a view's own list that is, or holds, the one with this id. */
function topOf(id: string): { step: Step; parent: string | null } | undefined {
  return ownLists(doc.value)
    .map(({ steps, parent }) => ({ step: steps.find((step) => holdsId(step, id)), parent }))
    .find((found): found is { step: Step; parent: string | null } => found.step !== undefined);
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
  return find({ augplay: 1, steps: [step] }, nodes.value, id) !== null;
}
