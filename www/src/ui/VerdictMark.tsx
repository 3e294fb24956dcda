/** What the target's own file makes of a step that it does not say exactly. */
import type { Verdict } from "../types";
import { verdicts } from "../state/verdicts";

const MARKS: Record<Exclude<Verdict["verdict"], "exact">, [sign: string, said: string]> = {
  within: ["≈", "exported within a tolerance"],
  approximate: ["≠", "exported approximately"],
  unsupported: ["∅", "not in the exported file"],
};

export function VerdictMark({ id }: { id: string }) {
  const told = verdicts.value.get(id);
  if (!told || told.verdict === "exact") return null;
  const [sign, said] = MARKS[told.verdict];
  const title = `${said}${told.why === undefined ? "" : `: ${told.why}`}`;
  return <span class={`verdict-mark ${told.verdict}`} role="img" aria-label={title} title={title}>{sign}</span>;
}
