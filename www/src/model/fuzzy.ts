/** Finding an op by what a person types: name, title, aliases, letters in order. */
import type { OpDecl } from "../types";

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
  return gaps > q.length * 2 ? null : 6 + gaps;
}

export function rank(query: string, ops: readonly OpDecl[]): OpDecl[] {
  const scored = ops.flatMap((op, order) => {
    const marks = [op.name, op.title, ...op.aliases]
      .map((text, i) => {
        const mark = score(query, text);
        return mark === null ? null : mark + (i > 1 ? 0.5 : 0);
      })
      .filter((mark): mark is number => mark !== null);
    if (marks.length === 0) return [];
    return [{ op, mark: Math.min(...marks) + (op.fixed ? 4 : 0), order }];
  });
  return scored.sort((a, b) => a.mark - b.mark || a.order - b.order).map(({ op }) => op);
}
