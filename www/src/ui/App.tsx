import { useEffect } from "preact/hooks";
import { mode, opened, panel } from "../state/app";
import { AmbiguousLabels } from "./Ambiguous";
import { Drawer } from "./Drawer";
import { DropZone } from "./DropZone";
import { GridView } from "./GridView";
import { Inspector } from "./Inspector";
import { followKeys } from "./keys";
import { Banner, Notices } from "./Notices";
import { Recipe } from "./Recipe";
import { SafetyView } from "./SafetyView";
import { Strip } from "./Strip";
import { ToolBar } from "./ToolBar";
import { TopBar } from "./TopBar";

export function App() {
  useEffect(() => followKeys(), []);
  return (
    <div class={`page${panel.value === "none" ? "" : " with-drawer"}`}>
      <TopBar />
      <Recipe />
      <main class="stage" aria-label="What the policy does">
        <Banner />
        <ToolBar />
        {mode.value === "labels" ? <SafetyView /> : <GridView key={mode.value} />}
        <Strip />
      </main>
      <Drawer />
      {opened.value && <Inspector key={opened.value.sample} at={opened.value} />}
      <AmbiguousLabels />
      <Notices />
      <DropZone />
    </div>
  );
}
