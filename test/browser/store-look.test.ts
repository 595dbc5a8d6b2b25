import type { FrameLocator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { ONLINE_STORE_THEMES } from "~/shopify/online-store-themes";
import { smallStore } from "../support/small-store";
import type { Stage } from "../support/stage";
import { step } from "../support/step";
import { useMerchant } from "../support/use-merchant";

let stage: Stage;
let page: Page;
let app: FrameLocator;

const use = () => app.getByRole("button", { name: "Use my online store’s look" }).click();
const storeName = () => app.getByLabel("Store name", { exact: true });
const accent = () => app.getByLabel("Accent color", { exact: true }).inputValue();

describe("a merchant who has an online store", () => {
  const size = { width: 1280, height: 1000 };
  useMerchant({ seeds: [smallStore({ customers: 3 })], flows: [], size }, (opened) => {
    ({ stage, page, app } = opened);
  });

  test("fills in the brand from its theme, and decides whether to save", async () => {
    const [shop] = stage.shops;
    const { scopes } = await stage.control.install(shop!);
    await stage.control.grantScopes(
      shop!,
      scopes.filter((it) => it !== ONLINE_STORE_THEMES),
    );
    await stage.control.idle();
    await page.goto(`${stage.appUrl}/app/settings`);
    const before = await accent();

    await step("may decline Shopify's question, and nothing changes", async () => {
      page.once("dialog", (requested) => void requested.dismiss());
      await use();
      await app.getByText("You declined").waitFor();
      await expect.poll(accent).toBe(before);
    });

    await step("sees what was found as unsaved changes, and discards them", async () => {
      page.once("dialog", (requested) => void requested.accept());
      await use();
      await app
        .getByText("Found: #1f6f54, Editorial email theme, and 2 social media accounts")
        .waitFor();
      await expect.poll(accent).toBe("#1f6f54");
      await page.getByRole("button", { name: "Discard" }).click();
      await expect.poll(accent).toBe(before);
    });

    await step("keeps the form when Shopify fails or the theme says nothing", async () => {
      await storeName().fill("Kettles");
      await stage.control.setFaults({ graphql: { fail: 100, failStatus: 400 } });
      await use();
      await app.getByText("Your theme couldn’t be read").waitFor();
      await stage.control.clearFaults();
      await stage.control.setThemeSettings(shop!, "{}");
      await use();
      await app.getByText("Kindred found no color").waitFor();
      await expect.poll(() => storeName().inputValue()).toBe("Kettles");
    });

    await step("saves color and theme", async () => {
      const current = { colors_accent_1: "#c2410c", type_header_font: "anton_n4" };
      await stage.control.setThemeSettings(shop!, JSON.stringify({ current }));
      await use();
      await app.getByText("Found: #c2410c and Bold email theme").waitFor();
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Settings saved").waitFor();
      await page.goto(`${stage.appUrl}/app/emails/themes`);
      const used = app.getByRole("button", { name: "Use theme: Bold" });
      await expect.poll(() => used.getAttribute("aria-disabled")).toBe("true");
    });
  });
});
