/** The left column: the steps, and the palette in their place while one is added. */
import { useEffect } from "preact/hooks";
import { catalogue, doc, effective, nodes, paletteAt, policyFailure, selected } from "../state/app";
import { withLine } from "../model/failure";
import { allIds, find } from "../model/tree";
import { Chips } from "./Chips";
import { narrow } from "./narrow";
import { followDrags } from "./dragging";
import { Icon } from "./icons";
import { Input } from "./Input";
import { LabelRules } from "./LabelRules";
import { Output } from "./Output";
import { Palette } from "./Palette";
import { StepList } from "./StepList";

export function openPalette(): void {
  const at = selected.value === null ? null : find(doc.value, nodes.value, selected.value);
  paletteAt.value = at ? { parent: at.place.parent, index: at.place.index + 1 } : { parent: null, index: doc.value.steps.length };
}

export function Recipe() {
  useEffect(() => followDrags(), []);
  const place = paletteAt.value;
  const failure = policyFailure.value;
  const known = failure?.step !== undefined && allIds(effective.value, nodes.value).includes(failure.step);
  return (
    <aside class="recipe" aria-label="Recipe">
      {place ? (
        <Palette place={place} />
      ) : narrow.value && doc.value.steps.length > 0 ? (
        <Chips />
      ) : (
        <div class="recipe-scroll">
          {failure && !known && (
            <p class="param-error" role="alert">
              {withLine(failure)}
            </p>
          )}
          {catalogue.value && <Input />}
          <StepList steps={doc.value.steps} parent={null} />
          {catalogue.value && doc.value.steps.length === 0 && <p class="recipe-empty">No steps: every view is the picture as it is.</p>}
          {catalogue.value && (
            <button type="button" class="add-step" onClick={openPalette}>
              <Icon name="plus" /> Add step <kbd>/</kbd>
            </button>
          )}
          {catalogue.value && <LabelRules />}
          {catalogue.value && <Output />}
        </div>
      )}
    </aside>
  );
}
