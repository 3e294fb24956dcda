/** Links that hold the policy and where the reader looks. */
import { effect } from "@preact/signals";
import { encodeLink, MAX_LINK } from "../model/share";
import { doc, mode, opened, progress, say, stepsView, type At, type Mode } from "./app";
import { samples, settled } from "./samples";

export async function shareLink(cell?: At): Promise<void> {
  const view: Record<string, string> = {};
  if (mode.value !== "draws") view["m"] = mode.value;
  if (mode.value === "steps" && stepsView.value > 0) view["v"] = String(stepsView.value);
  if (doc.value.curriculum !== undefined && progress.value < 1) view["t"] = String(progress.value);
  if (cell) view["c"] = [cell.sample, cell.view, ...(cell.part === undefined ? [] : [cell.part])].join("/");
  const hash = encodeLink(JSON.stringify(doc.value), view);
  if (hash.length > MAX_LINK) {
    say({ tone: "error", text: "This policy is too long for a link. Export it as a file instead." });
    return;
  }
  await copy(location.origin + location.pathname + hash, "Link copied. It holds the policy; your pictures stay here.");
}

const whole = (text: string | undefined): number => Math.max(0, Number.parseInt(text ?? "", 10) || 0);

/** Looks where the sender of a link was looking. */
export function look(view: Record<string, string>): void {
  const wanted = view["m"];
  if (wanted === "steps" || wanted === "draws" || wanted === "labels") mode.value = wanted satisfies Mode;
  if (view["v"]) stepsView.value = whole(view["v"]);
  if (view["t"]) progress.value = Math.min(1, Math.max(0, Number.parseFloat(view["t"]) || 0));
  const [sample, draw, part] = view["c"]?.split("/") ?? [];
  if (!sample || !draw) return;
  const target: At = { sample, view: whole(draw), ...(part !== undefined && { part: whole(part) }) };
  const stop = effect(() => {
    if (!settled.value) return;
    if (samples.value.some(({ key }) => key === sample)) opened.value = target;
    else say({ tone: "info", text: "The link points at a picture that is not on this device." });
    queueMicrotask(() => { stop(); });
  });
}

export async function copy(text: string, told: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say({ tone: "info", text: told });
  } catch {
    // Without the clipboard the text itself is shown, to be copied by hand.
    say({ tone: "info", text: "Copying is not allowed here. Copy this:", lines: [text] }, true);
  }
}
