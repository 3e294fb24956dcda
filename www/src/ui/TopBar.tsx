import { catalogue, dialog, doc, panel, say, target, targetId, type Panel } from "../state/app";
import { redo, redoLabel, setName, settle, setTarget, undo, undoLabel } from "../state/edit";
import { forgetComparison, rememberForComparison } from "../state/grid";
import { shareLink } from "../state/share";
import { Icon, Mark } from "./icons";
import { Menu } from "./Menu";
import { switchTheme, theme } from "./theme";

export function TopBar() {
  const name = doc.value.name ?? "";
  const [library = "…", ...rest] = (target.value?.label ?? (targetId.value || "…")).split(" ");
  const version = rest.map((word) => ` ${word}`).join("");
  return (
    <header class="topbar">
      <h1 class="brand"><Mark /> augplay</h1>
      <span class="rule" aria-hidden="true" />
      <input
        class="policy-name"
        type="text"
        aria-label="Name of the policy"
        placeholder="untitled"
        spellcheck={false}
        size={Math.max(8, (name || "untitled").length)}
        value={name}
        onInput={(event) => { setName(event.currentTarget.value); }}
        onBlur={settle}
        onKeyDown={(event) => { if (event.key === "Enter" || event.key === "Escape") event.currentTarget.blur(); }}
      />
      <button type="button" class="quiet start-button" aria-haspopup="dialog" title="Presets, each with its source" onClick={() => { dialog.value = { kind: "start" }; }}>
        <span>Start from…</span><Icon name="down" />
      </button>
      <Menu
        class="target"
        label={`Target: ${target.value?.label ?? targetId.value}`}
        items={() =>
          (catalogue.value?.targets ?? []).map(({ id, label }) => ({
            label,
            checked: id === targetId.value,
            run: () => { switchTarget(id); },
          }))
        }
      >
        <span class="target-word">Target: </span>
        <b>{library}<span class="target-rest">{version}</span></b>
        <Icon name="down" />
      </Menu>
      <button type="button" class="tool" aria-label={undoLabel.value ? `Undo: ${undoLabel.value}` : "Undo"} title={undoLabel.value ? `Undo: ${undoLabel.value} (Ctrl Z)` : "Nothing to undo"} disabled={undoLabel.value === null} onClick={undo}>
        <Icon name="undo" />
      </button>
      <button type="button" class="tool" aria-label={redoLabel.value ? `Redo: ${redoLabel.value}` : "Redo"} title={redoLabel.value ? `Redo: ${redoLabel.value} (Ctrl Shift Z)` : "Nothing to redo"} disabled={redoLabel.value === null} onClick={redo}>
        <Icon name="redo" />
      </button>
      <span class="spring" />
      <button type="button" class="tool theme-switch" aria-label="Switch between light and dark" title={`Light or dark (now: ${theme.value})`} onClick={switchTheme}>
        <Icon name="theme" />
      </button>
      <PanelButton of="code" label="Code" class="quiet" />
      <button type="button" class="plain share" aria-label="Share" title="Copy a link that holds the whole policy" onClick={() => { void shareLink(); }}><span>Share</span><Icon name="link" /></button>
      <PanelButton of="export" label="Export" class="primary" />
    </header>
  );
}

function PanelButton({ of, label, class: className }: { of: Panel; label: string; class: string }) {
  const open = panel.value === of;
  return (
    <button type="button" class={`${className} panel-${of}`} aria-expanded={open} aria-controls="drawer" onClick={() => { panel.value = open ? "none" : of; }}>
      {label}
    </button>
  );
}

function switchTarget(id: string): void {
  if (id === targetId.value) return;
  forgetComparison();
  rememberForComparison();
  setTarget(id);
  if (!target.value) say({ tone: "error", text: "This target is not known here." });
}
