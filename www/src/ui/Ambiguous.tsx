/** Pictures that several records of a label file fit: which one is meant? */
import { useEffect, useRef, useState } from "preact/hooks";
import { answer, questions, type Question } from "../state/annotate";

export function AmbiguousLabels() {
  const asked = questions.value;
  if (asked.length === 0) return null;
  return <Ask key={asked.map(({ key }) => key).join()} asked={asked} />;
}

function Ask({ asked }: { asked: Question[] }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => { dialog.current?.showModal(); }, []);
  const leave = (): void => { void answer(new Map()); };
  return (
    <dialog ref={dialog} class="ask" aria-labelledby="ask-title" onClose={leave} onCancel={leave}>
      <h2 id="ask-title">{asked.length === 1 ? "Which record is meant?" : "Which records are meant?"}</h2>
      <p class="hint">Several records have the same file name.</p>
      <ul class="ask-list">
        {asked.map(({ key, name, candidates }) => (
          <li key={key} class="param-line">
            <span class="param-name" title={name}>{name}</span>
            <span class="select">
              <select
                aria-label={`Record for ${name}`}
                value={chosen.get(key) ?? ""}
                onChange={(event) => {
                  const next = new Map(chosen);
                  if (event.currentTarget.value === "") next.delete(key);
                  else next.set(key, event.currentTarget.value);
                  setChosen(next);
                }}
              >
                <option value="">none</option>
                {candidates.map((candidate) => <option key={candidate} value={candidate}>{candidate}</option>)}
              </select>
            </span>
          </li>
        ))}
      </ul>
      <div class="panel-actions">
        <button type="button" class="primary" disabled={chosen.size === 0} onClick={() => { void answer(chosen); }}>Use {chosen.size} of {asked.length}</button>
        <button type="button" class="quiet" onClick={leave}>Leave them without labels</button>
      </div>
    </dialog>
  );
}
