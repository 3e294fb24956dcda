/** Moving steps by pointer: between others, and into and out of groups. */
import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import { draggable, dropTargetForElements, monitorForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { signal } from "@preact/signals";
import { childrenOf, find, holds, listOf } from "../model/tree";
import { doc, nodes } from "../state/app";
import { moveStep } from "../state/edit";

export type Edge = "before" | "after" | "into";
export const dropHint = signal<{ id: string; edge: Edge } | null>(null);

/** A step's card can be taken by its handle and takes others at its edges. */
export function makeDraggable(card: HTMLElement, handle: HTMLElement, id: string): () => void {
  return combine(
    draggable({
      element: card,
      dragHandle: handle,
      getInitialData: () => ({ step: id }),
      onDragStart: () => { card.classList.add("dragged"); },
      onDrop: () => { card.classList.remove("dragged"); },
    }),
    dropTargetForElements({
      element: card,
      canDrop: ({ source }) => typeof source.data["step"] === "string" && !holds(doc.peek(), nodes.peek(), source.data["step"], id),
      getData: ({ input }) => ({ id, edge: edgeAt(card, id, input.clientY) }),
    }),
  );
}

/** The upper or lower half; the middle of a group's head is inside it. */
function edgeAt(card: HTMLElement, id: string, y: number): Edge {
  const head = card.querySelector(".step-head")?.getBoundingClientRect();
  const box = card.getBoundingClientRect();
  const at = find(doc.peek(), nodes.peek(), id);
  const group = at && childrenOf(at.step, nodes.peek()) !== null;
  if (group && head && y > head.top + head.height * 0.35 && y < box.bottom - 8) return "into";
  return y < box.top + box.height / 2 ? "before" : "after";
}

export function followDrags(): () => void {
  return monitorForElements({
    canMonitor: ({ source }) => typeof source.data["step"] === "string",
    onDrag: ({ location }) => {
      const over = location.current.dropTargets[0]?.data as { id: string; edge: Edge } | undefined;
      const now = dropHint.peek();
      if (over?.id !== now?.id || over?.edge !== now?.edge) dropHint.value = over ? { id: over.id, edge: over.edge } : null;
    },
    onDrop: ({ source, location }) => {
      dropHint.value = null;
      const over = location.current.dropTargets[0]?.data as { id: string; edge: Edge } | undefined;
      if (over) drop(String(source.data["step"]), over.id, over.edge);
    },
  });
}

function drop(id: string, over: string, edge: Edge): void {
  const at = find(doc.peek(), nodes.peek(), over);
  if (!at || id === over) return;
  if (edge === "into") moveStep(id, { parent: over, index: listOf(doc.peek(), nodes.peek(), over).length });
  else moveStep(id, { parent: at.place.parent, index: at.place.index + (edge === "after" ? 1 : 0) });
}
