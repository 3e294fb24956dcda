/** Numbers or rectangles in one field: a line while they are few, a box of text when they are many. */
import { useLayoutEffect, useState } from "preact/hooks";
import type { Param } from "../types";
import { readNumbers, readRects, writeNumbers, writeRects } from "../model/list";

interface Props {
  param: Param;
  value: unknown;
  needed?: boolean;
  set: (value: unknown) => void;
}

/** Longer texts do not fit a line. */
const LINE = 24;

const textOf = (param: Param, value: unknown): string => {
  if (!Array.isArray(value)) return "";
  return param.kind === "rects" ? writeRects(value) : writeNumbers(value);
};

export const isLong = (param: Param, value: unknown): boolean => param.kind === "rects" || textOf(param, value).length > LINE;

export function ListField({ param, value, needed, set }: Props) {
  const shown = textOf(param, value);
  const [text, setText] = useState(shown);
  const [wrong, setWrong] = useState(false);
  // Before anybody can type: what is typed is never taken back.
  useLayoutEffect(() => {
    setText(shown);
    setWrong(false);
  }, [shown]);
  // The field's own text: a key may come before the state is drawn.
  const take = (text: string): void => {
    if (text === shown) {
      setWrong(false);
      return;
    }
    const read = text.trim() === "" ? undefined : param.kind === "rects" ? readRects(text) : readNumbers(text);
    setWrong(read === null);
    if (read !== null) set(read);
  };
  const shared = {
    "aria-label": param.label,
    "aria-invalid": wrong,
    placeholder: param.kind === "rects" ? "x, y, width, height" : needed ? "needed" : "auto",
    spellcheck: false,
    value: text,
    onInput: (event: { currentTarget: { value: string } }) => { setText(event.currentTarget.value); },
    onBlur: (event: { currentTarget: { value: string } }) => { take(event.currentTarget.value); },
  };
  const escape = (event: KeyboardEvent): void => {
    if (event.key === "Escape") setText(shown);
  };
  return (
    <>
      {isLong(param, value) ? (
        <textarea {...shared} class="text list" rows={param.kind === "rects" ? 2 : 3} onKeyDown={escape} />
      ) : (
        <input
          {...shared}
          class="text short"
          type="text"
          onKeyDown={(event) => {
            if (event.key === "Enter") event.currentTarget.blur();
            escape(event);
          }}
        />
      )}
      {wrong && <p class="param-note" role="alert">{param.kind === "rects" ? "Four numbers a rectangle: x, y, width, height." : "Only numbers, with commas between them."}</p>}
    </>
  );
}

/** How many there are, beside the label of a long list. */
export function listCount(param: Param, value: unknown): string {
  if (!Array.isArray(value)) return "";
  const one = param.kind === "rects" ? "rectangle" : "number";
  return `${value.length} ${one}${value.length === 1 ? "" : "s"}`;
}
