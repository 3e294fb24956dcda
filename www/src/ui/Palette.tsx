/** Finding a step to add. What is under the pointer or the cursor already shows on the grid. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { OpDecl, Step } from "../types";
import { firstSentence } from "../model/value";
import { answer, rank } from "../model/fuzzy";
import { sections, type Section } from "../model/palette";
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
  const groups = useMemo(() => sections(all, catalogue.value?.groups ?? []), [all]);
  const shelves = useMemo(() => (query === "" ? groups : [{ label: "", ops: rank(query, all) }]), [query, all, groups]);
  const found = useMemo(() => shelves.flatMap(({ ops }) => ops), [shelves]);
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
  const jump = (label: string): void => {
    list.current?.querySelector(`[aria-label="${CSS.escape(label)}"]`)?.scrollIntoView({ block: "start" });
    input.current?.focus();
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown") setActive(Math.min(found.length - 1, active + 1));
    else if (event.key === "ArrowUp") setActive(Math.max(0, active - 1));
    else if (event.key === "PageDown") setActive(starts(shelves).find((start) => start > active) ?? found.length - 1);
    else if (event.key === "PageUp") setActive(starts(shelves).findLast((start) => start < active) ?? 0);
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
      {query === "" && (
        <div class="palette-jumps" role="group" aria-label="Go to a group">
          {groups.map(({ label }) => (
            <button key={label} type="button" onClick={() => { jump(label); }}>{label}</button>
          ))}
        </div>
      )}
      <div ref={list} id="palette-list" class="palette-list" role="listbox" aria-label="Steps" onPointerLeave={() => { if (query === "") setActive(-1); }}>
        {shelves.map(({ label, ops }, at) => {
          const start = starts(shelves)[at] ?? 0;
          const options = ops.map((op, i) => (
            <Entry key={op.name} op={op} index={start + i} active={active} query={query} onActive={setActive} onAdd={add} />
          ));
          if (label === "") return options;
          return (
            <div key={label} role="group" aria-label={label}>
              <div class="palette-group" aria-hidden="true">{label}</div>
              {options}
            </div>
          );
        })}
        {found.length === 0 && <p class="palette-none">No step is called “{query}”.</p>}
      </div>
      <p class="palette-foot">Hover to preview · <kbd>Enter</kbd> adds · <a href="docs/" target="_blank" rel="noopener">all ops</a></p>
    </div>
  );
}

const speaks = (op: OpDecl): boolean => op.kind === "node" || (op.library === null && op.dialects.includes(dialect.value));
/** The index of each shelf's first op. */
function starts(shelves: readonly Section[]): number[] {
  let next = 0;
  return shelves.map(({ ops }) => {
    const start = next;
    next += ops.length;
    return start;
  });
}

interface EntryProps {
  op: OpDecl;
  index: number;
  active: number;
  query: string;
  onActive: (index: number) => void;
  onAdd: (op: OpDecl) => void;
}

function Entry({ op, index, active, query, onActive, onAdd }: EntryProps) {
  const alias = query === "" ? null : answer(query, op)?.alias;
  return (
    <div
      id={`op-${index}`}
      class={`palette-op${index === active ? " active" : ""}`}
      role="option"
      aria-selected={index === active}
      title={op.doc}
      onPointerMove={() => { if (active !== index) onActive(index); }}
      onClick={() => { onAdd(op); }}
    >
      <span class="palette-name">
        <b>{op.name}</b>
        {alias && <span class="palette-alias">{alias}</span>}
        {!speaks(op) && <span class="palette-mark" title="Not in the target; drawn with another library's arithmetic">not in target</span>}
      </span>
      <span class="palette-doc">{firstSentence(op.doc)}</span>
    </div>
  );
}
