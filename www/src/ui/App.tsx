import { useEffect } from "preact/hooks";
import { dialog, mode, opened, panel } from "../state/app";
import { AmbiguousLabels } from "./Ambiguous";
import { ProgressLine } from "./Curriculum";
import { Drawer } from "./Drawer";
import { DropZone } from "./DropZone";
import { GridView } from "./GridView";
import { ImportNotes } from "./ImportNotes";
import { Inspector } from "./Inspector";
import { followKeys } from "./keys";
import { later } from "./later";
import { Banner, Notices } from "./Notices";
import { Recipe } from "./Recipe";
import { SafetyView } from "./SafetyView";
import { Strip } from "./Strip";
import { ToolBar } from "./ToolBar";
import { TopBar } from "./TopBar";

const StartPanel = later(async () => (await import("./StartPanel")).default);
const LawsDialog = later(async () => (await import("./LawsDialog")).default);

export function App() {
  useEffect(() => followKeys(), []);
  return (
    <div class={`page${panel.value === "none" ? "" : " with-drawer"}`}>
      <TopBar />
      <Recipe />
      <main class="stage" aria-label="What the policy does">
        <Banner />
        <ToolBar />
        <ProgressLine />
        <ImportNotes />
        {mode.value === "labels" ? <SafetyView /> : <GridView key={mode.value} />}
        <Strip />
      </main>
      <Drawer />
      {opened.value && <Inspector key={opened.value.sample} at={opened.value} />}
      {dialog.value?.kind === "start" && <StartPanel />}
      {dialog.value?.kind === "laws" && <LawsDialog step={dialog.value.step} />}
      <AmbiguousLabels />
      <Notices />
      <DropZone />
    </div>
  );
}
