/** The policy as text, to be read and edited. */
import { useState } from "preact/hooks";
import { doc, source, yaml } from "../state/app";
import { replaceDoc } from "../state/edit";
import { failureOf, readPolicy } from "../state/engine";
import { copy } from "../state/share";
import { save } from "../state/save";
import { fileStem } from "../model/bytes";
import type { Failure } from "../types";
import { withLine } from "../model/failure";

export function CodePanel() {
  const [draft, setDraft] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const text = draft ?? yaml.value;
  const kept = source.value;
  const losing = kept !== null && kept.text.includes("#") && kept.tree !== JSON.stringify(doc.value);

  const apply = async (): Promise<void> => {
    try {
      const { doc: next } = await readPolicy(text);
      replaceDoc("Edit the text", next);
      source.value = { text, tree: JSON.stringify(next) };
      setDraft(null);
      setFailure(null);
    } catch (error) {
      setFailure(failureOf(error));
    }
  };
  const discard = (): void => {
    setDraft(null);
    setFailure(null);
  };

  return (
    <div class="code-panel">
      <textarea
        class={`code${failure ? " wrong" : ""}`}
        aria-label="Policy as YAML"
        aria-invalid={failure !== null}
        spellcheck={false}
        autocomplete="off"
        wrap="off"
        value={text}
        onInput={(event) => { setDraft(event.currentTarget.value === yaml.value ? null : event.currentTarget.value); }}
        onKeyDown={(event) => {
          if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
            event.preventDefault();
            void apply();
          }
          if (event.key === "Tab" && !event.shiftKey) {
            event.preventDefault();
            event.currentTarget.setRangeText("  ", event.currentTarget.selectionStart, event.currentTarget.selectionEnd, "end");
            setDraft(event.currentTarget.value);
          }
        }}
      />
      {failure && (
        <p class="param-error" role="alert">
          {withLine(failure)}
        </p>
      )}
      {losing && draft === null && <p class="hint">The text this came from had comments. Edits made with the controls do not carry them; undo brings them back.</p>}
      <div class="panel-actions">
        {draft === null ? (
          <>
            <button type="button" class="plain" onClick={() => { void copy(text, "Policy copied."); }}>Copy</button>
            <button type="button" class="plain" onClick={() => { save(text, `${fileStem(doc.value.name ?? "policy")}.yaml`, "text/yaml"); }}>Download</button>
            <span class="hint">Edit the text, then apply.</span>
          </>
        ) : (
          <>
            <button type="button" class="primary" onClick={() => { void apply(); }}>Apply</button>
            <button type="button" class="quiet" onClick={discard}>Discard</button>
            <span class="hint"><kbd>Ctrl Enter</kbd></span>
          </>
        )}
      </div>
    </div>
  );
}
