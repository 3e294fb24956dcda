/** Columns of the Steps view: one for each step any row has drawn, in the policy's order. */
import type { Picture } from "../types";

export interface Column {
  key: string;
  label: string;
}

/** Where a picture of a row belongs: its step's id, and which time that step stood in the row. */
export function columnKeys(pictures: readonly Picture[]): string[] {
  const times = new Map<string, number>();
  return pictures.slice(1).map((picture, i) => {
    const drawn = pictures.at(-1)?.info.steps[i];
    const label = drawn?.path ?? picture.info.label ?? String(i);
    const time = (times.get(label) ?? 0) + 1;
    times.set(label, time);
    return `${label}#${time}`;
  });
}

/** The union over all rows, ordered by where the step stands in the policy. */
export function columnsOf(rows: readonly (readonly Picture[])[], order: readonly string[]): Column[] {
  const all = new Set(rows.flatMap(columnKeys));
  const place = (key: string): number => {
    const at = order.indexOf(key.slice(0, key.lastIndexOf("#")));
    return at < 0 ? order.length : at;
  };
  const time = (key: string): number => Number(key.slice(key.lastIndexOf("#") + 1));
  const keys = [...all].sort((a, b) => place(a) - place(b) || time(a) - time(b));
  return keys.map((key) => {
    const id = key.slice(0, key.lastIndexOf("#"));
    const repeated = all.has(`${id}#2`);
    return { key, label: repeated ? `${id} · ${time(key)}` : id };
  });
}
