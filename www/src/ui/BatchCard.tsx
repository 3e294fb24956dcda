/** How samples of a batch are mixed: size and pairing, and the mixes that are chosen among. */
import { signal } from "@preact/signals";
import { plain } from "../model/failure";
import { mixShares, showPercent } from "../model/mixes";
import { without } from "../model/record";
import { firstSentence, showValue } from "../model/value";
import { catalogue, doc, policyFailure } from "../state/app";
import { setBatch } from "../state/edit";
import type { BatchRules, Failure, Mix, MixDecl, Param } from "../types";
import { CardHead } from "./CardHead";
import { Switch } from "./fields";
import { Icon } from "./icons";
import { Menu, type MenuItem } from "./Menu";
import { Control } from "./ParamControl";

export const batchOpen = signal(false);
const openMix = signal<number | null>(null);
const more = signal(false);

const declOf = (name: string): MixDecl | undefined => catalogue.value?.mixes?.find((decl) => decl.name === name);
const titleOf = (name: string): string => declOf(name)?.title ?? name;

export function BatchCard() {
  const { batch } = doc.value;
  if (!batch) return null;
  const failure = policyFailure.value?.step?.startsWith("batch") === true ? policyFailure.value : null;
  const open = batchOpen.value || failure !== null;
  const mixes = batch.mixes ?? [];
  const shares = mixShares(batch);
  const params = catalogue.value?.batch?.params ?? [];
  const set = (next: Partial<BatchRules>, gesture: string | null = null): void => { setBatch(withoutGaps({ ...batch, ...next }), gesture); };
  const none = shares.at(-1) ?? 0;
  const summary = [mixes.map(({ mix }) => titleOf(mix)).join(", ") || "no mix", ...(none > 0 ? [`none ${showPercent(none)}`] : [])].join(" · ");
  return (
    <section class={`step label-rules batch-card${open ? " open" : ""}${failure ? " failed" : ""}`} aria-label="Batch">
      <CardHead name="Batch" title="How finished samples are mixed with each other" summary={summary} open={open}
        toggle={() => { batchOpen.value = !open; }} items={() => [{ label: "Remove the batch stage", danger: true, run: () => { setBatch(undefined); } }]} />
      {open && (
        <div class="step-body">
          {params.filter(({ rare, name }) => !rare || more.value || batch[name] !== undefined).map((param) => (
            <Field key={param.name} param={param} of={batch} place="batch" failure={failure?.step === "batch" ? failure : null} set={(value, gesture) => { set({ [param.name]: value }, gesture); }} />
          ))}
          {params.some(({ rare }) => rare) && <button type="button" class="more" aria-expanded={more.value} onClick={() => { more.value = !more.value; }}>{more.value ? "less" : "more"}</button>}
          <ul class="mixes" aria-label="Mixes">
            {mixes.map((mix, i) => (
              <MixCard key={i} mix={mix} at={i} share={shares[i] ?? 0} last={mixes.length - 1} failure={failure?.step === `batch.mixes[${i}]` ? failure : null}
                set={(next, gesture) => { set({ mixes: mixes.with(i, next) }, gesture); }}
                move={(by) => { set({ mixes: mixes.toSpliced(i, 1).toSpliced(i + by, 0, mix) }); }}
                remove={() => { set({ mixes: mixes.toSpliced(i, 1) }); }} />
            ))}
          </ul>
          <Menu class="add-inside" label="Add a mix" items={() => addItems((mix) => {
            openMix.value = mixes.length;
            set({ mixes: [...mixes, { mix }] });
          })}><Icon name="plus" /> Add a mix</Menu>
        </div>
      )}
      {failure && !(failure.param !== undefined && placed(failure, mixes.length, params)) && <p class="param-error" role="alert">{plain(failure)}</p>}
    </section>
  );
}

