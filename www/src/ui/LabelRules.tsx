/** Which boxes and keypoints stay: the policy's own rules, from their declarations in the catalogue. */
import { signal } from "@preact/signals";
import type { Param, RuleKind } from "../types";
import { plain } from "../model/failure";
import { allIds } from "../model/tree";
import { showValue } from "../model/value";
import { catalogue, doc, labelOf, nodes, policyFailure } from "../state/app";
import { setRule } from "../state/edit";
import { kinds } from "../state/labels";
import { CardHead } from "./CardHead";
import { Control } from "./ParamControl";

export const rulesOpen = signal(false);
const more = signal(false);

const KINDS: RuleKind[] = ["boxes", "keypoints"];
const paramsOf = (kind: RuleKind): Param[] => catalogue.value?.label_rules[kind] ?? [];

/** Kinds that pictures carry or the policy speaks of. */
export const spoken = (): RuleKind[] => KINDS.filter((kind) => doc.value[kind] !== undefined || kinds.value.includes(kind));

export function LabelRules() {
  const shown = spoken();
  const failure = policyFailure.value;
  const wrong = KINDS.some((kind) => kind === failure?.step) && !allIds(doc.value, nodes.value).includes(failure?.step ?? "");
  if (shown.length === 0) return null;
  const isOpen = rulesOpen.value || wrong;
  return (
    <section class={`step label-rules${isOpen ? " open" : ""}${wrong ? " failed" : ""}`} aria-label="Rules for labels">
      <CardHead name="Labels" title="Which boxes and keypoints stay" summary={shown.flatMap(summaryOf).join(" · ") || "all that stay in the picture"} open={isOpen} toggle={() => { rulesOpen.value = !isOpen; }} />
      {isOpen && <div class="step-body">{shown.map((kind) => <Kind key={kind} kind={kind} titled={shown.length > 1} />)}<More shown={shown} /></div>}
      {wrong && failure && <p class="param-error" role="alert">{`${labelOf(failure) ?? ""}: ${plain(failure)}`}</p>}
    </section>
  );
}

const summaryOf = (kind: RuleKind): string[] =>
  paramsOf(kind).flatMap((param) => {
    const value = doc.value[kind]?.[param.name];
    return value === undefined ? [] : [`${param.label.toLowerCase()} ${showValue(param, value)}`];
  });

function Kind({ kind, titled }: { kind: RuleKind; titled: boolean }) {
  const rules = doc.value[kind] ?? {};
  return (
    <div role="group" aria-label={kind}>
      {titled && <p class="rules-kind">{kind === "boxes" ? "Boxes" : "Keypoints"}</p>}
      {paramsOf(kind)
        .filter(({ rare, name }) => !rare || more.value || rules[name] !== undefined)
        .map((param) => (
          <div key={param.name} class="param" data-param={param.name}>
            <Control
              param={param}
              value={rules[param.name] ?? param.default}
              isSet={rules[param.name] !== undefined}
              set={(value, gesture = null) => { setRule(kind, param.name, value === param.default ? undefined : value, gesture && `${gesture}/${kind}/${param.name}`); }}
            />
          </div>
        ))}
    </div>
  );
}

function More({ shown }: { shown: RuleKind[] }) {
  if (!shown.some((kind) => paramsOf(kind).some(({ rare }) => rare))) return null;
  return (
    <button type="button" class="more" aria-expanded={more.value} onClick={() => { more.value = !more.value; }}>
      {more.value ? "less" : "more"}
    </button>
  );
}
