/** Above the grid: what the columns are, and what the cells have in common. */
import { doc, mode, overlays, parts, partSeen, partShown, policyFailure, showOriginals, stepsView, zoom, type Mode } from "../state/app";
import { reroll } from "../state/edit";
import { comparison, facts, forgetComparison } from "../state/grid";
import { kinds, layers, toggleLayer } from "../state/labels";
import { labelled } from "../state/safety";
import { showNumber } from "../model/value";
import { partName, viewColour } from "../model/views";
import { Icon } from "./icons";
import { Menu } from "./Menu";

const MODES: { id: Mode; label: string; title: string }[] = [
  { id: "draws", label: "Draws", title: "Every column is another draw" },
  { id: "steps", label: "Steps", title: "Every column is one step further" },
  { id: "labels", label: "Labels", title: "What many draws do to boxes and keypoints" },
];

export function ToolBar() {
  return (
    <div class="toolbar">
      <div class="segments" role="radiogroup" aria-label="Columns">
        {MODES.filter(({ id }) => id !== "labels" || mode.value === id || labelled.value.length > 0).map(({ id, label, title }) => (
          <button key={id} type="button" role="radio" aria-checked={mode.value === id} title={title} onClick={() => { mode.value = id; }}>
            {label}
          </button>
        ))}
      </div>
      {mode.value === "steps" && <DrawPicker />}
      {mode.value !== "draws" && <PartPicker />}
      <FactsLine />
      <span class="spring" />
      <OverlayToggle />
      <button
        type="button"
        class="tool hold"
        aria-label="Hold to see the originals"
        aria-pressed={showOriginals.value}
        title="Hold to see the originals (Space)"
        onPointerDown={() => { showOriginals.value = true; }}
        onPointerUp={() => { showOriginals.value = false; }}
        onPointerLeave={() => { showOriginals.value = false; }}
      >
        <Icon name="eye" />
      </button>
      <span class="zoom">
        <button type="button" class="tool" aria-label="Smaller cells" title="Smaller cells" onClick={() => { zoom.value = Math.max(96, Math.round(zoom.value / 1.25)); }}><Icon name="minus" /></button>
        <button type="button" class="tool" aria-label="Larger cells" title="Larger cells" onClick={() => { zoom.value = Math.min(480, Math.round(zoom.value * 1.25)); }}><Icon name="plus" /></button>
      </span>
      <span class="seed" title="The policy's seed: the same seed draws the same views everywhere">seed {doc.value.seed ?? 0}</span>
      <button type="button" class="quiet reroll" title="New dice for every cell (R)" onClick={reroll}>Re-roll <kbd>R</kbd></button>
    </div>
  );
}

/** Boxes, masks and keypoints on the pictures; which of them, where there are several. */
function OverlayToggle() {
  const all = kinds.value;
  if (all.length === 0) return null;
  return (
    <span class="overlay-toggle">
      <button type="button" class="quiet toggle" aria-pressed={overlays.value} title={`Show ${all.join(", ")} on the pictures`} onClick={() => { overlays.value = !overlays.value; }}>
        Overlays
      </button>
      {all.length > 1 && (
        <Menu
          class="tiny"
          label="Which overlays"
          align="right"
          items={() => all.map((kind) => ({ label: kind, checked: layers.value[kind], several: true, run: () => { toggleLayer(kind); } }))}
        >
          <Icon name="down" />
        </Menu>
      )}
    </span>
  );
}

function DrawPicker() {
  const at = stepsView.value;
  return (
    <span class="view-picker">
      <button type="button" class="tool" aria-label="The draw before" disabled={at === 0} onClick={() => { stepsView.value = at - 1; }}><Icon name="left" /></button>
      <span>draw {at + 1}</span>
      <button type="button" class="tool" aria-label="The next draw" onClick={() => { stepsView.value = at + 1; }}><Icon name="right" /></button>
    </span>
  );
}

/** Which of a draw's views the columns or counts are about. */
function PartPicker() {
  const at = partShown.value;
  const shown = at === undefined ? undefined : parts.value[at];
  if (!shown) return null;
  return (
    <Menu class="part-picker" label={`View: ${partName(shown)}`} items={() => parts.value.map((part) => ({ label: partName(part), checked: part === shown, run: () => { partSeen.value = part.index; } }))}>
      <span class="view-dot" style={{ "--view": viewColour(shown.view) }} aria-hidden="true" /> {partName(shown)} <Icon name="down" />
    </Menu>
  );
}

function FactsLine() {
  const known = facts.value;
  const switched = comparison.value;
  if (switched && switched.known > 0)
    return (
      <p class="facts" aria-live="polite">
        <span>
          <b>{switched.changed} of {switched.known}</b> views changed with the target
          {switched.changed > 0 ? `, by up to ${switched.most} levels` : ""}
        </span>
        <button type="button" class="tiny" aria-label="Remove the marks" title="Remove the marks" onClick={forgetComparison}><Icon name="close" /></button>
      </p>
    );
  if (policyFailure.value) return <p class="facts" role="status"><span>The pictures show the policy as it was before.</span></p>;
  if (!known || mode.value !== "draws") return <p class="facts" />;
  return (
    <p class="facts">
      <span><b>{known.steps.toFixed(1)}</b> steps per view</span>
      <span title="Views that leave the picture exactly as it was"><b>{Math.round(known.untouched * 100)} %</b> untouched</span>
      <span title="Pixels no input pixel stands behind: borders, holes"><b>{Math.round(known.madeUp * 100)} %</b> made-up pixels</span>
      <span title="Mean time of one view at full size"><b>{known.ms < 10 ? showNumber(Math.round(known.ms * 10) / 10) : Math.round(known.ms)}</b> ms</span>
      {known.draft && <span class="draft-word">draft</span>}
    </p>
  );
}
