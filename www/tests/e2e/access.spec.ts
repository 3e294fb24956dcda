import { draws, expect, open, test, violations } from "./page";

for (const colorScheme of ["light", "dark"] as const)
  for (const width of [1440, 390])
    test(`no violations in ${colorScheme} at ${width} px`, async ({ browser, baseURL }) => {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 860 }, ...(baseURL && { baseURL }) });
      const page = await context.newPage();
      await open(page);
      const check = async (): Promise<void> => { expect(await violations(page)).toEqual([]); };
      await check();
      await page.keyboard.press("/");
      await check();
      await page.keyboard.press("Escape");
      await page.locator(".panel-export").click();
      await expect(page.locator(".verdicts")).toBeVisible();
      await check();
      await page.keyboard.press("Escape");
      await draws(page).first().click();
      await expect(page.locator(".drawn li").first()).toBeVisible();
      await check();
      await page.keyboard.press("Escape");
      await page.getByRole("radio", { name: "Labels" }).click();
      await expect(page.locator(".safety-view")).toHaveAttribute("aria-busy", "false", { timeout: 30_000 });
      await check();
      if (width > 640) {
        await page.getByRole("region", { name: "Rules for labels" }).getByRole("button", { name: /^Labels/ }).click();
        await page.getByRole("button", { name: /^Input:/ }).click();
        await page.getByRole("menuitemradio", { name: /window/ }).click();
        await check();
      }
      await context.close();
    });

test("the page can be worked without a mouse", async ({ page }) => {
  await open(page);
  const seen = new Set<string>();
  for (let i = 0; i < 100; i++) {
    await page.keyboard.press("Tab");
    seen.add(await page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? ""));
  }
  for (const name of ["Share", "Export"]) expect([...seen]).toContain(name);
  expect([...seen].some((label) => label.startsWith("Target:"))).toBe(true);
  expect([...seen].some((label) => label.includes("draw 1"))).toBe(true);
});

test("pages themselves may not load anything from elsewhere", async ({ page }) => {
  await open(page);
  const blocked = await page.evaluate(async () => {
    const refused = new Promise<string>((resolve) => {
      document.addEventListener("securitypolicyviolation", (event) => { resolve(event.violatedDirective); });
    });
    await fetch("https://example.org/").catch(() => undefined);
    return refused;
  });
  expect(blocked).toBe("connect-src");
});
