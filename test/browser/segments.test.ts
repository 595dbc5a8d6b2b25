import type { FrameLocator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { builtSegmentAction } from "../shopify/admin-extensions/built-segment-action";
import type { MerchantBrowser } from "../support/browser";
import { smallStore } from "../support/small-store";
import type { Stage } from "../support/stage";
import { step } from "../support/step";
import { useMerchant } from "../support/use-merchant";

let stage: Stage;
let browser: MerchantBrowser;
let page: Page;
let app: FrameLocator;

describe("a merchant who emails some customers", () => {
  useMerchant({ seeds: [smallStore({ customers: 12 })], flows: [] }, (opened) => {
    ({ stage, browser, page, app } = opened);
    // The response is slow, and the page waits for it.
    builtSegmentAction();
  });

  test("builds a segment, saves it, and emails its members", async () => {
    await step("starts with a template, and sees its members before saving", async () => {
      await page.goto(`${stage.appUrl}/app/segments`);
      await app.getByRole("heading", { name: "Build a segment" }).waitFor();
      await app.getByRole("link", { name: "Use template Regulars" }).click();
      await app.getByRole("heading", { name: /^\d+ customers?$/ }).waitFor();
      expect(await app.getByLabel("Name").inputValue()).toBe("Regulars");
    });

    await step("shows a failed request, and the result after the next change", async () => {
      const question = "**/app/segments/preview*";
      await page.route(question, (route) => route.fulfill({ status: 200, body: "" }));
      await app.getByRole("button", { name: "Add condition" }).click();
      await app.getByRole("button", { name: /^Country/ }).click();
      await app.getByText(/^No response/).waitFor();
      await page.unroute(question);
      await app.getByRole("button", { name: "Remove condition 3" }).click();
      await app.getByRole("heading", { name: /^\d+ customers?$/ }).waitFor();
    });

    await step(
      "changes the rule with the keyboard alone, and sees which part is invalid",
      async () => {
        await app.getByRole("button", { name: "Add condition" }).focus();
        await page.keyboard.press("Enter");
        await app.getByRole("button", { name: /^Country/ }).focus();
        await page.keyboard.press("Enter");
        await app.getByText("Choose at least one").first().waitFor();
        await app.getByRole("button", { name: "Remove condition 3" }).focus();
        await page.keyboard.press("Enter");
        // The removed element had the focus, which moves to the end of the group.
        expect(await app.locator(":focus").innerText()).toBe("Add condition");
        await app.getByRole("button", { name: "Remove condition 1", exact: true }).click();
        await app.getByRole("button", { name: "Add group" }).click();
        await app.getByRole("heading", { name: /^[1-9]\d* customers?$/ }).waitFor();
      },
    );

    await step("saves a segment, and soon sees its members and the reasons", async () => {
      await page.getByRole("button", { name: "Save" }).click();
      await app
        .getByText(/^[1-9]\d* members?$/)
        .first()
        .waitFor();
      await app.getByText("Size over time").first().waitFor();
      const member = app.locator("table a").first();
      await member.waitFor();
      await app.getByLabel("Customer’s email").fill("nobody@example.com");
      await app.getByRole("button", { name: "Check" }).click();
      await app.getByText("No customer has this email address. Check it for typos.").waitFor();
    });

    await step(
      "writes to all of them: a campaign begins with the segment as its audience",
      async () => {
        await app.getByRole("button", { name: "Create campaign" }).click();
        const audience = app.getByLabel("Audience");
        await audience.waitFor();
        expect(await audience.locator("option:checked").innerText()).toBe("Regulars");
        expect(browser.complaints).toEqual([]);
      },
    );

    await step(
      "emails a segment of Shopify from its own page: a campaign begins, with the segment taken over",
      async () => {
        await page.goto(`${stage.adminUrl}/customers/segments/902`);
        await page.getByRole("button", { name: "Email this segment" }).click();
        await page.getByText("Nothing is sent until you send the campaign").waitFor();
        await page.getByText("Create campaign").click();
        const audience = app.getByLabel("Audience");
        await audience.waitFor();
        expect(await audience.locator("option:checked").innerText()).toBe(
          "Customers who have purchased more than once",
        );
      },
    );

    await step("does so again without a second copy of the segment", async () => {
      await page.goto(`${stage.adminUrl}/customers/segments/902`);
      await page.getByRole("button", { name: "Email this segment" }).click();
      await page.getByText("Create campaign").click();
      const audience = app.getByLabel("Audience");
      await audience.waitFor();
      const named = audience.locator("option", { hasText: "purchased more than once" });
      expect(await named.count()).toBe(1);
    });

    await step("sees when Shopify no longer has the segment", async () => {
      const path = "/app/campaigns/to-segment?shopifySegmentId=999999";
      await page.goto(`${stage.appUrl}${path}`);
      await app.getByText("This segment was deleted in Shopify").waitFor();
    });
  });
});
