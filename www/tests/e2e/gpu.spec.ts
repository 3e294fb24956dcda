import { launch } from "../../scripts/browser.mjs";
import { drop, expect, open, pixels, settled, test } from "./page";

// WebGPU in software.
const WEBGPU = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"];
test.use({ launchOptions: { ...launch, args: [...launch.args, ...WEBGPU] } });

const FLIPS = JSON.stringify({
  augplay: 1,
  target: "torchvision 0.29 pillow",
  seed: 3,
  steps: [{ op: "horizontal_flip", p: 0.5 }, { op: "posterize", bits: [2, 6] }, { op: "solarize", p: 0.5 }],
});

test("the GPU makes the same pixels as the CPU", async ({ page }) => {
  await open(page);
  await drop(page, [{ name: "flips.json", type: "application/json", bytes: FLIPS }]);
  await settled(page);
  const before = await pixels(page);
  const engine = page.getByRole("button", { name: /^Engine/ });
  await engine.click();
  await page.getByRole("menuitemradio", { name: /^GPU/ }).click();
  await expect(engine).toHaveText(/GPU (\d+) of \1$/);
  await settled(page);
  expect(await pixels(page)).toBe(before);
  // Back to the CPU: the same again.
  await engine.click();
  await page.getByRole("menuitemradio", { name: "CPU" }).click();
  await expect(engine).toHaveText("on this device only");
  await settled(page);
  expect(await pixels(page)).toBe(before);
});
