/** One thumb for a constant, two for a range. Thumbs are sliders to assistive technology. */
import { useRef } from "preact/hooks";
import type { Scale } from "../model/value";

interface Props {
  scale: Scale;
  values: readonly number[];
  label: string;
  /** How a value reads aloud. */
  read: (value: number) => string;
  snap: (value: number) => number;
  onInput: (values: number[]) => void;
  onStart: () => void;
  onEnd: () => void;
}

export function Slider({ scale, values, label, read, snap, onInput, onStart, onEnd }: Props) {
  const track = useRef<HTMLDivElement>(null);
  const held = useRef<number | null>(null);
  const span = scale.high - scale.low;
  const share = (value: number): number => Math.min(1, Math.max(0, (value - scale.low) / span));

  const set = (thumb: number, raw: number): void => {
    const value = Math.min(scale.high, Math.max(scale.low, snap(raw)));
    const next = [...values];
    const [low, high] = next;
    // Thumbs do not pass each other.
    if (next.length === 2 && low !== undefined && high !== undefined)
      next[thumb] = thumb === 0 ? Math.min(value, high) : Math.max(value, low);
    else next[thumb] = value;
    if (next[thumb] !== values[thumb]) onInput(next);
  };

  const at = (event: PointerEvent): number => {
    const box = track.current?.getBoundingClientRect();
    return box ? scale.low + Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * span : scale.low;
  };

  const nearest = (value: number): number => {
    const [a, b] = values;
    if (b === undefined || a === undefined) return 0;
    if (a === b) return value < a ? 0 : 1;
    return Math.abs(value - a) <= Math.abs(value - b) ? 0 : 1;
  };

  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    event.preventDefault();
    const value = at(event);
    held.current = nearest(value);
    track.current?.setPointerCapture(event.pointerId);
    (track.current?.querySelectorAll<HTMLElement>(".thumb")[held.current])?.focus();
    onStart();
    set(held.current, value);
  };
  const move = (event: PointerEvent): void => {
    if (held.current !== null) set(held.current, at(event));
  };
  const up = (): void => {
    if (held.current === null) return;
    held.current = null;
    onEnd();
  };

  const key = (event: KeyboardEvent, thumb: number): void => {
    const value = values[thumb] ?? scale.low;
    const big = event.shiftKey ? 10 : 1;
    const to: Record<string, number> = {
      ArrowRight: value + scale.step * big,
      ArrowUp: value + scale.step * big,
      ArrowLeft: value - scale.step * big,
      ArrowDown: value - scale.step * big,
      PageUp: value + scale.step * 10,
      PageDown: value - scale.step * 10,
      Home: scale.low,
      End: scale.high,
    };
    const next = to[event.key];
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    set(thumb, next);
  };

  const first = values.length === 2 ? share(values[0] ?? scale.low) : share(Math.max(scale.low, Math.min(0, scale.high)));
  const last = share(values.at(-1) ?? scale.low);
  return (
    <div
      ref={track}
      class="slider"
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
      onLostPointerCapture={up}
    >
      <div class="slider-track">
        <div
          class="slider-fill"
          style={{ left: `${Math.min(first, last) * 100}%`, width: `${Math.abs(last - first) * 100}%` }}
        />
      </div>
      {values.map((value, thumb) => (
        <div
          key={thumb}
          class="thumb"
          role="slider"
          tabIndex={0}
          aria-label={values.length === 2 ? `${label}, ${thumb === 0 ? "from" : "to"}` : label}
          aria-valuemin={scale.low}
          aria-valuemax={scale.high}
          aria-valuenow={value}
          aria-valuetext={read(value)}
          style={{ left: `${share(value) * 100}%` }}
          onKeyDown={(event) => { key(event, thumb); }}
          onBlur={onEnd}
        />
      ))}
    </div>
  );
}
