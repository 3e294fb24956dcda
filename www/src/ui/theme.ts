/** Light, dark, or as the system says. */
import { signal } from "@preact/signals";
import { savedTheme, saveTheme, type Theme } from "../state/store";

export const theme = signal<Theme>("auto");

const dark = (): boolean =>
  theme.value === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : theme.value === "dark";

export function applyTheme(): void {
  theme.value = savedTheme();
  mark();
}

/** Switches to the other of the two; back at the system's own, it follows the system again. */
export function switchTheme(): void {
  const next = dark() ? "light" : "dark";
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  theme.value = next === system ? "auto" : next;
  saveTheme(theme.value);
  mark();
}

function mark(): void {
  if (theme.value === "auto") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme.value;
}
