/** The control of one parameter, chosen by its kind; the catalogue says everything else. */
import type { Param, Step } from "../types";
import { dialect, dragging, laws, nodes, policyFailure } from "../state/app";
import { setParam, settle } from "../state/edit";
import { isMissing, plain } from "../model/failure";
import { childrenOf } from "../model/tree";
import { clampHard, endsOf, lawFields, scaleOf, shapeOf, showValue, snap, valueOf, writeShape, type Shape } from "../model/value";
import { NumberField, Switch, TextField } from "./fields";
import { Icon } from "./icons";
import { LawControl } from "./LawControl";
import { ListField, isLong, listCount } from "./ListField";
import { Menu, type MenuItem } from "./Menu";
import { Slider } from "./Slider";

interface Props {
  id: string;
  step: Step;
  param: Param;
}

export function ParamControl({ id, step, param }: Props) {
  const value = valueOf(step, param);
  const set = (next: unknown, gesture: string | null = null): void => {
    setParam(id, param.name, next, gesture && `${gesture}/${id}/${param.name}`);
  };
  const failure = policyFailure.value;
  const mine = failure?.step === id && failure.param === param.name;
  const needed = mine && isMissing(failure);
  // A group with nothing inside says so itself.
  const wrong = mine && !needed && childrenOf(step, nodes.value)?.length !== 0;
  const foreign = param.dialects && param.dialects.length > 0 && !param.dialects.includes(dialect.value);
  return (
    <div class={`param${wrong ? " wrong" : ""}`} data-param={param.name}>
      <Control param={param} value={value} set={set} isSet={step[param.name] !== undefined} needed={needed} />
      {foreign && <p class="param-note">Not in this target. Remove it or switch the target.</p>}
      {wrong && <p class="param-error" role="alert">{plain(failure)}</p>}
      {needed && <p class="hint">{param.doc}</p>}
    </div>
  );
}

export interface ControlProps {
  param: Param;
  value: unknown;
  set: (value: unknown, gesture?: string | null) => void;
  isSet?: boolean;
  /** It has no default and was not given yet. */
  needed?: boolean;
}

export function Control(props: ControlProps) {
  const { param, value } = props;
  const numeric = param.kind === "number" || param.kind === "integer";
  if (numeric && shapeOf(value, laws.value)) return <NumericControl {...props} />;
  if ((param.kind === "numbers" || param.kind === "rects") && isLong(param, value))
    return (
      <>
        <div class="param-line">
          <Label {...props} />
          <span class="param-value">{listCount(param, value)}</span>
        </div>
        <PlainControl {...props} />
      </>
    );
  return (
    <div class="param-line">
      <Label {...props} />
      <PlainControl {...props} />
    </div>
  );
}

/** The name; double-click or the menu brings the default back. */
function Label({ param, set, isSet }: ControlProps) {
  const why = param.doc + (isSet ? "\nDouble-click for the default." : "");
  return (
    <span class={`param-name${isSet ? " set" : ""}`} title={why} onDblClick={() => { if (isSet) set(undefined); }}>
      {param.label}
    </span>
  );
}

function NumericControl(props: ControlProps) {
  const { param, value, set } = props;
  const shape = shapeOf(value, laws.value) ?? { kind: "constant" as const, value: 0 };
  const ends = shape.kind === "constant" ? [shape.value] : shape.kind === "range" ? [shape.low, shape.high] : [];
  const scale = scaleOf(param, ...ends);
  const write = (values: number[], gesture: string | null = null): void => {
    const tidy = values.map((each) => clampHard(each, param));
    const [a = 0, b] = tidy;
    set(b === undefined ? a : [Math.min(a, b), Math.max(a, b)], gesture);
  };
  return (
    <>
      <div class="param-line">
        <Label {...props} />
        <span class="param-value">
          {shape.kind === "law" ? (
            <span>{shape.law.replaceAll("_", " ")}</span>
          ) : (
            ends.map((end, i) => (
              <span key={i}>
                {i > 0 && " … "}
                <NumberField
                  value={end}
                  label={ends.length === 2 ? `${param.label}, ${i === 0 ? "from" : "to"}` : param.label}
                  onValue={(next) => { if (next !== null) write(ends.with(i, next)); }}
                />
              </span>
            ))
          )}
          {param.unit !== "" && shape.kind !== "law" && <span class="unit">{param.unit}</span>}
          {param.law && <ShapeMenu param={param} shape={shape} set={set} isSet={props.isSet ?? false} />}
        </span>
      </div>
      {shape.kind === "law" ? (
        <LawControl param={param} shape={shape} set={set} />
      ) : (
        <Slider
          scale={scale}
          values={ends}
          label={param.label}
          read={(each) => showValue(param, each)}
          snap={(each) => snap(each, param, scale.step)}
          onStart={() => { dragging.value = true; }}
          onEnd={settle}
          onInput={(values) => { write(values, "slide"); }}
        />
      )}
    </>
  );
}

