import type { Step } from "../types";
import { shares } from "../model/format";
import { idOf } from "../model/tree";
import { nodes } from "../state/app";
import { StepCard } from "./StepCard";

export function StepList({ steps, parent, weighted = false }: { steps: Step[]; parent: string | null; weighted?: boolean }) {
  const parts = shares(steps);
  return (
    <ol class={`steps${parent === null || parent.startsWith("@") ? "" : " nested"}`} data-list={parent ?? ""}>
      {steps.map((step, i) => (
        <StepCard key={idOf(step, nodes.value)} step={step} share={weighted ? (parts[i] ?? 0) : null} />
      ))}
    </ol>
  );
}
