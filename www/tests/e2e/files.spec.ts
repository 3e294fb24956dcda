import { readFileSync } from "node:fs";
import { strFromU8, unzipSync } from "fflate";
import { draws, drop, expect, ids, open, OWN_POLICY, painted, paste, pixels, png, settled, step, test } from "./page";

test("every export format gives a file, with verdicts", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Export", exact: true }).click();
  const formats = page.getByRole("radiogroup", { name: "Format" }).getByRole("radio");
  await expect(formats.first()).toBeVisible();
  for (let i = 0; i < (await formats.count()); i++) {
    await formats.nth(i).click();
    await expect(formats.nth(i)).toHaveAttribute("aria-checked", "true");
    await expect(page.locator(".verdicts, .export-panel .param-error").first()).toBeVisible();
  }
  await formats.first().click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /^Download (?!\d)/ }).click()]);
  expect(readFileSync(await download.path(), "utf8")).toContain("steps");
});

test("the grid is downloaded as PNGs in one zip", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Export", exact: true }).click();
  const [download] = await Promise.all([page.waitForEvent("download", { timeout: 30_000 }), page.getByRole("button", { name: /^Save \d+ views/ }).click()]);
  const bytes = readFileSync(await download.path());
  expect([...bytes.subarray(0, 2)]).toEqual([0x50, 0x4b]);
  expect(bytes.toString("latin1").match(/\d\d-[\w-]+-\d\.png/g)?.length).toBeGreaterThan(10);
});

test("the code is edited, refused with its reason, and applied", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Code", exact: true }).click();
  const area = page.getByRole("textbox", { name: "Policy as YAML" });
  await expect(area).toHaveValue(/augplay/);
  await area.fill(OWN_POLICY.replace("angle_deg", "angel_deg"));
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.locator(".code-panel [role=alert]")).toContainText("angel_deg");
  await area.fill(OWN_POLICY);
  await area.press("Control+Enter");
  await expect.poll(() => ids(page)).toEqual(["horizontal_flip", "rotate"]);
});

test("files that cannot be opened are named and leave the rest alone", async ({ page }) => {
  await open(page);
  const before = await pixels(page);
  const good = await png(page, 40, 40, "#2a6");
  await drop(page, [
    { name: "words.png", type: "image/png", bytes: "this is no picture" },
    { name: "empty.jpg", type: "image/jpeg", bytes: [] },
    { name: "cut.png", type: "image/png", bytes: good.slice(0, 60) },
    { name: "good.png", type: "image/png", bytes: good },
  ]);
  const notice = page.locator(".notice.error");
  await expect(notice).toContainText("3 of 4 files could not be opened");
  for (const name of ["words.png", "empty.jpg", "cut.png"]) await expect(notice).toContainText(name);
  await expect(page.locator(".row")).toHaveCount(6);
  await settled(page);
  expect(await pixels(page, ".row:nth-of-type(1) .cell")).not.toBe("");
  expect((await pixels(page)).startsWith(before)).toBe(true);
});

test("a policy with an unknown key is refused by name and the work stays", async ({ page }) => {
  await open(page);
  const before = await ids(page);
  await drop(page, [{ name: "wrong.json", type: "application/json", bytes: OWN_POLICY.replace("angle_deg", "angel_deg") }]);
  await expect(page.locator(".notice.error")).toContainText("wrong.json");
  await expect(page.locator(".notice.error")).toContainText("angel_deg");
  expect(await ids(page)).toEqual(before);
});

test("a number typed beyond its bounds becomes the nearest one within", async ({ page }) => {
  await open(page);
  await drop(page, [{ name: "flips.json", type: "application/json", bytes: OWN_POLICY }]);
  await expect.poll(() => ids(page)).toEqual(["horizontal_flip", "rotate"]);
  await settled(page);
  const before = await pixels(page);
  const title = step(page, "rotate").locator(".step-title");
  await title.click();
  const chance = step(page, "rotate").getByRole("textbox", { name: "Chance" });
  await chance.fill("7");
  await chance.press("Enter");
  // Typed beyond the bounds: taken as the nearest allowed value, so nothing breaks.
  await expect(chance).toHaveValue("1");
  await settled(page);
  expect(await pixels(page)).toBe(before);
});