/** Constant, range, or one of the laws of the catalogue. */
function ShapeMenu({ param, shape, set, isSet }: { param: Param; shape: Shape; set: ControlProps["set"]; isSet: boolean }) {
  const items = (): MenuItem[] => {
    const scale = scaleOf(param);
    const [low, high] = endsOf(shape, scale);
    const round = (each: number): number => snap(each, param, scale.step);
    const list: MenuItem[] = [
      { label: "Constant", checked: shape.kind === "constant", run: () => { set(round(shape.kind === "constant" ? shape.value : (low + high) / 2)); } },
      { label: "Range, uniform", checked: shape.kind === "range", run: () => { set([round(low), round(high)]); } },
    ];
    for (const law of laws.value.values()) {
      if (law.name === "uniform" || law.name === "constant") continue;
      list.push({
        label: law.name.replaceAll("_", " "),
        checked: shape.kind === "law" && shape.law === law.name,
        run: () => { set(writeShape({ kind: "law", law: law.name, fields: lawFields(law, round(low), round(high)) }, laws.value)); },
      });
    }
    if (isSet) list.push({ label: "Back to the default", apart: true, run: () => { set(undefined); } });
    return list;
  };
  return (
    <Menu items={items} label={`How ${param.label} is drawn`} title="Constant, range or another law" class="tiny" align="right">
      <Icon name="down" />
    </Menu>
  );
}

/** Controls on one line: everything but a number with a slider. */
export function PlainControl({ param, value, set, needed = false }: ControlProps) {
  const { label } = param;
  switch (param.kind) {
    case "bool":
      return <Switch on={value === true} label={label} onChange={set} />;
    case "choice":
      return (
        <span class="select">
          <select aria-label={label} value={String(value)} onChange={(event) => { set(event.currentTarget.value); }}>
            {(param.choices ?? []).map((choice) => (
              <option key={choice} value={choice}>{choice.replaceAll("_", " ")}</option>
            ))}
          </select>
        </span>
      );
    case "color":
      return <ColorField label={label} value={value} set={set} />;
    case "number":
    case "integer":
    case "seed":
      return (
        <span class="param-value">
          <NumberField
            value={typeof value === "number" ? value : null}
            label={label}
            placeholder="auto"
            onValue={(next) => { set(next === null ? undefined : clampHard(param.kind === "number" ? next : Math.round(next), param)); }}
          />
          {param.unit !== "" && <span class="unit">{param.unit}</span>}
        </span>
      );
    case "numbers":
    case "rects":
      return <ListField param={param} value={value} set={set} needed={needed} />;
    case "text":
      return (
        <TextField
          class="text short"
          label={label}
          value={typeof value === "string" ? value : JSON.stringify(value ?? null)}
          onValue={(text) => { set(readLoose(text)); }}
        />
      );
  }
}

/** Text that may be JSON; what is not stays text. */
function readLoose(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Grey levels, RGB lists and #rrggbb all stay what they are. */
function ColorField({ label, value, set }: { label: string; value: unknown; set: ControlProps["set"] }) {
  const hex2 = (level: number): string => Math.round(level).toString(16).padStart(2, "0");
  const levels = Array.isArray(value) ? (value as number[]) : typeof value === "number" ? [value, value, value] : [0, 0, 0];
  const hex = typeof value === "string" ? value : `#${[0, 1, 2].map((i) => hex2(levels[i] ?? levels[0] ?? 0)).join("")}`;
  return (
    <input
      class="color"
      type="color"
      aria-label={label}
      value={hex}
      onInput={(event) => {
        const picked = event.currentTarget.value;
        const rgb = [1, 3, 5].map((at) => Number.parseInt(picked.slice(at, at + 2), 16));
        const [r = 0, g = 0, b = 0] = rgb;
        if (typeof value === "string") set(picked, "colour");
        else if (typeof value === "number" && r === g && g === b) set(r, "colour");
        else set(rgb, "colour");
      }}
      onBlur={settle}
    />
  );
}
