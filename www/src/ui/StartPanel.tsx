/** Policies to start from, by group, each with its source. */
import { useEffect, useRef } from "preact/hooks";
import { dialog } from "../state/app";
import { needPresets, presets, startEmpty, startFrom } from "../state/presets";
import type { Preset } from "../types";
import { Icon } from "./icons";
import "../styles/start.css";

export default function StartPanel() {
  const panel = useRef<HTMLDialogElement>(null);
  const list = presets.value;
  useEffect(() => {
    panel.current?.showModal();
    void needPresets();
  }, []);
  useEffect(() => { if (list) panel.current?.querySelector<HTMLElement>(".start-item")?.focus(); }, [list]);
  const groups = [...new Set((list ?? []).map(({ group }) => group))];
  const close = (): void => { dialog.value = null; };
  return (
    <dialog ref={panel} class="start" aria-labelledby="start-title" onClose={close} onKeyDown={walk}
      onClick={(event) => { if (event.target === panel.current) panel.current?.close(); }}>
      <div class="start-head">
        <h2 id="start-title">Start from…</h2>
        <span class="hint">Your pictures stay; undo brings the former policy back.</span>
        <span class="spring" />
        <button type="button" class="tool" aria-label="Close" title="Close (Esc)" onClick={() => panel.current?.close()}><Icon name="close" /></button>
      </div>
      <div class="start-groups">
        {!list && <p class="hint" role="status">Reading the presets…</p>}
        {groups.map((group) => (
          <section key={group} class="start-group" aria-label={group}>
            <h3>{group}</h3>
            <ul>
              {(list ?? []).filter((one) => one.group === group).map((preset) => <Item key={preset.id} preset={preset} />)}
            </ul>
          </section>
        ))}
      </div>
      <p class="start-foot">
        <button type="button" class="link start-item" onClick={startEmpty}>An empty policy</button>
        <span class="hint">A timm string, a training command, Python code or a link: paste it anywhere.</span>
      </p>
    </dialog>
  );
}

function Item({ preset }: { preset: Preset }) {
  return (
    <li>
      <button type="button" class="start-item" onClick={() => { void startFrom(preset); }}>
        <b>{preset.name}</b>
        <span class="start-doc">{preset.doc}</span>
        <span class="start-source">{preset.source}</span>
      </button>
    </li>
  );
}

/** Arrow keys walk the list. */
function walk(event: KeyboardEvent): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined) return;
  const all = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>(".start-item")];
  const at = all.indexOf(document.activeElement as HTMLElement);
  event.preventDefault();
  all[Math.min(all.length - 1, Math.max(0, at + by))]?.focus();
}
