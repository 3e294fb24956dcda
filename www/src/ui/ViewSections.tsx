/** The steps of a policy with several views: what all begin with, then each view's own. */
import { addView, copiesOf, moveView, removeView, renameView, setCount, viewColour } from "../model/views";
import { viewParent } from "../model/tree";
import { doc, paletteAt, policyFailure, section, say } from "../state/app";
import { editViews } from "../state/edit";
import { plain } from "../model/failure";
import type { View } from "../types";
import { NumberField, TextField } from "./fields";
import { Icon } from "./icons";
import { Menu, type MenuItem } from "./Menu";
import { StepList } from "./StepList";

export function ViewSections() {
  const { views = [], steps } = doc.value;
  return (
    <div class="view-sections">
      <section class="view-section" aria-label="All views">
        <div class="view-head">
          <span class="view-name all">All views</span>
          <span class="hint">first, with the same numbers</span>
        </div>
        <StepList steps={steps} parent={null} />
        <AddHere parent={null} count={steps.length} label="all views" />
      </section>
      {views.map((view, i) => <Section key={i} view={view} at={i} last={views.length - 1} />)}
      <button type="button" class="add-step add-view" onClick={() => { another(views.at(-1)?.view ?? "view"); }}><Icon name="plus" /> Add view</button>
    </div>
  );
}

function AddHere({ parent, count, label }: { parent: string | null; count: number; label: string }) {
  return (
    <button type="button" class="add-inside" aria-label={`Add step to ${label}`} onClick={() => { paletteAt.value = { parent, index: count }; }}>
      <Icon name="plus" /> Add step
    </button>
  );
}

function another(like: string): void {
  editViews("Add view", (now, nodes) => {
    const added = addView(now, nodes, like);
    section.value = added.name;
    return added.doc;
  });
}

export function rename(from: string, to: string): void {
  const next = renameView(doc.value, from, to);
  if (next) editViews("Rename view", () => next);
  else say({ tone: "info", text: `A view needs a name of its own; “${to.trim()}” is taken or empty.` });
}

export function viewItems(name: string, at: number, last: number): MenuItem[] {
  return [
    { label: "Another view like this", run: () => { another(name); } },
    ...(at > 0 ? [{ label: "Move up", run: () => { editViews("Move view", (now) => moveView(now, name, -1)); } }] : []),
    ...(at < last ? [{ label: "Move down", run: () => { editViews("Move view", (now) => moveView(now, name, 1)); } }] : []),
    { label: last === 0 ? "Back to a policy of one view" : "Delete the view", danger: true, apart: true, run: () => { editViews("Delete view", (now) => removeView(now, name)); } },
  ];
}

function Section({ view, at, last }: { view: View; at: number; last: number }) {
  const { view: name, steps } = view;
  const failure = policyFailure.value?.step === name ? policyFailure.value : null;
  return (
    <section class="view-section" aria-label={`View ${name}`} style={{ "--view": viewColour(at) }}>
      <div class="view-head">
        <span class="view-dot" aria-hidden="true" />
        <TextField class="view-name" value={name} label={`Name of view ${name}`} onValue={(to) => { rename(name, to); }} />
        <span class="view-count" title="How often it is drawn, with other numbers each time">
          × <NumberField value={copiesOf(view)} label={`Copies of ${name}`} onValue={(count) => { if (count !== null) editViews("Change copies", (now) => setCount(now, name, Math.min(64, Math.max(1, Math.round(count))))); }} />
        </span>
        <Menu items={() => viewItems(name, at, last)} label={`What to do with view ${name}`} class="step-menu" align="right"><Icon name="more" /></Menu>
      </div>
      {failure && <p class="param-error" role="alert">{plain(failure)}</p>}
      <StepList steps={steps} parent={viewParent(name)} />
      <AddHere parent={viewParent(name)} count={steps.length} label={name} />
    </section>
  );
}
