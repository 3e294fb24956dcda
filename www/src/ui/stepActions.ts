/** What the menu of a step offers. */
import type { Step } from "../types";
import { dialog, isAutomatic, isNode, ops, paletteAt, solo, nodes, doc } from "../state/app";
import { duplicateStep, moveStep, nudgeStep, removeStep, unwrapStep, wrapStep } from "../state/edit";
import { openSteps } from "../state/automatic";
import { find, ownLists } from "../model/tree";
import type { MenuItem } from "./Menu";

export function stepActions(id: string, step: Step): MenuItem[] {
  const alone = solo.value === id;
  const items: MenuItem[] = [
    ...(isAutomatic(step)
      ? [
          { label: "Open into steps", run: () => { void openSteps(id); } },
          { label: "What it means in each library", run: () => { dialog.value = { kind: "laws", step: id }; } },
        ]
      : []),
    { label: alone ? "Show the other steps again" : "Solo", run: () => { solo.value = alone ? null : id; } },
    { label: "Duplicate", hint: "Ctrl D", run: () => { duplicateStep(id); } },
    { label: "Add a step after", run: () => { addAfter(id); } },
    { label: "Move up", hint: "Alt ↑", apart: true, run: () => { nudgeStep(id, -1); } },
    { label: "Move down", hint: "Alt ↓", run: () => { nudgeStep(id, 1); } },
  ];
  const wrappers = [...ops.value.values()].filter((op) => op.kind === "node");
  for (const [i, op] of wrappers.entries())
    items.push({ label: `Wrap in ${op.title.toLowerCase()}`, apart: i === 0, run: () => { wrapStep(id, op.name); } });
  if (isNode(step)) items.push({ label: "Unwrap", run: () => { unwrapStep(id); } });
  const parent = find(doc.value, nodes.value, id)?.place.parent ?? null;
  const lists = doc.value.views === undefined ? [] : ownLists(doc.value).filter((list) => list.parent !== parent);
  for (const [i, { parent: to, steps }] of lists.entries())
    items.push({ label: `Move to ${to === null ? "all views" : to.slice(1)}`, apart: i === 0, run: () => { moveStep(id, { parent: to, index: steps.length }); } });
  items.push({ label: "Delete", hint: "Del", danger: true, apart: true, run: () => { removeStep(id); } });
  return items;
}

function addAfter(id: string): void {
  const at = find(doc.value, nodes.value, id);
  if (at) paletteAt.value = { parent: at.place.parent, index: at.place.index + 1 };
}
