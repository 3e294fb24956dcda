/** How many cells stand side by side, and how large they are. */
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { zoom } from "../state/app";
import { cellPx, columns, side as cellSide } from "../state/grid";
import { narrow } from "./narrow";

const GAP = 8;

/** Keeps the counts and sizes true to the area that cells are shown in. */
export function useCellSize(scroll: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const area = scroll.current;
    if (!area) return;
    const measure = (): void => {
      // Once more when it is taken away: then it has no size.
      if (!area.isConnected) return;
      const style = getComputedStyle(area);
      const width = area.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
      const count = narrow.peek() ? 2 : Math.max(2, Math.min(16, Math.round((width + GAP) / (zoom.value + GAP))));
      const side = (width - GAP * (count - 1)) / count;
      columns.value = count;
      // Steps of 64 px: small changes of the window do not render everything anew.
      cellPx.value = Math.min(1024, Math.max(64, Math.ceil((side * devicePixelRatio) / 64) * 64));
      area.style.setProperty("--columns", String(count));
      area.style.setProperty("--side", `${side}px`);
      cellSide.value = side;
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(area);
    const stop = zoom.subscribe(measure);
    return () => {
      observer.disconnect();
      stop();
    };
  }, [scroll]);
}
