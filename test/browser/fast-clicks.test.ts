import type { FrameLocator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { MerchantBrowser } from "../support/browser";
import { IS_DEEP } from "../support/is-deep";
import type { Stage } from "../support/stage";
import { useMerchant } from "../support/use-merchant";

/** Each round visits every page once, with other pauses. A slowed processor takes four times as long for each. */
const ROUNDS = IS_DEEP ? 6 : 2;

let stage: Stage;
let browser: MerchantBrowser;
let page: Page;
let app: FrameLocator;

const heading = (name: string) => app.getByRole("heading", { name, level: 1, exact: true });
const openHome = (waitUntil: "load" | "commit" = "load") => page.goto(stage.appUrl, { waitUntil });
const menu = (name: string) => page.locator("#app-nav").getByRole("link", { name, exact: true });

/** Keeps the page's scripts from loading until the function that it returns is called. */
async function holdScripts(): Promise<() => Promise<void>> {
  const held = Promise.withResolvers<undefined>();
  await page.route("**/assets/*.js", async (route) => {
    await held.promise;
    await route.continue();
  });
  return async () => {
    held.resolve(undefined);
    await page.unrouteAll({ behavior: "wait" });
  };
}

describe("a merchant who clicks and types early and fast", () => {
  useMerchant({}, async (opened) => {
    ({ stage, browser, page, app } = opened);
    await openHome();
    await heading("Home").waitFor();
  });

  test("handles a click that came before the page's scripts loaded", async () => {
    const letGo = await holdScripts();
    await openHome("commit");
    await menu("Flows").click();
    await letGo();
    await heading("Flows").waitFor();
    expect(browser.complaints).toEqual([]);
  });

  test("opens a step that was clicked before the page's scripts loaded", async () => {
    const letGo = await holdScripts();
    await page.goto(`${stage.appUrl}/app/flows/abandoned-checkout`, { waitUntil: "commit" });
    await app
      .locator("[data-step-id]")
      .filter({ hasText: /24 hours/ })
      .first()
      .click();
    await letGo();
    await app.getByLabel("Wait", { exact: true }).waitFor();
    expect(browser.complaints).toEqual([]);
  });

  test("keeps what was typed and chosen before the page's scripts loaded", async () => {
    const letGo = await holdScripts();
    await page.goto(`${stage.appUrl}/app/segments/new`, { waitUntil: "commit" });
    await app.getByLabel("Name", { exact: true }).fill("Regulars");
    await app.getByLabel("Time frame").selectOption({ label: "At any time" });
    await letGo();
    await page.getByRole("button", { name: "Save" }).waitFor();
    await expect.poll(() => app.getByLabel("Days", { exact: true }).count()).toBe(0);
    await expect.poll(() => app.getByLabel("Name", { exact: true }).inputValue()).toBe("Regulars");
    expect(browser.complaints).toEqual([]);
  });

  test("opens the menu of a field that was clicked before the page's scripts loaded", async () => {
    await page.goto(`${stage.appUrl}/app/campaigns`);
    await app.getByRole("button", { name: "Create campaign" }).first().click();
    await app.getByLabel("Send to", { exact: true }).waitFor();
    const letGo = await holdScripts();
    await page.goto(page.url(), { waitUntil: "commit" });
    await app.getByLabel("Send to", { exact: true }).click();
    await letGo();
    await app.getByRole("option").first().waitFor();
    expect(browser.complaints).toEqual([]);
  });

  test("shows the destination of the last of several fast clicks", async () => {
    const pages = ["Flows", "Customers", "Outbox", "Settings", "Predictions", "Home"];
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    for (let round = 0; round < ROUNDS; round++) {
      for (const [i, name] of pages.entries()) {
        const link = name === "Home" ? page.locator("#app-nav a").first() : menu(name);
        await link.click();
        // Before, while and after the page's data arrives.
        await page.waitForTimeout(((round * pages.length + i) * 37) % 190);
      }
    }
    await heading("Home").waitFor();
    await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
    expect(browser.complaints).toEqual([]);
  });
});
