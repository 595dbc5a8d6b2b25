import type { FrameLocator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { MerchantBrowser } from "../support/browser";
import { smallStore } from "../support/small-store";
import type { Stage } from "../support/stage";
import { step } from "../support/step";
import { useMerchant } from "../support/use-merchant";

let stage: Stage;
let browser: MerchantBrowser;
let page: Page;
let app: FrameLocator;

/** A merchant reviews what Kindred learned. */
describe("a merchant who reviews what Kindred learned", () => {
  useMerchant({ seeds: [smallStore({ customers: 60 })] }, (opened) => {
    ({ stage, browser, page, app } = opened);
  });

  const openPage = (path: string) => page.goto(`${stage.appUrl}${path}`);
  const list = (name: string) =>
    app
      .locator("ol")
      .filter({ has: app.locator("h3") })
      .and(app.locator(`xpath=//h2[normalize-space()="${name}"]/ancestor::*[.//ol][1]//ol`));

  test("sees what Kindred learned, and why, and changes what is shown", async () => {
    await step("sees for a customer what would be shown, and each score taken apart", async () => {
      await openPage("/app/recommendations");
      await app.getByRole("heading", { name: /^Recommendations for/ }).waitFor();
      await app.getByRole("heading", { name: "New for the customer", level: 2 }).waitFor();
      await list("New for the customer").locator("li").first().waitFor();
      expect(
        await app
          .getByText(/^Score /)
          .first()
          .isVisible(),
      ).toBe(false);
      const closed = app.getByRole("button", { name: "How this is calculated", expanded: false });
      await closed.first().focus();
      await page.keyboard.press("Enter");
      await app.getByRole("button", { name: "How this is calculated", expanded: true }).waitFor();
      await app
        .getByText(/^Score /)
        .first()
        .waitFor();
    });

    await step("asks beside a product", async () => {
      await app.getByRole("tab", { name: "Product", exact: true }).click();
      await app.getByRole("combobox", { name: "Product" }).fill("teapot");
      await app.getByRole("option", { name: "Stoneware teapot" }).click();
      await app.getByRole("heading", { name: "Recommendations with Stoneware teapot" }).waitFor();
      await app.getByRole("heading", { name: "Goes well with", level: 2 }).waitFor();
      await list("Goes well with").locator("h3").first().waitFor();
      const titles = await list("Goes well with").locator("h3").allTextContents();
      expect(titles).not.toContain("Stoneware teapot");
    });

    await step(
      "sees what a rule would change before it is saved, saves it, and it holds",
      async () => {
        const titles = await list("Goes well with").locator("h3").allTextContents();
        const unwanted = titles[0] ?? "";
        await app.getByRole("button", { name: "Add rule" }).click();
        await app.getByLabel("Action").selectOption("exclude");
        await app.getByRole("combobox", { name: "Products" }).fill(unwanted);
        await app.getByRole("option", { name: `${unwanted} (product)` }).click();
        await app.getByRole("button", { name: "Add", exact: true }).click();
        await app.getByRole("button", { name: "Preview changes" }).click();
        await app.getByRole("heading", { name: "What would change" }).waitFor();
        await list("Goes well with").locator("h3").filter({ hasText: unwanted }).waitFor();

        await page.getByRole("button", { name: "Save" }).click();
        await page.getByText(/Rules saved/).waitFor();
        await expect
          .poll(() => list("Goes well with").locator("h3").allTextContents())
          .not.toContain(unwanted);
        await page.reload();
        await app.getByText(`Never show ${unwanted}`).waitFor();
      },
    );

    await step("trains, and sees that it was done", async () => {
      await app.getByRole("tab", { name: "How products are chosen" }).click();
      await app.getByRole("button", { name: "Train now" }).click();
      await app.getByText(/^Last trained /).waitFor();
      await app.getByText(/^Trained on 60 customers/).waitFor();
    });

    await step("sees what a small store cannot know yet, and how much more it needs", async () => {
      await openPage("/app/predictions");
      await app.getByRole("heading", { name: "What you can do now", level: 2 }).waitFor();
      await app.getByRole("heading", { name: "Customer groups", level: 2 }).waitFor();
      await app.getByRole("tab", { name: "Accuracy" }).click();
      await app.getByRole("heading", { name: "Data grades" }).waitFor();
      await app.getByRole("tab", { name: "What predicts an order" }).click();
      await app.getByText("Not enough data").first().waitFor();
      await expect
        .poll(() => app.locator("body").innerText())
        .not.toMatch(/NaN|undefined|Infinity/);
    });

    await step("reads on a customer's page what comes next, and why", async () => {
      await openPage("/app/customers/1001000");
      await app.getByRole("heading", { name: "What to expect next", level: 2 }).waitFor();
      await app.getByRole("button", { name: "See all predictions and their reasons" }).click();
      await app.getByRole("heading", { name: "Predictions", level: 2 }).waitFor();
      await app.getByText("Expected spend in the next 12 months").waitFor();
      await app
        .getByText(/raises it|lowers it/)
        .first()
        .waitFor();
    });

    await step("the browser had nothing to complain about", () => {
      expect(browser.complaints).toEqual([]);
    });
  });
});
