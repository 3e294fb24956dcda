/** Finding a step to add. What is under the pointer or the cursor already shows on the grid. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { OpDecl, Step } from "../types";
import { firstSentence } from "../model/value";
import { rank } from "../model/fuzzy";
import { catalogue, dialect, paletteAt, preview } from "../state/app";
import { addStep } from "../state/edit";
import { Icon } from "./icons";
import type { Place } from "../model/tree";

const stepFor = (op: OpDecl): Step => (op.kind === "node" ? { [op.name]: [] } : { op: op.name });

export function Palette({ place }: { place: Place }) {
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const all = catalogue.value?.ops ?? [];
  const found = useMemo(() => (query === "" ? grouped(all) : rank(query, all)), [query, all]);
  const shown = found[active];

  useEffect(() => {
    const before = document.activeElement;
    input.current?.focus();
    return () => {
      preview.value = null;
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  useEffect(() => { setActive(query === "" ? -1 : 0); }, [query]);
  useEffect(() => {
    if (active >= 0) list.current?.querySelector(`#op-${active}`)?.scrollIntoView({ block: "nearest" });
    const timer = setTimeout(() => {
      preview.value = shown && shown.kind === "op" ? { step: stepFor(shown), place } : null;
    }, 60);
    return () => { clearTimeout(timer); };
  }, [shown, active, place]);

  const close = (): void => { paletteAt.value = null; };
  const add = (op: OpDecl | undefined): void => {
    if (!op) return;
    preview.value = null;
    close();
    addStep(place, stepFor(op));
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown") setActive(Math.min(found.length - 1, active + 1));
    else if (event.key === "ArrowUp") setActive(Math.max(0, active - 1));
    else if (event.key === "Enter") add(shown ?? found[0]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div class="palette" role="dialog" aria-label="Add a step">
      <div class="palette-head">
        <input
          ref={input}
          class="palette-search"
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={active >= 0 ? `op-${active}` : undefined}
          aria-label="Search steps"
          placeholder="Search steps"
          spellcheck={false}
          autocomplete="off"
          value={query}
          onInput={(event) => { setQuery(event.currentTarget.value); }}
          onKeyDown={key}
        />
        <button type="button" class="tool" aria-label="Close" title="Close (Esc)" onClick={close}><Icon name="close" /></button>
      </div>
      <div ref={list} id="palette-list" class="palette-list" role="listbox" aria-label="Steps" onPointerLeave={() => { if (query === "") setActive(-1); }}>
        {found.map((op, i) => (
          <div key={op.name}>
            {query === "" && found[i - 1]?.group !== op.group && <div class="palette-group" role="presentation">{groupLabel(op)}</div>}
            <div
              id={`op-${i}`}
              class={`palette-op${i === active ? " active" : ""}`}
              role="option"
              aria-selected={i === active}
              onPointerMove={() => { if (active !== i) setActive(i); }}
              onClick={() => { add(op); }}
            >
              <span class="palette-name">
                <b>{op.name}</b>
                {!speaks(op) && <span class="palette-mark" title="Not in the target; drawn with another library's arithmetic">not in target</span>}
              </span>
              <span class="palette-doc">{firstSentence(op.doc)}</span>
            </div>
          </div>
        ))}
        {found.length === 0 && <p class="palette-none">No step is called “{query}”.</p>}
      </div>
      <p class="palette-foot">Hover to preview · <kbd>Enter</kbd> adds · <a href="docs/" target="_blank" rel="noopener">all ops</a></p>
    </div>
  );
}

const speaks = (op: OpDecl): boolean => op.kind === "node" || (op.library === null && op.dialects.includes(dialect.value));
const groupLabel = (op: OpDecl): string => (op.fixed ? "Building blocks" : (catalogue.value?.groups.find(({ id }) => id === op.group)?.label ?? op.group));

/** In the catalogue's order of groups, building blocks last. */
function grouped(ops: readonly OpDecl[]): OpDecl[] {
  const order = new Map((catalogue.value?.groups ?? []).map(({ id }, i) => [id, i]));
  const place = (op: OpDecl): number => (op.fixed ? 1000 : 0) + (order.get(op.group) ?? 500);
  return ops.toSorted((a, b) => place(a) - place(b));
}
