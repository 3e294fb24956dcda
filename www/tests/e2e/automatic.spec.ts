/** Presets, laws side by side, automatic policies opened into steps, pasted text, and curricula. */
import type { Page } from "@playwright/test";
import { draws, drop, expect, ids, open, OWN_POLICY, paste, pixels, saved, settled, step, thumb, test, violations } from "./page";

const start = (page: Page) => page.getByRole("dialog", { name: "Start from…" });

test("a preset takes the policy's place, keeps the pictures, and undoes", async ({ page }) => {
  await open(page);
  const [before, mine] = [await ids(page), await pixels(page)];
  await page.getByRole("button", { name: "Start from…" }).click();
  const items = start(page).locator(".start-groups .start-item");
  await expect(items.first()).toBeFocused();
  expect(await items.count()).toBeGreaterThan(6);
  // Every one says what it is and where its numbers are from.
  for (const item of await items.all()) {
    for (const part of ["b", ".start-doc", ".start-source"]) await expect(item.locator(part)).not.toBeEmpty();
  }
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("ArrowDown");
  await expect(items.nth(1)).toBeFocused();
  const name = (await items.nth(1).locator("b").textContent()) ?? "";
  await page.keyboard.press("Enter");
  await expect(start(page)).toHaveCount(0);
  await expect(page.locator(".notices")).toContainText(`${name} is open`);
  await settled(page);
  await expect(page.locator(".row[data-sample]")).toHaveCount(5);
  expect(await pixels(page)).not.toBe(mine);
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect.poll(() => ids(page)).toEqual(before);
  await settled(page);
  expect(await pixels(page)).toBe(mine);
});

test("every preset opens and draws", async ({ page }) => {
  test.setTimeout(240_000);
  await open(page);
  const button = page.getByRole("button", { name: "Start from…" });
  await button.click();
  const items = start(page).locator(".start-groups .start-item");
  await expect(items.first()).toBeVisible();
  const names = await items.locator("b").allTextContents();
  for (const [i, name] of names.entries()) {
    if (i > 0) await button.click();
    await items.nth(i).click();
    await expect(page.locator(".notices")).toContainText(`${name} is open`);
    await settled(page);
    expect(await page.locator(".cell-failure, .param-error").count(), name).toBe(0);
    await page.locator(".notice [aria-label=Dismiss]").first().click();
  }
});

test("an empty recipe and the palette lead to the presets", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Start from…" }).click();
  await start(page).getByRole("button", { name: "An empty policy" }).click();
  await expect(page.locator(".recipe-empty")).toBeVisible();
  await page.locator(".recipe-empty").getByRole("button", { name: "Start from…" }).click();
  await expect(start(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await draws(page).first().focus();
  await page.keyboard.press("/");
  await page.getByRole("combobox", { name: "Search steps" }).fill("simclr");
  await page.getByRole("option", { name: /^Start from SimCLR/ }).first().click();
  await expect(page.locator(".notices")).toContainText("SimCLR");
});

const laws = (page: Page) => page.getByRole("dialog", { name: /^What does/ });

test("one magnitude is told in every law, in numbers and pictures, and a law is chosen there", async ({ page }) => {
  await open(page);
  const card = step(page, "rand_augment");
  await card.getByRole("button", { name: "What does 9 mean?" }).click();
  const table = laws(page).locator(".laws-table");
  const heads = table.locator("thead .law-choose");
  await expect(heads.first()).toHaveText("torchvision");
  expect(await heads.count()).toBeGreaterThanOrEqual(6);
  await expect(heads.first()).toHaveAttribute("aria-pressed", "true");
  const row = (name: string) => table.locator("tbody tr").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
  await expect(row("share of the range").locator("td").nth(0)).toContainText("30 %");
  await expect(row("share of the range").locator("td").nth(1)).toContainText("90 %");
  await expect(row("rotate").locator("td").nth(0)).toContainText("±9°");
  await expect(row("rotate").locator("td").nth(1)).toContainText("±27°");
  // Pictures are the core's: not blank, and not alike in two laws.
  await expect.poll(() => pixels(page, ".laws-table tbody tr:nth-child(5) td:nth-child(2)")).not.toMatch(/^1x1/);
  await expect(table.locator("canvas[role=img]")).not.toHaveCount(0);
  expect(await violations(page)).toEqual([]);

  await heads.nth(1).click();
  await expect(heads.nth(1)).toHaveAttribute("aria-pressed", "true");
  await expect.poll(async () => JSON.stringify((await saved(page))["steps"])).toContain('"law":"timm"');
  await laws(page).getByRole("slider", { name: "Magnitude" }).press("ArrowLeft");
  await expect(page.getByRole("heading", { name: "What does 8 mean?" })).toBeVisible();
  await expect(row("rotate").locator("td").nth(1)).toContainText("±24°");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect.poll(async () => JSON.stringify((await saved(page))["steps"])).not.toContain("timm");
});

test("on a phone the laws stand one after the other", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await page.locator(".chip", { hasText: "RandAugment" }).getByRole("button").click();
  await page.locator(".sheet").getByRole("button", { name: "What does 9 mean?" }).click();
  await expect(page.locator(".law-section").first()).toContainText("30 %");
  expect(await page.locator(".law-section").count()).toBeGreaterThanOrEqual(6);
  // Nothing wider than the screen.
  expect(await page.locator(".laws-body").evaluate((body) => body.scrollWidth - body.clientWidth)).toBeLessThanOrEqual(1);
  expect(await violations(page)).toEqual([]);
});

