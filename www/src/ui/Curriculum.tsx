/** How much of the policy a sample gets as training goes on: the slider that looks at a moment, and the card that edits it. */
import { signal } from "@preact/signals";
import { course, newOver, OVER_LAWS, readCurriculum, SCALES, valueAt, writeCurriculum, type Curriculum, type Over, type OverLaw } from "../model/curriculum";
import { plain } from "../model/failure";
import { doc, dragging, effective, policyFailure, progress } from "../state/app";
import { setCurriculum, settle } from "../state/edit";
import type { Param } from "../types";
import { CardHead } from "./CardHead";
import { NumberField } from "./fields";
import { Icon } from "./icons";
import { Control } from "./ParamControl";
import { Slider } from "./Slider";

export const curriculumOpen = signal(false);

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** Below the tool bar while the policy has a curriculum. */
export function ProgressLine() {
  const { curriculum } = effective.value;
  if (curriculum === undefined) return null;
  const { scale, over } = readCurriculum(curriculum);
  const share = valueAt(over, progress.value);
  return (
    <div class="progress-line">
      <span class="progress-name">Training</span>
      <span class="progress-slider">
        <Slider
          scale={{ low: 0, high: 1, step: 0.01 }}
          values={[progress.value]}
          label="Training progress"
          read={percent}
          snap={(value) => Math.round(value * 100) / 100}
          onStart={() => { dragging.value = true; }}
          onEnd={settle}
          onInput={([value = 1]) => { progress.value = value; }}
        />
      </span>
      <span class="progress-value"><b>{percent(progress.value)}</b></span>
      <span class="progress-means">{scale === "magnitude" ? <>strength × <b>{share.toFixed(2)}</b></> : <><b>{percent(share)}</b> of samples get the policy</>}</span>
    </div>
  );
}

const field = (name: string, label: string, docs: string, min = 0, max = 1): Param => ({
  name, label, doc: docs, unit: "", kind: "number", law: false, default: 0, min, max, step: 0.01, rare: false,
});
const FIELDS: Record<Exclude<OverLaw, "step">, Param[]> = {
  constant: [field("value", "Value", "The same throughout.")],
  linear: [
    field("from", "From", "Value up to the start."),
    field("to", "To", "Value from the end on."),
    field("start", "Starts at", "Progress at which it leaves the first value."),
    field("end", "Ends at", "Progress at which it reaches the last value."),
  ],
  tanh: [{ ...field("tau", "Tau", "Progress at which it reaches 0.77.", 0.001, 100), slider_min: 0.01, slider_max: 1 }],
};

export function CurriculumCard() {
  const { curriculum: value } = doc.value;
  if (value === undefined) return null;
  const now = readCurriculum(value);
  const failure = policyFailure.value?.step === "curriculum" ? policyFailure.value : null;
  const open = curriculumOpen.value || failure !== null;
  const set = (next: Partial<Curriculum>, gesture: string | null = null): void => { setCurriculum(writeCurriculum({ ...now, ...next }), gesture); };
  return (
    <section class={`step label-rules${open ? " open" : ""}${failure ? " failed" : ""}`} aria-label="Curriculum">
      <CardHead name="Curriculum" title="How much of the policy a sample gets as training goes on" summary={`${now.scale} · ${now.over.law}`} open={open}
        toggle={() => { curriculumOpen.value = !open; }} items={() => [{ label: "Remove the curriculum", danger: true, run: () => { setCurriculum(undefined); } }]} />
      {open && (
        <div class="step-body">
          <Sparkline over={now.over} />
          <Choice label="Scales" value={now.scale} choices={SCALES} set={(scale) => { set({ scale }); }} />
          <Choice label="Course" value={now.over.law} choices={OVER_LAWS} set={(law) => { set({ over: newOver(law as OverLaw) }); }} />
          {now.over.law === "step" ? <Steps steps={now.over.steps} set={(steps) => { set({ over: { law: "step", steps } }); }} /> : <Fields over={now.over} set={(over, gesture) => { set({ over }, gesture); }} />}
        </div>
      )}
      {failure && <p class="param-error" role="alert">{plain(failure)}</p>}
    </section>
  );
}

function Choice({ label, value, choices, set }: { label: string; value: string; choices: readonly string[]; set: (value: string) => void }) {
  return (
    <div class="param param-line">
      <span class="param-name">{label}</span>
      <span class="select">
        <select aria-label={label} value={value} onChange={(event) => { set(event.currentTarget.value); }}>
          {choices.map((choice) => <option key={choice} value={choice}>{choice}</option>)}
        </select>
      </span>
    </div>
  );
}

function Fields({ over, set }: { over: Exclude<Over, { law: "step" }>; set: (over: Over, gesture: string | null) => void }) {
  const values: Record<string, unknown> = { ...over };
  return (
    <>
      {FIELDS[over.law].map((param) => (
        <div key={param.name} class="param" data-param={param.name}>
          <Control param={param} value={values[param.name]} set={(value, gesture = null) => { set({ ...over, [param.name]: value }, gesture && `${gesture}/curriculum/${param.name}`); }} />
        </div>
      ))}
    </>
  );
}

type OneStep = Extract<Over, { law: "step" }>["steps"][number];

function Steps({ steps, set }: { steps: OneStep[]; set: (steps: OneStep[]) => void }) {
  const bounded = (value: number): number => Math.min(1, Math.max(0, value));
  const add = (): void => {
    const last = steps.at(-1);
    set([...steps, { at: last ? (last.at + 1) / 2 : 0, value: 1 }]);
  };
  return (
    <div class="course-steps" role="group" aria-label="Steps of the course">
      {steps.map((step, i) => (
        <div key={i} class="param-line">
          <span class="param-value">
            from <NumberField value={step.at} label={`Step ${i + 1}, from`} onValue={(at) => { if (at !== null) set(steps.with(i, { ...step, at: bounded(at) })); }} />
            on <NumberField value={step.value} label={`Step ${i + 1}, value`} onValue={(value) => { if (value !== null) set(steps.with(i, { ...step, value: bounded(value) })); }} />
          </span>
          {steps.length > 1 && <button type="button" class="tiny" aria-label={`Remove step ${i + 1}`} onClick={() => { set(steps.toSpliced(i, 1)); }}><Icon name="close" /></button>}
        </div>
      ))}
      <button type="button" class="more" onClick={add}>Add a step</button>
    </div>
  );
}

const WIDTH = 280;
const HEIGHT = 52;

function Sparkline({ over }: { over: Over }) {
  const x = progress.value * WIDTH;
  const y = (1 - valueAt(over, progress.value)) * HEIGHT;
  return (
    <svg class="sparkline" viewBox={`0 -4 ${WIDTH} ${HEIGHT + 8}`} preserveAspectRatio="none" role="img" aria-label={`From ${percent(valueAt(over, 0))} at the start to ${percent(valueAt(over, 1))} at the end of training`}>
      <path class="sparkline-area" d={`${course(over, WIDTH, HEIGHT)}V${HEIGHT}H0Z`} />
      <path class="sparkline-line" d={course(over, WIDTH, HEIGHT)} />
      <path class="sparkline-now" d={`M${x} ${HEIGHT}V${y}`} />
    </svg>
  );
}
