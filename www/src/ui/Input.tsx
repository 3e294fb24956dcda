/** How files become the picture that the steps get: colour, grey, or a window of deep grey. */
import { computed } from "@preact/signals";
import { mergeLevels, tidyWindow, TOP, windowOf, type Shape } from "../model/levels";
import { showNumber } from "../model/value";
import { doc, dragging } from "../state/app";
import { setInput, settle } from "../state/edit";
import { samples } from "../state/samples";
import { NumberField } from "./fields";
import { Icon } from "./icons";
import { Menu, type MenuItem } from "./Menu";
import { Slider } from "./Slider";

const deep = computed(() => samples.value.filter(({ levels }) => levels !== undefined));
const shape = computed(() => mergeLevels(deep.value.flatMap(({ levels }) => (levels ? [levels] : []))));

const RGB = "colour (RGB)";
const GREY = "grey";
const WINDOW = "grey, a window of levels";

/** The menu alone, in a line. */
export function InputLine() {
  const now = doc.value.input;
  const window = windowOf(now);
  const shown = window ? `grey, ${showNumber(window[0])} to ${showNumber(window[1])}` : now === "grey" ? GREY : RGB;
  const items = (): MenuItem[] => [
    { label: RGB, checked: !window && now !== "grey", run: () => { setInput(undefined); } },
    { label: GREY, checked: now === "grey", run: () => { setInput("grey"); } },
    { label: WINDOW, checked: window !== null, run: openWindow },
  ];
  return (
    <p class="output">
      <span>Input</span>
      <Menu class="output-menu" label={`Input: ${shown}`} title="How files are read before the first step" align="right" items={items}>
        {shown} <Icon name="down" />
      </Menu>
    </p>
  );
}

function openWindow(): void {
  setInput({ window: shape.peek()?.fit ?? [0, TOP] });
}

/** Whether there is a window to set, or one to offer. */
export const hasWindow = (): boolean => windowOf(doc.value.input) !== null || deep.value.length > 0;

/** The line, and below it the window or the offer of one. */
export function Input({ lineless = false }: { lineless?: boolean }) {
  const window = windowOf(doc.value.input);
  return (
    <div class="input">
      {!lineless && <InputLine />}
      {window ? <WindowControl window={window} shape={shape.value} /> : <OfferWindow />}
    </div>
  );
}

/** Deep grey read as 8 bits is mostly white: said at once, with the way out. */
function OfferWindow() {
  const [first] = deep.value;
  if (!first?.levels) return null;
  const { min, max } = first.levels;
  const which = deep.value.length === 1 ? first.name : `${deep.value.length} pictures`;
  return (
    <div class="input-offer">
      <p>
        {which} {deep.value.length === 1 ? "holds" : "hold"} more than 8 bits (levels {min} to {max}).
      </p>
      <button type="button" class="plain" onClick={openWindow}>Choose a window</button>
    </div>
  );
}

const WIDTH = 288;
const HEIGHT = 44;

function WindowControl({ window, shape: levels }: { window: [number, number]; shape: Shape | null }) {
  const [low, high] = window;
  const from = Math.min(levels?.min ?? 0, low);
  const to = Math.max(levels?.max ?? TOP, high);
  const scale = { low: from, high: to, step: Math.max(1, Math.round((to - from) / 512)) };
  const set = (next: readonly [number, number], gesture: string | null = null): void => { setInput({ window: tidyWindow(next) }, gesture); };
  const fits = levels && (levels.fit[0] !== low || levels.fit[1] !== high);
  return (
    <div class="window">
      {levels && <Histogram levels={levels} from={from} to={to} window={window} />}
      <Slider
        scale={scale}
        values={window}
        label="Window"
        read={(level) => `level ${level}`}
        snap={Math.round}
        onStart={() => { dragging.value = true; }}
        onEnd={settle}
        onInput={([a = low, b = high]) => { set([a, b], "slide/window"); }}
      />
      <div class="window-line">
        <span class="param-value">
          <NumberField value={low} label="Window, from" onValue={(next) => { if (next !== null) set([next, high]); }} />
          {" … "}
          <NumberField value={high} label="Window, to" onValue={(next) => { if (next !== null) set([low, next]); }} />
        </span>
        <span class="hint">become 0 … 255</span>
        <span class="spring" />
        {fits && <button type="button" class="link" title="All but the outermost hundredth on either side" onClick={() => { set(levels.fit); }}>Fit</button>}
      </div>
    </div>
  );
}

/** Bars over the slider's own range; what the window leaves out is paler. Heights are square roots, so that rare levels show. */
function Histogram({ levels: { min, max, bars }, from, to, window: [low, high] }: { levels: Shape; from: number; to: number; window: [number, number] }) {
  const span = Math.max(1, to - from);
  const at = (level: number): number => ((level - from) / span) * WIDTH;
  const most = Math.max(...bars, 1);
  const path = (of: (level: number) => boolean): string =>
    bars
      .map((count, i) => {
        const level = min + ((i + 0.5) / bars.length) * (max - min);
        if (count === 0 || !of(level)) return "";
        const tall = Math.max(1, Math.sqrt(count / most) * HEIGHT);
        const left = at(min + (i / bars.length) * (max - min));
        const wide = Math.max(0.5, ((max - min) / bars.length / span) * WIDTH - 0.4);
        return `M${left.toFixed(1)} ${HEIGHT}v${(-tall).toFixed(1)}h${wide.toFixed(1)}v${tall.toFixed(1)}z`;
      })
      .join("");
  const inside = (level: number): boolean => level >= low && level <= high;
  return (
    <svg class="histogram" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={`Levels from ${min} to ${max}`}>
      <path class="out" d={path((level) => !inside(level))} />
      <path class="in" d={path(inside)} />
    </svg>
  );
}
