import type { FrameLocator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { builtSegmentAction } from "../shopify/admin-extensions/built-segment-action";
import type { MerchantBrowser } from "../support/browser";
import { countClicks, openMenu } from "../support/count-clicks";
import { rewriteField } from "../support/rewrite-field";
import { smallStore } from "../support/small-store";
import type { Stage } from "../support/stage";
import { step } from "../support/step";
import { useMerchant } from "../support/use-merchant";

let stage: Stage;
let browser: MerchantBrowser;
let page: Page;
let app: FrameLocator;

const STORE = smallStore({ customers: 12 });

describe("a merchant who emails some customers", () => {
  useMerchant({ seeds: [STORE], flows: [] }, (opened) => {
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
      await expect.poll(() => app.getByLabel("Name").inputValue()).toBe("Regulars");
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
        await expect.poll(() => app.locator(":focus").innerText()).toBe("Add condition");
        await app.getByRole("button", { name: "Remove condition 1", exact: true }).click();
        await app.getByRole("button", { name: "Add group" }).click();
        await app.getByLabel("Time frame").last().selectOption({ label: "At any time" });
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
      "builds a segment of four conditions in at most eleven clicks, with the store’s own values",
      async () => {
        const customerId = STORE.customers[0]!.id;
        const change = { tags: ["VIP"] };
        const tagged = { kind: "customer_updated", customerId, change } as const;
        await stage.control.play(stage.shops[0]!, [tagged], { wait: true });
        await stage.merchants[0]!.waitUntilQuiet();
        await page.goto(`${stage.appUrl}/app/segments`);
        const click = countClicks();
        await click(app.getByRole("link", { name: "Create segment" }));
        await app.getByLabel("Name", { exact: true }).fill("VIPs in London");
        await app.getByLabel("Days", { exact: true }).fill("365");
        for (const [condition, value] of [
          ["Customer tag", "VIP (1)"],
          ["Country", "United Kingdom (12)"],
          ["City", "London (12)"],
        ] as const) {
          await click.choose(
            app.getByRole("button", { name: "Add condition" }),
            app.getByRole("button", { name: new RegExp(`^${condition}`) }),
          );
          await click(app.getByRole("option", { name: value }));
        }
        await app.getByRole("heading", { name: "1 customer", exact: true }).waitFor();
        await expect.poll(() => app.getByText("and", { exact: true }).count()).toBe(3);
        await click(page.getByRole("button", { name: "Save" }));
        await app.getByText("1 member", { exact: true }).first().waitFor();
        expect(click.count()).toBeLessThanOrEqual(11);
        expect(browser.complaints).toEqual([]);
      },
    );

    await step(
      "sends a campaign to one segment without another, with its subject, in at most six clicks",
      async () => {
        await page.goto(`${stage.appUrl}/app/segments`);
        await app.getByText("Regulars", { exact: true }).first().click();
        const click = countClicks();
        await click(app.getByRole("button", { name: "Create campaign" }));
        await app.getByRole("button", { name: "Remove Regulars" }).waitFor();
        await app.getByText("12 customers, 12 of them").waitFor();
        await click.choose(
          app.getByLabel("Don’t send to"),
          app.getByRole("option", { name: "VIPs in London" }),
        );
        await app.getByText("11 customers, 11 of them").waitFor();
        await rewriteField(app.getByLabel("Subject", { exact: true }), "For our regulars");
        await click(page.getByRole("button", { name: "Save" }));
        const send = app.getByRole("button", { name: "Send campaign" });
        await expect.poll(() => send.isEnabled(), { timeout: 30_000 }).toBe(true);
        await click(send);
        const dialog = app.getByRole("dialog");
        await dialog.getByText("Regulars, except VIPs in London: 11 customers").waitFor();
        await dialog.getByText("For our regulars", { exact: true }).waitFor();
        await click(dialog.getByRole("button", { name: "Send to 11" }));
        await app.getByRole("status").filter({ hasText: "Nothing has been sent yet" }).waitFor();
        expect(click.count()).toBeLessThanOrEqual(6);
        expect(browser.complaints).toEqual([]);
      },
    );

    const fromShopify = "Customers who have purchased more than once";
    await step(
      "emails a segment of Shopify from its own page: a campaign begins, with the segment taken over",
      async () => {
        await page.goto(`${stage.adminUrl}/customers/segments/902`);
        await page.getByRole("button", { name: "Email this segment" }).click();
        await page.getByText("Nothing is sent until you send the campaign").waitFor();
        await page.getByText("Create campaign").click();
        await app.getByRole("button", { name: `Remove ${fromShopify}` }).waitFor();
      },
    );

    await step("does so again without a second copy of the segment", async () => {
      await page.goto(`${stage.adminUrl}/customers/segments/902`);
      await page.getByRole("button", { name: "Email this segment" }).click();
      await page.getByText("Create campaign").click();
      await app.getByRole("button", { name: `Remove ${fromShopify}` }).waitFor();
      const option = app.getByRole("option", { name: fromShopify });
      await openMenu(app.getByLabel("Send to", { exact: true }), () =>
        option.first().waitFor({ timeout: 10_000 }),
      );
      await expect.poll(() => option.count()).toBe(1);
    });

    await step("sees when Shopify no longer has the segment", async () => {
      const path = "/app/campaigns/to-segment?shopifySegmentId=999999";
      await page.goto(`${stage.appUrl}${path}`);
      await app.getByText("This segment was deleted in Shopify").waitFor();
    });
  });
});
