/** Keys of the whole page. Those of a field or a dialog come first. */
import { dialog, opened, paletteAt, panel, showOriginals } from "../state/app";
import { redo, reroll, undo } from "../state/edit";
import { openPalette } from "./Recipe";

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches("input:not([type=color]), textarea, select, [contenteditable]");

export function followKeys(): () => void {
  const down = (event: KeyboardEvent): void => {
    if (event.defaultPrevented) return;
    const command = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (command && key === "z" && !typing(event.target)) {
      event.preventDefault();
      if (event.shiftKey) redo();
      else undo();
      return;
    }
    if (command && key === "y" && !typing(event.target)) {
      event.preventDefault();
      redo();
      return;
    }
    if (command || event.altKey || typing(event.target)) return;
    if (event.key === " ") holdOriginals(event);
    else if (opened.value === null && dialog.value === null) pageKey(event, key);
  };
  const up = (event: KeyboardEvent): void => {
    if (event.key === " " && showOriginals.value) {
      event.preventDefault();
      showOriginals.value = false;
    }
  };
  const lost = (): void => { showOriginals.value = false; };
  document.addEventListener("keydown", down);
  document.addEventListener("keyup", up);
  addEventListener("blur", lost);
  return () => {
    document.removeEventListener("keydown", down);
    document.removeEventListener("keyup", up);
    removeEventListener("blur", lost);
  };
}

/** On a button Space still presses it, unless the button is a cell of the grid. */
function holdOriginals(event: KeyboardEvent): void {
  const { target } = event;
  const presses = target instanceof HTMLElement && target.matches("button:not(.cell), [role=slider], summary, a");
  if (presses) return;
  event.preventDefault();
  showOriginals.value = true;
}

function pageKey(event: KeyboardEvent, key: string): void {
  if (key === "r") reroll();
  else if (key === "/") openPalette();
  else if (key === "escape" && paletteAt.value) paletteAt.value = null;
  else if (key === "escape" && panel.value !== "none") panel.value = "none";
  else return;
  event.preventDefault();
}
