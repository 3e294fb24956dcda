// Pictures of what policies of step 4 look like: node scripts/scenes.mjs [folder] [scene …]
import { mkdirSync } from "node:fs";
import { preview } from "vite";
import { chromium } from "@playwright/test";
import { launch } from "./browser.mjs";

const [out = "shots", ...only] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const root = new URL("..", import.meta.url).pathname;
const server = await preview({ root, preview: { port: 0, host: "127.0.0.1" }, logLevel: "error" });
const address = server.resolvedUrls?.local[0] ?? "";
const browser = await chromium.launch(launch);

const paste = (page, text) =>
  page.evaluate((pasted) => {
    const data = new DataTransfer();
    data.setData("text/plain", pasted);
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
const policy = (more) => JSON.stringify({ augplay: 1, name: "scene", target: "torchvision 0.29 pillow", seed: 3, steps: [], ...more });
const crop = (size, scale, id) => ({ op: "random_resized_crop", id, width_px: size, height_px: size, area_frac: scale });
const DINO = policy({
  name: "dino",
  views: [
    { view: "global_1", steps: [crop(224, [0.4, 1], "crop_1"), { op: "horizontal_flip", id: "flip_1", p: 0.5 }, { op: "gaussian_blur", id: "blur_1" }] },
    { view: "global_2", steps: [crop(224, [0.4, 1], "crop_2"), { op: "horizontal_flip", id: "flip_2", p: 0.5 }, { op: "solarize", id: "solarize_2", p: 0.2 }] },
    { view: "local", count: 8, steps: [crop(96, [0.05, 0.4], "crop_3"), { op: "horizontal_flip", id: "flip_3", p: 0.5 }] },
  ],
});
const MIX = policy({ name: "mixes", steps: [crop(224, [0.5, 1], "crop")], batch: { none: 0.3, mixes: [{ mix: "mixup", alpha: 0.8 }, { mix: "cutmix" }] } });
const CURRICULUM = policy({ name: "curriculum", steps: [crop(224, [0.08, 1], "crop"), { op: "rand_augment" }], curriculum: { scale: "chance", over: { tanh: { tau: 0.3 } } } });

const wide = (page) => page.viewportSize().width > 640;
const settle = async (page) => {
  await page.waitForTimeout(150);
  await page.waitForFunction(() => document.querySelector(".grid-scroll")?.getAttribute("aria-busy") === "false", undefined, { timeout: 20000 }).catch(() => console.log("busy"));
  await page.waitForTimeout(300);
};
const quiet = (page) => page.evaluate(() => document.querySelectorAll(".notice [aria-label=Dismiss]").forEach((button) => button.click()));
const openPolicy = async (page, text) => {
  await paste(page, text);
  await settle(page);
  await quiet(page);
};

const SCENES = {
  start: async (page) => { await page.locator(".start-button").click(); await page.waitForSelector(".start-groups .start-item"); },
  laws: async (page) => {
    if (wide(page)) await page.getByRole("button", { name: "What does 9 mean?" }).click();
    else {
      await page.locator(".chip", { hasText: "RandAugment" }).locator("button").last().click();
      await page.locator(".sheet .automatic-actions .link").first().click();
    }
    await page.waitForSelector(".laws-body canvas[role=img]");
    await page.waitForTimeout(1500);
  },
  opened: async (page) => {
    if (!wide(page)) return;
    await page.locator(".automatic-actions").getByRole("button", { name: "Open into steps" }).click();
    await settle(page);
  },
  pasted: async (page) => { await openPolicy(page, "python train.py /data --aa rand-m9-mstd0.5-inc1 --reprob 0.25 --frobnicate 3 --other x"); },
  palette: async (page) => { await page.keyboard.press("/"); await page.keyboard.type("mean"); await page.waitForTimeout(500); },
  curriculum: async (page) => {
    await openPolicy(page, CURRICULUM);
    await page.getByRole("button", { name: /^Curriculum/ }).click();
    await page.getByRole("slider", { name: "Training progress" }).press("PageDown");
    await settle(page);
  },
  views: async (page) => { await openPolicy(page, DINO); if (wide(page)) await page.locator(".tile-box .cell").nth(3).hover(); await settle(page); },
  viewlarge: async (page) => { await openPolicy(page, DINO); await page.locator(".cell.original").first().click(); await page.waitForTimeout(900); },
  mixes: async (page) => {
    await openPolicy(page, MIX);
    await page.getByRole("button", { name: /^Batch/ }).click();
    await settle(page);
    if (wide(page)) await page.locator(".cell[data-view='2']").nth(1).hover();
    await page.waitForTimeout(200);
  },
  mixlarge: async (page) => { await openPolicy(page, MIX); await page.locator(".cell[data-view='1']").first().click(); await page.waitForTimeout(900); const mask = page.getByRole("button", { name: "Show the mask" }); if (await mask.count()) await mask.click(); },
};

for (const [width, height] of [[1440, 900], [1024, 768], [390, 844]])
  for (const colorScheme of ["light", "dark"]) {
    if (colorScheme === "dark" && width === 1024) continue;
    for (const [name, play] of Object.entries(SCENES)) {
      if (only.length > 0 && !only.includes(name)) continue;
      const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: "reduce" });
      const page = await context.newPage();
      page.on("console", (message) => { if (["error", "warning"].includes(message.type())) console.log(name, width, colorScheme, message.text()); });
      page.on("pageerror", (error) => { console.log(name, width, colorScheme, String(error)); });
      await page.goto(address);
      await settle(page);
      await play(page).catch((error) => { console.log(name, width, colorScheme, String(error).split("\n")[0]); });
      await page.screenshot({ path: `${out}/${name}-${width}-${colorScheme}.png` });
      await context.close();
    }
  }
await browser.close();
await server.close();