/** Whether a failure is told at its own control. */
const placed = ({ step, param }: Failure, count: number, params: readonly Param[]): boolean =>
  step === "batch" ? params.some(({ name }) => name === param) : Array.from({ length: count }, (_, i) => `batch.mixes[${i}]`).some((place) => place === step);

const withoutGaps = (rules: BatchRules): BatchRules => Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined));

/** All mixes there are. */
export const addItems = (add: (mix: string) => void): MenuItem[] =>
  (catalogue.value?.mixes ?? []).map(({ name, title }) => ({ label: title, run: () => { add(name); } }));

interface FieldProps {
  param: Param;
  of: Record<string, unknown>;
  place: string;
  failure: Failure | null;
  set: (value: unknown, gesture: string | null) => void;
}

function Field({ param, of, place, failure, set }: FieldProps) {
  const isSet = of[param.name] !== undefined;
  return (
    <div class={`param${failure?.param === param.name ? " wrong" : ""}`} data-param={param.name}>
      <Control param={param} value={of[param.name] ?? param.default} isSet={isSet} set={(value, gesture = null) => { set(value === param.default ? undefined : value, gesture && `${gesture}/${place}/${param.name}`); }} />
      {failure?.param === param.name && <p class="param-error" role="alert">{plain(failure)}</p>}
    </div>
  );
}

interface MixProps {
  mix: Mix;
  at: number;
  last: number;
  share: number;
  failure: Failure | null;
  set: (mix: Mix, gesture: string | null) => void;
  move: (by: -1 | 1) => void;
  remove: () => void;
}

function MixCard({ mix, at, last, share, failure, set, move, remove }: MixProps) {
  const decl = declOf(mix.mix);
  const open = openMix.value === at || failure !== null;
  const common = catalogue.value?.batch?.mix ?? [];
  const weight = common.filter(({ kind }) => kind !== "bool");
  const off = mix["enabled"] === false;
  const spoken = (decl?.params ?? []).filter(({ name }) => mix[name] !== undefined).map((param) => `${param.label.toLowerCase()} ${showValue(param, mix[param.name])}`);
  const items = (): MenuItem[] => [
    ...(at > 0 ? [{ label: "Move up", run: () => { move(-1); } }] : []),
    ...(at < last ? [{ label: "Move down", run: () => { move(1); } }] : []),
    { label: "Delete", danger: true, run: remove },
  ];
  return (
    <li class={`step${open ? " open" : ""}${off ? " off" : ""}${failure ? " failed" : ""}`} data-mix={mix.mix}>
      <div class="step-head">
        <Switch on={!off} label={`${titleOf(mix.mix)} on`} onChange={(on) => {
          set(on ? (without(mix, "enabled") as Mix) : { ...mix, enabled: false }, null);
        }} />
        <button type="button" class="step-title" aria-expanded={open} title={decl?.doc} onClick={() => { openMix.value = open ? null : at; }}>
          <span class="step-name">{mix.mix}</span>
          <span class="step-summary">{spoken.join(" · ")}</span>
        </button>
        <span class="chance" title="Its share of the choice">{showPercent(share)}<span class="chance-bar"><span style={{ width: `${share * 100}%` }} /></span></span>
        <Menu items={items} label={`What to do with ${titleOf(mix.mix)}`} class="step-menu" align="right"><Icon name="more" /></Menu>
      </div>
      {open && (
        <div class="step-body">
          {decl && <p class="step-doc" title={decl.doc}>{firstSentence(decl.doc)} <span class="muted">{decl.source}</span></p>}
          {[...weight, ...(decl?.params ?? [])].map((param) => (
            <Field key={param.name} param={param} of={mix} place={`mix/${at}`} failure={failure} set={(value, gesture) => { set(withoutGaps({ ...mix, [param.name]: value }) as Mix, gesture); }} />
          ))}
          {failure && failure.param === undefined && <p class="param-error" role="alert">{plain(failure)}</p>}
        </div>
      )}
    </li>
  );
}
