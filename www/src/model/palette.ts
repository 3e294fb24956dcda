/** The catalogue as the palette lists it. */
import type { Group, OpDecl } from "../types";

export interface Section {
  label: string;
  ops: OpDecl[];
}

/** Groups in the catalogue's order, building blocks last. */
export function sections(ops: readonly OpDecl[], groups: readonly Group[]): Section[] {
  const known = groups.map(({ id, label }) => ({ label, ops: ops.filter((op) => op.group === id && !op.fixed) }));
  const ids = new Set(groups.map(({ id }) => id));
  const other = { label: "Other", ops: ops.filter((op) => !ids.has(op.group) && !op.fixed) };
  const blocks = { label: "Building blocks", ops: ops.filter((op) => op.fixed) };
  return [...known, other, blocks].filter((section) => section.ops.length > 0);
}
