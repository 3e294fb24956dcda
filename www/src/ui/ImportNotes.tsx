/** What was not understood of a policy from elsewhere, until it is dismissed. */
import { doc, importNotes } from "../state/app";
import { copy } from "../state/share";
import { Icon } from "./icons";

/** "line 3: …" as number and words. */
function parted(line: string): { at: string; text: string } {
  const found = /^line (\d+): (.*)$/is.exec(line);
  return { at: found?.[1] ?? "", text: found?.[2] ?? line };
}

export function ImportNotes() {
  const now = importNotes.value;
  // Undone, there is nothing to say of it; redone, there is.
  if (!now || doc.value === now.before) return null;
  const { title, lines } = now;
  return (
    <section class="import-notes" aria-label="What was not understood">
      <div class="import-head">
        <h2>{title}: {lines.length === 1 ? "one thing to know" : `${lines.length} things to know`}</h2>
        <button type="button" class="quiet" onClick={() => { void copy(lines.join("\n"), "The list is copied."); }}>Copy</button>
        <button type="button" class="tiny" aria-label="Dismiss the list" onClick={() => { importNotes.value = null; }}><Icon name="close" /></button>
      </div>
      <ul tabIndex={0} aria-label="Notes">
        {lines.map(parted).map(({ at, text }, i) => (
          <li key={i}>
            {at !== "" && <span class="import-line">line {at}</span>}
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
