/**
 * Small fields that look like text until they are used. They take over what stands in the element itself: a key may
 * come before the state is drawn.
 */
import { useLayoutEffect, useState } from "preact/hooks";
import { readNumber, showNumber } from "../model/value";

interface NumberProps {
  value: number | null;
  label: string;
  placeholder?: string;
  onValue: (value: number | null) => void;
}

/** A number typed exactly; the arrow keys leave it alone, Enter and leaving take it over. */
export function NumberField({ value, label, placeholder, onValue }: NumberProps) {
  const shown = value === null ? "" : showNumber(value);
  const [text, setText] = useState(shown);
  useLayoutEffect(() => { setText(shown); }, [shown]);
  const take = (field: HTMLInputElement): void => {
    const read = readNumber(field.value);
    if (field.value.trim() === "" && placeholder !== undefined) onValue(null);
    else if (read !== null && read !== value) onValue(read);
    // Until a new value comes down (it may be bounded, or refused), the old one stands.
    setText(shown);
    field.value = shown;
  };
  return (
    <input
      class="number"
      type="text"
      inputMode="decimal"
      size={Math.max(2, text.length || (placeholder?.length ?? 0))}
      aria-label={label}
      placeholder={placeholder}
      value={text}
      onInput={(event) => { setText(event.currentTarget.value); }}
      onBlur={(event) => { take(event.currentTarget); }}
      onFocus={(event) => { event.currentTarget.select(); }}
      onKeyDown={(event) => {
        if (event.key === "Enter") take(event.currentTarget);
        if (event.key === "Escape") setText(shown);
      }}
    />
  );
}

interface TextProps {
  value: string;
  label: string;
  class?: string;
  placeholder?: string;
  invalid?: boolean;
  onValue: (value: string) => void;
}

export function TextField({ value, label, class: className = "text", placeholder, invalid, onValue }: TextProps) {
  const [text, setText] = useState(value);
  useLayoutEffect(() => { setText(value); }, [value]);
  return (
    <input
      class={className}
      type="text"
      aria-label={label}
      aria-invalid={invalid}
      placeholder={placeholder}
      spellcheck={false}
      value={text}
      onInput={(event) => { setText(event.currentTarget.value); }}
      onBlur={(event) => { if (event.currentTarget.value !== value) onValue(event.currentTarget.value); }}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key === "Escape") setText(value);
      }}
    />
  );
}

interface SwitchProps {
  on: boolean;
  label: string;
  title?: string;
  onChange: (on: boolean) => void;
}

export function Switch({ on, label, title, onChange }: SwitchProps) {
  return (
    <button
      type="button"
      class="switch"
      role="switch"
      aria-checked={on}
      aria-label={label}
      title={title}
      onClick={(event) => {
        event.stopPropagation();
        onChange(!on);
      }}
    />
  );
}
