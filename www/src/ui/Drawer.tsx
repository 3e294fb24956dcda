/** One drawer on the right: the policy as text, or as a file for a library. */
import { useEffect, useRef } from "preact/hooks";
import { panel } from "../state/app";
import { CodePanel } from "./CodePanel";
import { ExportPanel } from "./ExportPanel";
import { Icon } from "./icons";

export function Drawer() {
  const open = panel.value;
  const root = useRef<HTMLElement>(null);
  useEffect(() => {
    if (open !== "none") root.current?.focus();
  }, [open]);
  if (open === "none") return null;
  const close = (): void => {
    panel.value = "none";
    document.querySelector<HTMLElement>(`.panel-${open}`)?.focus();
  };
  return (
    <aside
      ref={root}
      id="drawer"
      class="drawer"
      tabIndex={-1}
      aria-label={open === "code" ? "Policy as text" : "Export"}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          event.preventDefault();
          close();
        }
      }}
    >
      <div class="drawer-head">
        <h2>{open === "code" ? "Code" : "Export"}</h2>
        <button type="button" class="tool" aria-label="Close" onClick={close}><Icon name="close" /></button>
      </div>
      {open === "code" ? <CodePanel /> : <ExportPanel />}
    </aside>
  );
}
