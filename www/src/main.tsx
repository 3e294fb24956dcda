import { render } from "preact";
import "./styles/base.css";
import "./styles/frame.css";
import "./styles/recipe.css";
import "./styles/controls.css";
import "./styles/grid.css";
import "./styles/safety.css";
import "./styles/panels.css";
import "./styles/narrow.css";
import { boot } from "./state/boot";
import { say } from "./state/app";
import { applyTheme } from "./ui/theme";
import { App } from "./ui/App";

applyTheme();
const root = document.getElementById("app");
if (root) render(<App />, root);

boot().catch((error: unknown) => {
  say(
    {
      tone: "error",
      text: "augplay could not start.",
      lines: [error instanceof Error ? error.message : String(error), "It needs a browser with WebAssembly SIMD and module workers."],
    },
    true,
  );
});
