/** The recipe's foot: what goes with the steps, and what may be added to them. */
import { doc, catalogue, section } from "../state/app";
import { editViews, setBatch, setCurriculum } from "../state/edit";
import { newOver, writeCurriculum } from "../model/curriculum";
import { newBatch } from "../model/mixes";
import { intoViews } from "../model/views";
import { addItems, BatchCard, batchOpen } from "./BatchCard";
import { CurriculumCard, curriculumOpen } from "./Curriculum";
import { Icon } from "./icons";
import { LabelRules } from "./LabelRules";
import { Menu, type MenuItem } from "./Menu";
import { Output } from "./Output";

export function Foot() {
  return (
    <>
      <LabelRules />
      <CurriculumCard />
      <BatchCard />
      <AddParts />
      <Output />
    </>
  );
}

/** What the policy has not got yet. */
export function partItems(): MenuItem[] {
  const { views, curriculum } = doc.value;
  return [
    ...(views === undefined ? [{ label: "Several views of a sample", run: addViews }] : []),
    ...(curriculum === undefined ? [{ label: "A curriculum over training", run: addCurriculum }] : []),
    ...(doc.value.batch === undefined ? addItems(addBatch).map((item, i) => ({ ...item, label: `Mix samples: ${item.label}`, apart: i === 0 })) : []),
  ];
}

function AddParts() {
  if (catalogue.value === null || partItems().length === 0) return null;
  return (
    <Menu class="add-parts" label="Views, curriculum, mixes: add one" items={partItems}>
      <Icon name="plus" /> Views, curriculum, mixes
    </Menu>
  );
}

function addViews(): void {
  editViews("Add views", intoViews);
  section.value = doc.value.views?.[0]?.view ?? null;
}

function addCurriculum(): void {
  setCurriculum(writeCurriculum({ scale: "chance", over: newOver("linear") }));
  curriculumOpen.value = true;
}

function addBatch(mix: string): void {
  setBatch(newBatch(mix));
  batchOpen.value = true;
}
