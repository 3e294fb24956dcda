/** What becomes of the finished picture on its way to the model: exported, not shown. */
import { catalogue, doc } from "../state/app";
import { setThen } from "../state/edit";
import { Icon } from "./icons";
import { Menu, type MenuItem } from "./Menu";

const LEVELS = "levels 0 to 255";
const FLOAT = "float 0 to 1";

export function Output() {
  const now = doc.value.then;
  const names = catalogue.value?.normalizations.map(({ name }) => name) ?? [];
  const normalized = typeof now === "object" ? now.normalize : undefined;
  const items = (): MenuItem[] => [
    { label: LEVELS, checked: now === undefined, run: () => { setThen(undefined); } },
    { label: FLOAT, checked: now === "to_float", run: () => { setThen("to_float"); } },
    ...names.map((name, i) => ({
      label: `normalize: ${name}`,
      checked: normalized === name,
      apart: i === 0,
      run: () => { setThen({ normalize: name }); },
    })),
  ];
  const shown = now === undefined ? LEVELS : now === "to_float" ? FLOAT : typeof normalized === "string" ? `normalize: ${normalized}` : "normalize: own numbers";
  return (
    <p class="output">
      <span>Then</span>
      <Menu class="output-menu" label={`Output: ${shown}`} title="What the training job makes of the finished picture; exported, not shown" align="right" items={items}>
        {shown} <Icon name="down" />
      </Menu>
    </p>
  );
}
