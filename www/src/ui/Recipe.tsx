/** The left column: the steps, and the palette in their place while one is added. */
import { useEffect } from "preact/hooks";
import { catalogue, dialog, doc, effective, nodes, paletteAt, policyFailure, section, selected } from "../state/app";
import { withLine } from "../model/failure";
import { allIds, find, listOf, viewParent } from "../model/tree";
import { Chips } from "./Chips";
import { narrow } from "./narrow";
import { followDrags } from "./dragging";
import { Icon } from "./icons";
import { Input } from "./Input";
import { Foot } from "./Foot";
import { Palette } from "./Palette";
import { StepList } from "./StepList";
import { ViewSections } from "./ViewSections";

export function openPalette(): void {
  const at = selected.value === null ? null : find(doc.value, nodes.value, selected.value);
  if (at) paletteAt.value = { parent: at.place.parent, index: at.place.index + 1 };
  else {
    const parent = doc.value.views?.some(({ view }) => view === section.value) ? viewParent(section.value ?? "") : null;
    paletteAt.value = { parent, index: listOf(doc.value, nodes.value, parent).length };
  }
}

export function Recipe() {
  useEffect(() => followDrags(), []);
  const place = paletteAt.value;
  const failure = policyFailure.value;
  // Cards of the foot and the views' own heads tell what is theirs.
  const elsewhere = failure?.step?.startsWith("batch") === true || failure?.step === "curriculum" || (doc.value.views ?? []).some(({ view }) => view === failure?.step);
  const known = failure?.step !== undefined && (elsewhere || allIds(effective.value, nodes.value).includes(failure.step));
  const several = doc.value.views !== undefined;
  const empty = doc.value.steps.length === 0 && !several;
  return (
    <aside class="recipe" aria-label="Recipe">
      {place ? (
        <Palette place={place} />
      ) : narrow.value && !empty ? (
        <Chips />
      ) : (
        <div class="recipe-scroll">
          {failure && !known && (
            <p class="param-error" role="alert">
              {withLine(failure)}
            </p>
          )}
          {catalogue.value && <Input />}
          {several ? <ViewSections /> : <StepList steps={doc.value.steps} parent={null} />}
          {catalogue.value && empty && (
            <div class="recipe-empty">
              <p>No steps: every view is the picture as it is.</p>
              <button type="button" class="plain" onClick={() => { dialog.value = { kind: "start" }; }}>Start from…</button>
            </div>
          )}
          {catalogue.value && !several && (
            <button type="button" class="add-step" onClick={openPalette}>
              <Icon name="plus" /> Add step <kbd>/</kbd>
            </button>
          )}
          {catalogue.value && <Foot />}
        </div>
      )}
    </aside>
  );
}
