/** Links that hold the policy and where the reader looks. */
import { encodeLink, MAX_LINK } from "../model/share";
import { doc, mode, say, stepsView } from "./app";

export async function shareLink(cell?: { sample: string; view: number }): Promise<void> {
  const view: Record<string, string> = {};
  if (mode.value !== "draws") view["m"] = mode.value;
  if (mode.value === "steps" && stepsView.value > 0) view["v"] = String(stepsView.value);
  if (cell) view["c"] = `${cell.sample}/${cell.view}`;
  const hash = encodeLink(JSON.stringify(doc.value), view);
  if (hash.length > MAX_LINK) {
    say({ tone: "error", text: "This policy is too long for a link. Export it as a file instead." });
    return;
  }
  await copy(location.origin + location.pathname + hash, "Link copied. It holds the policy; your pictures stay here.");
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
