/** Below the grid: the pictures, and where more of them can be dropped. */
import { useRef } from "preact/hooks";
import { addPictures, removeSample, samples, type Sample } from "../state/samples";
import { bundledSamples } from "../state/bundled";
import { take } from "../state/files";
import { gpu, useGpu } from "../state/gpu";
import { cellOf, facts } from "../state/grid";
import { Menu } from "./Menu";
import { narrow } from "./narrow";
import { PictureCanvas } from "./PictureCanvas";
import { Icon } from "./icons";

export function Strip() {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div class="strip" role="region" aria-label="Pictures">
      <div class="thumbs">
        {samples.value.map((sample) => <Thumb key={sample.key} sample={sample} />)}
      </div>
      <button type="button" class="drop-here" onClick={() => picker.current?.click()}>
        {narrow.value ? "Add files" : "Drop images, labels or a policy"}
      </button>
      <input
        ref={picker}
        type="file"
        class="visually-hidden"
        multiple
        tabIndex={-1}
        aria-label="Pick images, labels or a policy"
        accept="image/*,.yaml,.yml,.json,.txt,.xml,.csv,.zip,.tif,.tiff,.bmp,.heic,.avif"
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])].map((file) => ({ file, path: "" }));
          event.currentTarget.value = "";
          if (files.length > 0) void take(files);
        }}
      />
      {samples.value.length === 0 && (
        <button type="button" class="quiet" onClick={() => { void bundledSamples().then((list) => addPictures(list, true)); }}>
          Bring the first pictures back
        </button>
      )}
      <span class="spring" />
      <EngineMenu />
    </div>
  );
}

/** Where the work is done, and with what. */
function EngineMenu() {
  const on = gpu.value;
  const made = facts.value;
  const words = on && made ? `on this device only · GPU ${made.onGpu} of ${made.cells}` : "on this device only";
  return (
    <Menu
      class="device"
      align="right"
      label={`Engine: ${words}`}
      title="Nothing is sent anywhere: pictures and policies are worked on in this tab."
      items={() => [
        { label: "CPU", checked: !on, run: () => { void useGpu(false); } },
        { label: "GPU where it can (WebGPU)", checked: on, run: () => { void useGpu(true); } },
      ]}
    >
      <span class="dot" aria-hidden="true" /> {words}
    </Menu>
  );
}

function Thumb({ sample }: { sample: Sample }) {
  const picture = cellOf("original", sample.key, 0).shown.value?.pictures[0];
  const size = `${sample.width}×${sample.height}`;
  const show = (): void => {
    document.querySelector(`.row[data-sample="${CSS.escape(sample.key)}"]`)?.scrollIntoView({ block: "start" });
  };
  return (
    <span class="thumb-box">
      <button type="button" class="thumb-picture" aria-label={`Show ${sample.name}`} title={[`${sample.name}, ${size}`, ...sample.notes].join("\n")} onClick={show}>
        <PictureCanvas picture={picture} label="" />
      </button>
      <button type="button" class="thumb-remove" aria-label={`Remove ${sample.name}`} title={`Remove ${sample.name}`} onClick={() => { removeSample(sample.key); }}>
        <Icon name="close" />
      </button>
    </span>
  );
}