test("a policy the core refuses is told at its step, and the grid keeps its pictures", async ({ page }) => {
  await open(page);
  await drop(page, [{ name: "flips.json", type: "application/json", bytes: OWN_POLICY }]);
  await expect.poll(() => ids(page)).toEqual(["horizontal_flip", "rotate"]);
  await settled(page);
  const before = await pixels(page);
  await step(page, "rotate").locator(".step-title").click();
  await page.getByRole("button", { name: "How Angle is drawn" }).click();
  await page.getByRole("menuitemradio", { name: "log uniform" }).click();
  // Its lowest value is negative here, which this law cannot have.
  await expect(step(page, "rotate").getByRole("alert")).toBeVisible();
  await settled(page);
  expect(await pixels(page)).toBe(before);
  await page.keyboard.press("Control+z");
  await expect(step(page, "rotate").getByRole("alert")).toHaveCount(0);
});

test("a shared link opens beside the saved work, which comes back", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page);
  await drop(page, [{ name: "flips.json", type: "application/json", bytes: OWN_POLICY }]);
  await expect.poll(() => ids(page)).toEqual(["horizontal_flip", "rotate"]);
  await page.getByRole("button", { name: "Share" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain("#p=");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await step(page, "rotate").locator(".step-title").focus();
  await page.keyboard.press("Delete");
  await page.waitForTimeout(500);
  const mine = await ids(page);

  await page.goto("about:blank");
  await page.goto(link);
  await painted(page);
  await expect.poll(() => ids(page)).toEqual(["horizontal_flip", "rotate"]);
  await expect(page.getByText("your saved policy is kept")).toBeVisible();
  await page.reload();
  await painted(page);
  await expect(page.getByText("your saved policy is kept")).toBeVisible();
  await page.getByRole("button", { name: "Go back to mine" }).click();
  await expect.poll(() => ids(page)).toEqual(mine);
  expect(new URL(page.url()).hash).toBe("");
});

test("a damaged link is told and the page opens anyway", async ({ page }) => {
  await open(page, "#p=not-a-policy");
  await expect(page.locator(".notice.error")).toContainText("link");
  await expect(draws(page).first()).toBeVisible();
});

test("a picture decoded by the browser says so", async ({ page }) => {
  await open(page);
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30" fill="#48c"/></svg>';
  await drop(page, [{ name: "drawing.svg", type: "image/svg+xml", bytes: svg }]);
  await page.getByRole("button", { name: "Show drawing.svg" }).click();
  await expect(page.locator(".cell-note")).toContainText("decoded by the browser");
});

test("a training command pasted anywhere becomes the policy, and undoes", async ({ page }) => {
  await open(page);
  const before = await ids(page);
  await paste(page, "python train.py /data --aa rand-m9-mstd0.5-inc1 --reprob 0.25 --mixup 0.2");
  await expect.poll(() => ids(page)).toEqual(["random_resized_crop", "horizontal_flip", "rand_augment", "random_erasing"]);
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect.poll(() => ids(page)).toEqual(before);
});

test("a proof holds the pictures, the draws and the script that runs the library", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Export", exact: true }).click();
  await page.getByRole("radio", { name: /Albumentations 2.0.8 \(JSON\)/ }).click();
  await page.getByLabel("Draws of each picture").fill("2");
  await page.keyboard.press("Enter");
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: "Prove it" }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toMatch(/-proof\.zip$/);
  const files = unzipSync(new Uint8Array(readFileSync(await download.path())));
  for (const name of ["draws.json", "verify.py", "library.py", "dice.py", "requirements.txt", "README.txt"]) expect(Object.keys(files)).toContain(name);
  const { draws } = JSON.parse(strFromU8(files["draws.json"] ?? new Uint8Array())) as { draws: { input: string; after: string; steps: { before: string }[] }[] };
  const pictures = new Set(draws.map(({ input }) => input)).size;
  expect(draws.length).toBe(pictures * 2);
  for (const { input, after, steps } of draws) for (const path of [input, after, ...steps.map(({ before }) => before)]) expect(files[path]?.length ?? 0, path).toBeGreaterThan(60);
});

test("steps say beside themselves what the target's file does not say exactly", async ({ page }) => {
  await open(page);
  await paste(page, "augplay: 1\ntarget: albumentations 2.0.8\nsteps:\n- {op: horizontal_flip}\n- {op: rotate}\n- {op: morphology}\n- {op: scale_jitter}\n");
  await expect(step(page, "rotate").locator(".verdict-mark.within")).toHaveText("≈");
  await expect(step(page, "morphology").locator(".verdict-mark.approximate")).toHaveText("≠");
  await expect(step(page, "scale_jitter").locator(".verdict-mark.unsupported")).toHaveText("∅");
  await expect(step(page, "horizontal_flip").locator(".verdict-mark")).toHaveCount(0);
});
