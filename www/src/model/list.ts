/** Lists of numbers and of rectangles as a person types them. */

/** Every digit counts: a list is typed anew as a whole. */
export const writeNumbers = (list: readonly unknown[]): string => list.map((item) => (typeof item === "number" ? String(item) : JSON.stringify(item))).join(", ");

export const writeRects = (rects: readonly unknown[]): string => rects.map((rect) => (Array.isArray(rect) ? writeNumbers(rect) : JSON.stringify(rect))).join("\n");

/** Numbers between commas, spaces, semicolons or brackets; null when something else stands among them. */
export function readNumbers(text: string): number[] | null {
  const parts = text.split(/[,;\s[\]]+/).filter((part) => part !== "");
  const list = parts.map((part) => Number(part.replace("−", "-")));
  return list.every((value) => Number.isFinite(value)) ? list : null;
}

/** Four numbers a rectangle. */
export function readRects(text: string): number[][] | null {
  const list = readNumbers(text);
  if (!list || list.length % 4 !== 0) return null;
  return Array.from({ length: list.length / 4 }, (_, i) => list.slice(4 * i, 4 * i + 4));
}
