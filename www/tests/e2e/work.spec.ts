import { draws, drop, expect, ids, open, OWN_POLICY, painted, pixels, png, settled, step, test, thumb } from "./page";

test("the first visit shows a painted grid and one line", async ({ page }) => {
  await open(page);
  await expect(page.getByText("Every cell is one draw your training job could see.")).toBeVisible();
  await expect(page.locator(".row")).toHaveCount(5);
  await expect(page.locator(".facts")).toContainText("steps per view");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("a slider changes pixels, and undo brings the same ones back", async ({ page }) => {
  await open(page);
  const before = await pixels(page);
  const slider = page.locator(".step.open .thumb").first();
  await slider.focus();
  await slider.press("End");
  await settled(page);
  const after = await pixels(page);
  expect(after).not.toBe(before);
  await page.locator(".grid-scroll").click({ position: { x: 4, y: 4 } });
  await page.keyboard.press("Control+z");
  await settled(page);
  expect(await pixels(page)).toBe(before);
  await page.keyboard.press("Control+Shift+z");
  await settled(page);
  expect(await pixels(page)).toBe(after);
});

test("dragging a slider is one undo and ends without drafts", async ({ page }) => {
  await open(page);
  const before = await pixels(page);
  const box = await page.locator(".step.open .slider").first().boundingBox();
  if (!box) throw new Error("no slider");
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2);
  await page.mouse.down();
  for (let i = 1; i <= 6; i++) await page.mouse.move(box.x + box.width * (0.3 + 0.1 * i), box.y + box.height / 2);
  await page.mouse.up();
  await settled(page);
  expect(await pixels(page)).not.toBe(before);
  await expect(page.locator(".draft-mark")).toHaveCount(0);
  await page.getByRole("button", { name: /^Undo/ }).click();
  await settled(page);
  expect(await pixels(page)).toBe(before);
});

test("re-roll gives other draws, toggling a step off and on the same ones", async ({ page }) => {
  await open(page);
  const before = await pixels(page);
  const [first] = await ids(page);
  const toggle = step(page, first ?? "").locator("> .step-head").getByRole("switch");
  await toggle.click();
  await settled(page);
  expect(await pixels(page)).not.toBe(before);
  await toggle.click();
  await settled(page);
  expect(await pixels(page)).toBe(before);
  await page.getByRole("button", { name: "Re-roll" }).click();
  await settled(page);
  expect(await pixels(page)).not.toBe(before);
});

test("holding Space shows the originals in every cell", async ({ page }) => {
  await open(page);
  const before = await pixels(page);
  await draws(page).first().focus();
  await page.keyboard.down(" ");
  await settled(page);
  const held = (await pixels(page, ".row:first-of-type .cell:not(.wide)")).split(" ");
  expect(await pixels(page)).not.toBe(before);
  expect(new Set(held).size).toBe(1);
  await page.keyboard.up(" ");
  await settled(page);
  expect(await pixels(page)).toBe(before);
});

test("a dropped picture gets a row, and a reload keeps the work", async ({ page }) => {
  await open(page);
  await drop(page, [{ name: "mine.png", type: "image/png", bytes: await png(page, 90, 60) }]);
  await expect(page.locator(".row")).toHaveCount(6);
  await page.getByLabel("Name of the policy").fill("kept");
  await page.locator(".step.open .thumb").first().press("End");
  await page.waitForTimeout(600);
  await settled(page);
  const before = await pixels(page);
  await page.reload();
  await painted(page);
  await expect(page.locator(".row")).toHaveCount(6);
  await expect(page.getByLabel("Name of the policy")).toHaveValue("kept");
  await expect(page.getByRole("button", { name: "Show mine.png" })).toBeAttached();
  expect(await pixels(page)).toBe(before);
});

test("steps are added from the palette by keyboard, moved, duplicated, wrapped and deleted", async ({ page }) => {
  await open(page);
  const before = await ids(page);
  const plain = await pixels(page);
  await draws(page).first().focus();
  await page.keyboard.press("/");
  await page.getByRole("combobox", { name: "Search steps" }).fill("poster");
  await page.waitForTimeout(250);
  await settled(page);
  expect(await pixels(page)).not.toBe(plain);
  await page.keyboard.press("Enter");
  await expect(page.locator(".palette")).toHaveCount(0);
  expect(await ids(page)).toEqual([...before, "posterize"]);

  const title = step(page, "posterize").locator("> .step-head .step-title");
  await title.focus();
  await page.keyboard.press("Alt+ArrowUp");
  expect((await ids(page)).indexOf("posterize")).toBe(before.length - 1);
  await expect(title).toBeFocused();
  await page.keyboard.press("Control+d");
  expect(await ids(page)).toContain("posterize_2");
  await title.focus();
  await page.keyboard.press("Delete");
  expect(await ids(page)).not.toContain("posterize");

  await page.getByRole("button", { name: "What to do with posterize_2" }).click();
  await page.getByRole("menuitem", { name: "Wrap in one of" }).click();
  await expect(step(page, "one_of").locator(".step[data-step=posterize_2]")).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(page.locator(".step[data-step=one_of]")).toHaveCount(0);
});

test("a step is dragged by its handle", async ({ page }) => {
  await open(page);
  await drop(page, [{ name: "flips.json", type: "application/json", bytes: OWN_POLICY }]);
  await expect.poll(() => ids(page)).toEqual(["horizontal_flip", "rotate"]);
  const [first = "", second = ""] = await ids(page);
  const from = await step(page, first).locator(".handle").first().boundingBox();
  const to = await step(page, second).boundingBox();
  if (!from || !to) throw new Error("no steps");
  await page.mouse.move(from.x + 5, from.y + 8);
  await page.mouse.down();
  await page.mouse.move(from.x + 10, from.y + 30, { steps: 4 });
  await page.mouse.move(to.x + 60, to.y + to.height - 3, { steps: 6 });
  await page.mouse.up();
  await expect.poll(async () => (await ids(page)).slice(0, 2)).toEqual([second, first]);
});

test("the Steps view names its columns and ends where the draw ends", async ({ page }) => {
  await open(page);
  await drop(page, [{ name: "flips.json", type: "application/json", bytes: OWN_POLICY }]);
  await settled(page);
  const ends = (await pixels(page, ".cell[data-view='0']")).split(" ");
  await page.getByRole("radio", { name: "Steps" }).click();
  await expect(page.locator(".steps-head .column-name")).toHaveText(["original", "horizontal_flip", "rotate"]);
  await settled(page);
  expect((await pixels(page, ".steps-view .row .cell:last-child")).split(" ")).toEqual(ends);
});

test("a cell opens in large with its numbers, and arrow keys walk", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page);
  await draws(page).nth(1).click();
  const large = page.getByRole("dialog");
  await expect(large.getByRole("heading")).toContainText("draw 2");
  await expect(large.locator(".drawn li").first()).toBeVisible();
  await page.keyboard.press("ArrowLeft");
  await expect(large.getByRole("heading")).toContainText("draw 1");
  await large.getByRole("button", { name: "Copy as policy" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain("augplay");
  await page.keyboard.press("Escape");
  await expect(large).toHaveCount(0);
  await expect(draws(page).first()).toBeFocused();
});

test("switching the target says which cells changed", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: /^Target:/ }).click();
  await page.getByRole("menuitemradio").nth(1).click();
  await expect(page.locator(".facts")).toContainText("changed with the target");
  await page.getByRole("button", { name: "Remove the marks" }).click();
  await expect(page.locator(".facts")).toContainText("steps per view");
});

