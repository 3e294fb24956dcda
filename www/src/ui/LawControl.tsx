/** The fields of a law and a drawing of its shape. */
import type { Param } from "../types";
import { closeUp, density, endsOf, scaleOf, showValue, snap, withEnds, writeShape, type Fields, type Shape } from "../model/value";
import { dragging, laws } from "../state/app";
import { settle } from "../state/edit";
import { NumberField } from "./fields";
import { Slider } from "./Slider";
import { PlainControl, type ControlProps } from "./ParamControl";

interface Props {
  param: Param;
  shape: Extract<Shape, { kind: "law" }>;
  set: ControlProps["set"];
}

export function LawControl({ param, shape, set }: Props) {
  const law = laws.value.get(shape.law);
  const write = (name: string, value: unknown): void => {
    const fields: Fields = { ...shape.fields, [name]: value };
    if (value === undefined) Reflect.deleteProperty(fields, name);
    set(writeShape({ ...shape, fields }, laws.value));
  };
  return (
    <div class="law">
      <Density param={param} shape={shape} />
      <EndsSlider param={param} shape={shape} set={set} />
      <div class="law-fields">
        {(law?.fields ?? []).map((field) => (
          <LawField key={field.name} field={field} value={shape.fields[field.name] ?? field.default} write={(value) => { write(field.name, value); }} />
        ))}
      </div>
    </div>
  );
}

/** Two numbers (a clip) get two fields; everything else its plain control. */
function LawField({ field, value, write }: { field: Param; value: unknown; write: (value: unknown) => void }) {
  const pair = Array.isArray(value) && value.length === 2 ? (value as number[]) : null;
  return (
    <span class="law-field" title={field.doc}>
      <span>{field.label}</span>
      {pair ? (
        <span class="param-value">
          {pair.map((end, i) => (
            <span key={i}>
              {i > 0 && " … "}
              <NumberField value={end} label={`${field.label}, ${i === 0 ? "from" : "to"}`} onValue={(next) => { if (next !== null) write(pair.with(i, next)); }} />
            </span>
          ))}
        </span>
      ) : typeof value === "object" && value !== null && field.kind === "number" ? (
        <code class="law-inner">{JSON.stringify(value)}</code>
      ) : (
        <PlainControl param={field} value={value} set={write} />
      )}
    </span>
  );
}

/** Where the law is cut off, by two thumbs. */
function EndsSlider({ param, shape, set }: Props) {
  const ends = endsOf(shape, scaleOf(param));
  if (!withEnds(shape, ...ends)) return null;
  const scale = scaleOf(param, ...ends);
  return (
    <Slider
      scale={scale}
      values={ends}
      label={param.label}
      read={(each) => showValue(param, each)}
      snap={(each) => snap(each, param, scale.step)}
      onStart={() => { dragging.value = true; }}
      onEnd={settle}
      onInput={([low = ends[0], high = ends[1]]) => {
        const next = withEnds(shape, low, high);
        if (next) set(writeShape(next, laws.value), "slide");
      }}
    />
  );
}

const WIDTH = 288;
const HEIGHT = 26;

function Density({ param, shape }: { param: Param; shape: Shape }) {
  const heights = density(shape, closeUp(shape, scaleOf(param)));
  if (!heights) return null;
  const bar = WIDTH / heights.length;
  return (
    <svg class="density" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {heights.map((height, i) => {
        const tall = height * (HEIGHT - 2);
        return (
          <g key={i}>
            <rect class="density-bar" x={i * bar} y={HEIGHT - tall} width={bar - 1} height={tall} />
            <rect class="density-top" x={i * bar} y={HEIGHT - tall - 1} width={bar - 1} height={height > 0.01 ? 1.5 : 0} />
          </g>
        );
      })}
    </svg>
  );
}
