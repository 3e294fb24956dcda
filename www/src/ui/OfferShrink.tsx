/** Large photos: an offer to shrink them first, if the catalogue has a step for it. */
import { signal } from "@preact/signals";
import { ops, doc, nodes } from "../state/app";
import { addStep } from "../state/edit";
import { opName, walkAll } from "../model/tree";
import { samples } from "../state/samples";

const LARGE = 2_000_000;
const SIDE = 1024;
const declined = signal(false);

export function OfferShrink() {
  const shrink = [...ops.value.values()].find(({ role }) => role === "shrink");
  const large = samples.value.filter(({ width, height }) => width * height > LARGE);
  const [first] = large;
  if (!shrink || !first || declined.value) return null;
  const resizes = !walkAll(doc.value, nodes.value, (step) => {
    const decl = ops.value.get(opName(step, nodes.value));
    return decl?.role !== "shrink" && decl?.role !== "resize";
  });
  if (resizes) return null;
  const side = shrink.params.find(({ kind }) => kind === "integer");
  const step = { op: shrink.name, ...(side && { [side.name]: SIDE }) };
  return (
    <p class="offer">
      <span>
        {large.length === 1 ? `${first.name} has` : `${large.length} pictures have`} more than 2 megapixels. Shrinking first makes every step faster, here and in training.
      </span>
      <button type="button" class="plain" onClick={() => { addStep({ parent: null, index: 0 }, step); }}>Shrink to {SIDE} px first</button>
      <button type="button" class="quiet" onClick={() => { declined.value = true; }}>Not now</button>
    </p>
  );
}