test("a policy file is opened by dropping it, and undone", async ({ page }) => {
  await open(page);
  const before = await ids(page);
  await drop(page, [{ name: "flips.json", type: "application/json", bytes: OWN_POLICY }]);
  await expect.poll(() => ids(page)).toEqual(["horizontal_flip", "rotate"]);
  await expect(page.getByLabel("Name of the policy")).toHaveValue("flips");
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect.poll(() => ids(page)).toEqual(before);
});

test("an Albumentations file is recognised and translated", async ({ page }) => {
  await open(page);
  const transforms = [{ __class_fullname__: "HorizontalFlip", p: 0.25 }];
  const file = { __version__: "2.0.8", transform: { __class_fullname__: "Compose", p: 1.0, transforms } };
  await drop(page, [{ name: "theirs.json", type: "application/json", bytes: JSON.stringify(file) }]);
  await expect.poll(() => ids(page)).toEqual(["horizontal_flip"]);
  await expect(step(page, "horizontal_flip")).toContainText("25 %");
  await expect(page.getByRole("button", { name: /^Target: albumentations/ })).toBeVisible();
});

test("values are typed exactly, and a range becomes a constant or a law", async ({ page }) => {
  await open(page);
  await drop(page, [{ name: "flips.json", type: "application/json", bytes: OWN_POLICY }]);
  await step(page, "rotate").locator(".step-title").click();
  const from = step(page, "rotate").getByRole("textbox", { name: /from$/ }).first();
  await from.fill("-5");
  await from.press("Enter");
  await expect(thumb(page, "Angle, from")).toHaveAttribute("aria-valuenow", "-5");
  await page.getByRole("button", { name: "How Angle is drawn" }).click();
  await page.getByRole("menuitemradio", { name: "normal" }).click();
  await expect(step(page, "rotate").locator(".density")).toBeVisible();
  await settled(page);
  await expect(page.locator(".param-error")).toHaveCount(0);
  await page.getByRole("button", { name: "How Angle is drawn" }).click();
  await page.getByRole("menuitemradio", { name: "Constant" }).click();
  await expect(thumb(page, "Angle")).toBeVisible();
});
