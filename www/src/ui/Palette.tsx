/** Finding a step to add. What is under the pointer or the cursor already shows on the grid. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { OpDecl, Preset, Step } from "../types";
import { firstSentence } from "../model/value";
import { answer, rank, SCATTERED, score } from "../model/fuzzy";
import { sections } from "../model/palette";
import { catalogue, dialect, dialog, paletteAt, preview } from "../state/app";
import { addStep } from "../state/edit";
import { needPresets, presets, startFrom } from "../state/presets";
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
  const known = presets.value;
  const shelves = useMemo((): Shelf[] => {
    const ops = (query === "" ? groups : [{ label: "", ops: rank(query, all) }]).map(({ label, ops: own }) => ({ label, items: own.map((op): Item => ({ op })) }));
    const found = commandsFor(query, known).map((command): Item => ({ command }));
    return found.length === 0 ? ops : [...ops, { label: "Policies", items: found }];
  }, [query, all, groups, known]);
  const found = useMemo(() => shelves.flatMap(({ items }) => items), [shelves]);
  const item = found[active];
  const shown = item && "op" in item ? item.op : undefined;

  useEffect(() => {
    const before = document.activeElement;
    input.current?.focus();
    return () => {
      preview.value = null;
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  useEffect(() => {
    setActive(query === "" ? -1 : 0);
    // Presets are found by name too; they are fetched with the first letter.
    if (query !== "") void needPresets();
  }, [query]);
  useEffect(() => {
    if (active >= 0) list.current?.querySelector(`#op-${active}`)?.scrollIntoView({ block: "nearest" });
    const timer = setTimeout(() => {
      preview.value = shown && shown.kind === "op" ? { step: stepFor(shown), place } : null;
    }, 60);
    return () => { clearTimeout(timer); };
  }, [shown, active, place]);

  const close = (): void => { paletteAt.value = null; };
  const take = (chosen: Item | undefined): void => {
    if (!chosen) return;
    preview.value = null;
    close();
    if ("op" in chosen) addStep(place, stepFor(chosen.op));
    else chosen.command.run();
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
    else if (event.key === "Enter") take(item ?? found[0]);
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
          {shelves.map(({ label }) => (
            <button key={label} type="button" onClick={() => { jump(label); }}>{label}</button>
          ))}
        </div>
      )}
      <div ref={list} id="palette-list" class="palette-list" role="listbox" aria-label="Steps" onPointerLeave={() => { if (query === "") setActive(-1); }}>
        {shelves.map(({ label, items }, at) => {
          const start = starts(shelves)[at] ?? 0;
          const options = items.map((one, i) => (
            <Entry key={"op" in one ? one.op.name : one.command.id} item={one} index={start + i} active={active} query={query} onActive={setActive} onTake={take} />
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
/** What is found beside steps. */
interface Command {
  id: string;
  name: string;
  doc: string;
  run: () => void;
}

type Item = { op: OpDecl } | { command: Command };

interface Shelf {
  label: string;
  items: Item[];
}

const COMMANDS: Command[] = [
  { id: "start", name: "Start from…", doc: "Policies of papers and libraries, each with its source.", run: () => { dialog.value = { kind: "start" }; } },
  { id: "laws", name: "What does 9 mean?", doc: "One magnitude in the laws of several libraries, side by side.", run: () => { dialog.value = { kind: "laws", step: null }; } },
];

/** Without words the two commands, with words what answers to them, presets by name. */
function commandsFor(query: string, known: readonly Preset[] | null): Command[] {
  const all = [...COMMANDS, ...(known ?? []).map((preset): Command => ({ id: `preset-${preset.id}`, name: `Start from ${preset.name}`, doc: preset.doc, run: () => { void startFrom(preset); } }))];
  if (query === "") return COMMANDS;
  const named = (text: string): boolean => (score(query, text) ?? Infinity) < SCATTERED;
  return all.filter(({ name, doc }) => named(name) || named(doc));
}

/** The index of each shelf's first item. */
function starts(shelves: readonly Shelf[]): number[] {
  let next = 0;
  return shelves.map(({ items }) => {
    const start = next;
    next += items.length;
    return start;
  });
}

interface EntryProps {
  item: Item;
  index: number;
  active: number;
  query: string;
  onActive: (index: number) => void;
  onTake: (item: Item) => void;
}

function Entry({ item, index, active, query, onActive, onTake }: EntryProps) {
  const op = "op" in item ? item.op : null;
  const { name, doc } = "op" in item ? item.op : item.command;
  const alias = query === "" || !op ? null : answer(query, op)?.alias;
  return (
    <div
      id={`op-${index}`}
      class={`palette-op${index === active ? " active" : ""}`}
      role="option"
      aria-selected={index === active}
      title={doc}
      onPointerMove={() => { if (active !== index) onActive(index); }}
      onClick={() => { onTake(item); }}
    >
      <span class="palette-name">
        <b>{name}</b>
        {alias && <span class="palette-alias">{alias}</span>}
        {op && !speaks(op) && <span class="palette-mark" title="Not in the target; drawn with another library's arithmetic">not in target</span>}
      </span>
      <span class="palette-doc">{firstSentence(doc)}</span>
    </div>
  );
}
