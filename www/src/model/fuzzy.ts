/** Finding an op by what a person types: name, title, aliases, letters in order. */
import type { OpDecl } from "../types";

/** From this mark on only letters in order match. */
export const SCATTERED = 6;

/** Smaller is better; null is no match. */
export function score(query: string, text: string): number | null {
  const q = query.toLowerCase().replace(/[\s_-]+/g, "");
  const t = text.toLowerCase().replace(/[\s_-]+/g, "");
  if (q === "") return 0;
  const whole = t.indexOf(q);
  if (whole === 0) return t.length === q.length ? 0 : 1;
  const words = text.toLowerCase().split(/[\s_-]+/);
  if (words.some((word) => word.startsWith(q))) return 2;
  if (whole > 0) return 3 + whole / 100;
  let at = 0;
  let gaps = 0;
  for (const char of q) {
    const next = t.indexOf(char, at);
    if (next < 0) return null;
    gaps += next - at;
    at = next + 1;
  }
  return gaps > q.length * 2 ? null : SCATTERED + gaps;
}

/** How well an op answers, and by which of its other names when by none of its own. */
export function answer(query: string, op: OpDecl): { mark: number; alias: string | null } | null {
  let found: { mark: number; alias: string | null } | null = null;
  for (const [i, text] of [op.name, op.title, ...op.aliases].entries()) {
    const mark = score(query, text);
    if (mark === null) continue;
    const whole = mark + (i > 1 ? 0.5 : 0);
    if (!found || whole < found.mark) found = { mark: whole, alias: i > 1 ? text : null };
  }
  return found;
}

export function rank(query: string, ops: readonly OpDecl[]): OpDecl[] {
  const scored = ops.flatMap((op, order) => {
    const found = answer(query, op);
    return found ? [{ op, mark: found.mark + (op.fixed ? 4 : 0), scattered: found.mark >= SCATTERED, order }] : [];
  });
  // Letters in order are for names half remembered; where a name matches they are noise.
  const named = scored.filter(({ scattered }) => !scattered);
  return (named.length > 0 ? named : scored).sort((a, b) => a.mark - b.mark || a.order - b.order).map(({ op }) => op);
}
