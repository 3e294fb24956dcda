/** An open step: its parameters, its chance, and what is rarely needed. */
import { useState } from "preact/hooks";
import type { OpDecl, Param, Step } from "../types";
import { dialect, dialog, isAutomatic } from "../state/app";
import { openSteps } from "../state/automatic";
import { setParam } from "../state/edit";
import { firstSentence } from "../model/value";
import { TextField } from "./fields";
import { ParamControl } from "./ParamControl";

/** The keys every step has, declared like an op's own parameters. */
const CHANCE: Param = {
  name: "p", label: "Chance", doc: "How often the step runs: 1 is always.", unit: "", kind: "number", law: false,
  default: 1, min: 0, max: 1, step: 0.01, rare: false,
};
const WEIGHT: Param = {
  name: "weight", label: "Weight", doc: "Its share of the choice, against its neighbours' weights.", unit: "", kind: "number", law: false,
  default: 1, min: 0, slider_min: 0, slider_max: 10, step: 0.1, rare: false,
};

export function StepBody({ id, step, decl, weighted }: { id: string; step: Step; decl: OpDecl | undefined; weighted: boolean }) {
  const [more, setMore] = useState(false);
  const here = (param: Param): boolean =>
    !param.dialects || param.dialects.length === 0 || param.dialects.includes(dialect.value) || step[param.name] !== undefined;
  const params = (decl?.params ?? []).filter(here);
  const open = params.filter((param) => !param.rare);
  const rare = params.filter((param) => param.rare);
  const hidden = rare.length + 1 + (weighted ? 1 : 0);
  return (
    <div class="step-body">
      {decl?.doc && (
        <p class="step-doc" title={decl.doc}>
          {firstSentence(decl.doc)}{" "}
          <a href={`docs/${decl.name}.html`} target="_blank" rel="noopener" aria-label={`docs of ${decl.name}`}>docs</a>
        </p>
      )}
      {open.map((param) => <ParamControl key={param.name} id={id} step={step} param={param} />)}
      {isAutomatic(step) && <AutomaticActions id={id} step={step} decl={decl} />}
      {weighted && <ParamControl id={id} step={step} param={WEIGHT} />}
      {!weighted && <ParamControl id={id} step={step} param={CHANCE} />}
      {more && (
        <>
          {rare.map((param) => <ParamControl key={param.name} id={id} step={step} param={param} />)}
          {weighted && <ParamControl id={id} step={step} param={CHANCE} />}
          <div class="param">
            <div class="param-line">
              <span class="param-name" title="A word to whoever reads the file.">Note</span>
              <TextField
                value={step.note ?? ""}
                label="Note"
                placeholder="why this step is here"
                onValue={(note) => { setParam(id, "note", note === "" ? undefined : note); }}
              />
            </div>
          </div>
        </>
      )}
      <button type="button" class="more" aria-expanded={more} onClick={() => { setMore(!more); }}>
        {more ? "less" : hidden > 1 ? "more" : "note"}
      </button>
    </div>
  );
}

/** An automatic policy can be looked into: as steps, and beside what other libraries make of its numbers. */
function AutomaticActions({ id, step, decl }: { id: string; step: Step; decl: OpDecl | undefined }) {
  const strength = step["magnitude"] ?? decl?.params.find(({ name }) => name === "magnitude")?.default;
  return (
    <p class="automatic-actions">
      <button type="button" class="link" onClick={() => { dialog.value = { kind: "laws", step: id }; }}>What does {typeof strength === "number" ? strength : "it"} mean?</button>
      <button type="button" class="link" title="The steps it stands for, to be read and changed. They draw the same." onClick={() => { void openSteps(id); }}>Open into steps</button>
    </p>
  );
}
