/** A picture to look into: fitted first, then by wheel and buttons, moved by dragging. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

interface Props {
  width: number;
  height: number;
  children: ComponentChildren;
  /** What lies over the picture at so many CSS pixels a picture pixel. */
  over?: (scale: number) => ComponentChildren;
}

export function ZoomBox({ width, height, children, over }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [fit, setFit] = useState(1);
  /** Zoom in picture pixels to CSS pixels; null fits the box. */
  const [zoom, setZoom] = useState<number | null>(null);
  const [offset, setOffset] = useState({ x: 0, y: 0 });
  const grab = useRef<{ x: number; y: number } | null>(null);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = (): void => { setFit(Math.min(element.clientWidth / width, element.clientHeight / height)); };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => { observer.disconnect(); };
  }, [width, height]);

  const scale = zoom ?? fit;
  const to = (next: number | null): void => {
    const bounded = next === null ? null : Math.min(32, Math.max(Math.min(fit, 1) / 2, next));
    setZoom(bounded);
    if (bounded === null || bounded <= fit) setOffset({ x: 0, y: 0 });
    else setOffset((now) => ({ x: (now.x * bounded) / scale, y: (now.y * bounded) / scale }));
  };
  const wheel = (event: WheelEvent): void => {
    event.preventDefault();
    to(scale * (event.deltaY < 0 ? 1.2 : 1 / 1.2));
  };
  return (
    <div
      ref={box}
      class={`zoom-box${scale > fit ? " movable" : ""}`}
      onWheel={wheel}
      onDblClick={() => { to(zoom === null ? Math.max(1, fit * 2) : null); }}
      onPointerDown={(event) => {
        if (scale <= fit || (event.target as HTMLElement).closest("button")) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        grab.current = { x: event.clientX - offset.x, y: event.clientY - offset.y };
      }}
      onPointerMove={(event) => { if (grab.current) setOffset({ x: event.clientX - grab.current.x, y: event.clientY - grab.current.y }); }}
      onPointerUp={() => { grab.current = null; }}
    >
      <div
        class={`zoomed${scale > 2 ? " pixels" : ""}`}
        style={{ width: `${width * scale}px`, height: `${height * scale}px`, transform: `translate(-50%, -50%) translate(${offset.x}px, ${offset.y}px)` }}
      >
        {children}
        {Number.isFinite(scale) && scale > 0 && over?.(scale)}
      </div>
      <div class="zoom-buttons">
        <button type="button" onClick={() => { to(null); }} aria-pressed={zoom === null}>fit</button>
        <button type="button" onClick={() => { to(1); }} aria-pressed={zoom === 1}>1:1</button>
        <button type="button" onClick={() => { to(4); }} aria-pressed={zoom === 4}>4:1</button>
        <span>{Math.round(scale * 100)} %</span>
      </div>
    </div>
  );
}
