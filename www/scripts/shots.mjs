// Pictures of the built page at three widths in both themes: node scripts/shots.mjs [folder]
import { mkdirSync } from "node:fs";
import { preview } from "vite";
import { chromium } from "@playwright/test";
import { launch } from "./browser.mjs";

const out = process.argv[2] ?? "shots";
mkdirSync(out, { recursive: true });
const root = new URL("..", import.meta.url).pathname;
const server = await preview({ root, preview: { port: 0, host: "127.0.0.1" }, logLevel: "error" });
const address = server.resolvedUrls?.local[0] ?? "";
const browser = await chromium.launch(launch);

async function settle(page) {
  await page.waitForSelector(".cell:not(.blank)[data-view='0']");
  await page.waitForTimeout(900);
}

for (const [width, height] of [[1440, 900], [1024, 768], [390, 844]])
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: "reduce" });
    const page = await context.newPage();
    page.on("console", (message) => { if (["error", "warning"].includes(message.type())) console.log(width, colorScheme, message.text()); });
    page.on("pageerror", (error) => { console.log(width, colorScheme, String(error)); });
    const shot = (name) => page.screenshot({ path: `${out}/${name}-${width}-${colorScheme}.png` });
    await page.goto(address);
    await settle(page);
    await shot("draws");
    if (colorScheme === "light" || width === 1440) {
      await page.getByRole("radio", { name: "Steps" }).click();
      await settle(page).catch(() => undefined);
      await page.waitForTimeout(500);
      await shot("steps");
      await page.getByRole("radio", { name: "Draws" }).click();
      await page.keyboard.press("/");
      await page.waitForTimeout(300);
      await shot("palette");
      await page.keyboard.press("Escape");
      await page.locator(".panel-export").click();
      await page.waitForTimeout(600);
      await shot("export");
      await page.keyboard.press("Escape");
      await page.locator(".cell[data-view='0']").nth(1).click();
      await page.waitForTimeout(500);
      await shot("large");
    }
    await context.close();
  }
await browser.close();
await server.close();
