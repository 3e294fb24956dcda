/** Rows are samples; columns are draws, or the steps of one draw. */
import { batch, signal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { layout, mode, partShown, stepsView } from "../state/app";
import { busy, cellOf, type Cell, columns, drawCells, rowsNear } from "../state/grid";
import { samples, settled, type Sample } from "../state/samples";
import { catalogue } from "../state/app";
import { CellView } from "./CellView";
import { useCellSize } from "./cellSize";
import { StepsHead, StepsRow } from "./StepsView";
import { OfferShrink } from "./OfferShrink";
import { ViewGroups, ViewsHead } from "./ViewGroups";

export function GridView() {
  const scroll = useRef<HTMLDivElement>(null);
  const watch = useMemo(() => new RowWatch(), []);

  useCellSize(scroll);
  useEffect(() => {
    if (scroll.current) watch.start(scroll.current);
    return () => { watch.stop(); };
  }, [watch]);

  const steps = mode.value === "steps";
  const several = !steps && layout.value.tiles.length > 0;
  const list = samples.value;
  return (
    <div ref={scroll} class={`grid-scroll${steps ? " steps-view" : ""}${several ? " views-grid" : ""}`} aria-busy={busy.value || !settled.value || watch.unreported.value > 0}>
      <p class="first-line">Every cell is one draw your training job could see. Drop your own images.</p>
      <OfferShrink />
      {steps && list.length > 0 && <StepsHead />}
      {several && list.length > 0 && <ViewsHead />}
      {list.map((sample) => (
        <Row key={sample.key} sample={sample} watch={watch} />
      ))}
      {list.length === 0 && settled.value && (
        <div class="grid-empty">
          <p>No pictures. Drop some here, paste one, or pick them below.</p>
        </div>
      )}
      {list.length === 0 && !settled.value && <Skeleton />}
      {!catalogue.value && <p class="visually-hidden" role="status">Starting</p>}
    </div>
  );
}

function Row({ sample, watch }: { sample: Sample; watch: RowWatch }) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => (row.current ? watch.add(row.current, sample.key) : undefined), [sample.key, watch]);
  const steps = mode.value === "steps";
  const cells = steps ? [cellOf("steps", sample.key, stepsView.value, partShown.value)] : drawCells(sample.key);
  const aspect = rowAspect(cells);
  return (
    <div ref={row} class="row" role="group" aria-label={sample.name} data-sample={sample.key} style={{ "--aspect": String(aspect) }}>
      <CellView cell={cellOf("original", sample.key, 0)} sample={sample} aspect={aspect} />
      {steps ? (
        <StepsRow sample={sample} aspect={aspect} />
      ) : layout.value.tiles.length > 0 ? (
        <ViewGroups sample={sample} aspect={aspect} />
      ) : (
        cells.map((cell) => <CellView key={cell.id} cell={cell} sample={sample} aspect={aspect} />)
      )}
    </div>
  );
}

/** Width to height of a row's cells: wide pictures do not stand in square holes, tall ones do not take the screen. */
function rowAspect(cells: readonly Cell[]): number {
  const aspects = cells.flatMap((cell) => (cell.shown.value?.pictures ?? []).map(({ width, height }) => width / height));
  return aspects.length === 0 ? 1 : Math.min(1.6, Math.max(0.8, Math.min(...aspects)));
}

/** Where pictures will be, before there are any. */
function Skeleton() {
  return (
    <div aria-hidden="true">
      {[0, 1, 2, 3, 4].map((row) => (
        <div key={row} class="row">
          {Array.from({ length: columns.value }, (_, i) => <div key={i} class="cell blank" />)}
        </div>
      ))}
    </div>
  );
}

/** Knows which rows are on screen or near it. */
class RowWatch {
  #observer: IntersectionObserver | null = null;
  #waiting = new Map<Element, string>();
  /** Rows of which nobody knows yet whether they are near: their cells are still to come. */
  readonly unreported = signal(0);
  readonly #unreported = new Set<Element>();

  start(root: HTMLElement): void {
    this.#observer = new IntersectionObserver(
      (entries) => {
        const near = new Set(rowsNear.peek());
        for (const { target, isIntersecting } of entries) {
          this.#unreported.delete(target);
          const key = this.#waiting.get(target);
          if (key === undefined) continue;
          if (isIntersecting) near.add(key);
          else near.delete(key);
        }
        batch(() => {
          rowsNear.value = near;
          this.unreported.value = this.#unreported.size;
        });
      },
      { root, rootMargin: "160px 0px" },
    );
    for (const element of this.#waiting.keys()) this.#observer.observe(element);
  }

  add(element: Element, key: string): () => void {
    this.#waiting.set(element, key);
    this.#unreported.add(element);
    this.unreported.value = this.#unreported.size;
    this.#observer?.observe(element);
    return () => {
      this.#observer?.unobserve(element);
      this.#waiting.delete(element);
      this.#unreported.delete(element);
      this.unreported.value = this.#unreported.size;
    };
  }

  stop(): void {
    this.#observer?.disconnect();
    this.#observer = null;
  }
}