test("an automatic policy opened into steps draws the same pixels, and is closed by undo", async ({ page }) => {
  await open(page);
  const before = await pixels(page, ".cell[data-view]");
  await step(page, "rand_augment").getByRole("button", { name: "Open into steps" }).click();
  await expect(page.locator(".steps.nested .step").first()).toBeVisible();
  await expect(page.getByRole("button", { name: /^Undo: Open rand_augment into steps/ })).toBeEnabled();
  await expect.poll(async () => JSON.stringify((await saved(page))["steps"])).not.toContain('"op":"rand_augment"');
  await settled(page);
  expect(await pixels(page, ".cell[data-view]")).toBe(before);
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect.poll(() => ids(page)).toContain("rand_augment");
  await expect(page.locator(".steps.nested")).toHaveCount(0);
});

test("what was not understood of a pasted command stays listed until it is dismissed or undone", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page);
  await paste(page, "python train.py /data --aa rand-m9-mstd0.5-inc1 --reprob 0.25 --frobnicate 3");
  const notes = page.getByRole("region", { name: "What was not understood" });
  await expect(notes).toContainText("--frobnicate");
  await settled(page);
  expect(await violations(page)).toEqual([]);
  await notes.getByRole("button", { name: "Copy" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain("--frobnicate");
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect(notes).toHaveCount(0);
  await page.getByRole("button", { name: /^Redo/ }).click();
  await expect(notes).toBeVisible();
  await notes.getByRole("button", { name: "Dismiss the list" }).click();
  await expect(notes).toHaveCount(0);
});

test("Python pasted anywhere becomes a policy, with its line where something was not understood", async ({ page }) => {
  await open(page);
  await paste(page, ["transform = v2.Compose([", "    v2.RandomHorizontalFlip(p=0.3),", "    v2.RandomRotation(degrees=20),", "    MyOwnThing(3),", "])"].join("\n"));
  await expect.poll(() => ids(page)).toEqual(["horizontal_flip", "rotate"]);
  const notes = page.getByRole("region", { name: "What was not understood" });
  await expect(notes).toContainText("MyOwnThing");
  await expect(notes.locator(".import-line").first()).toHaveText("line 4");
});

test("a pasted link opens its policy", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page);
  const before = await ids(page);
  await drop(page, [{ name: "flips.json", type: "application/json", bytes: OWN_POLICY }]);
  await expect.poll(() => ids(page)).toEqual(["horizontal_flip", "rotate"]);
  await page.getByRole("button", { name: "Share" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain("#p=");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect.poll(() => ids(page)).toEqual(before);
  await paste(page, ` https://elsewhere.example.org/page/${link.slice(link.indexOf("#"))}\n`);
  await expect.poll(() => ids(page)).toEqual(["horizontal_flip", "rotate"]);
  await paste(page, "https://example.org/#p=notapolicy");
  await expect(page.locator(".notice.error")).toContainText("link");
  expect(await ids(page)).toEqual(["horizontal_flip", "rotate"]);
});

test("a curriculum previews any moment of training, and comes and goes by undo", async ({ page }) => {
  await open(page);
  const full = await pixels(page);
  await page.getByRole("button", { name: "Views, curriculum, mixes: add one" }).click();
  await page.getByRole("menuitem", { name: "A curriculum over training" }).click();
  const card = page.getByRole("region", { name: "Curriculum" });
  await expect(card.getByRole("img", { name: "From 0 % at the start to 100 % at the end of training" })).toBeVisible();
  await settled(page);
  // At its end the policy is whole.
  expect(await pixels(page)).toBe(full);
  const progress = thumb(page, "Training progress");
  await progress.press("Home");
  await settled(page);
  await expect(page.locator(".facts")).toContainText("100 % untouched");
  expect(await pixels(page)).not.toBe(full);
  await progress.press("End");
  await settled(page);
  expect(await pixels(page)).toBe(full);
  await card.getByRole("combobox", { name: "Scales" }).selectOption("magnitude");
  await card.getByRole("combobox", { name: "Course" }).selectOption("tanh");
  await expect.poll(() => saved(page)).toMatchObject({ curriculum: { scale: "magnitude", over: { tanh: { tau: 0.2 } } } });
  await expect(page.locator(".progress-line")).toContainText("strength");
  await card.getByRole("combobox", { name: "Course" }).selectOption("step");
  await card.getByRole("button", { name: "Add a step" }).click();
  await expect(card.getByRole("textbox", { name: "Step 3, from" })).toHaveValue("0.75");
  await settled(page);
  expect(await violations(page)).toEqual([]);
  await card.getByRole("button", { name: "What to do with curriculum" }).click();
  await page.getByRole("menuitem", { name: "Remove the curriculum" }).click();
  await expect(page.locator(".progress-line")).toHaveCount(0);
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect(page.locator(".progress-line")).toHaveCount(1);
});
