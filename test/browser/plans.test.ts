import type { FrameLocator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { Stage } from "../support/stage";
import { step } from "../support/step";
import { useMerchant } from "../support/use-merchant";

let stage: Stage;
let page: Page;
let app: FrameLocator;

describe("a merchant who needs more emails", () => {
  useMerchant({ flows: [], env: { KINDRED_BILLING: "on" } }, (opened) => {
    ({ stage, page, app } = opened);
  });

  const openPlans = () => page.goto(`${stage.appUrl}/app/plan`);

  test("chooses a plan, approves it, and returns to the free plan", async () => {
    await step(
      "finds the plan in the menu, and sees what is used of it and what it leaves out",
      async () => {
        await openPlans();
        await app.getByRole("heading", { name: "Your Free plan" }).waitFor();
        await page.locator("#app-nav").getByText("Plan", { exact: true }).waitFor();
        await app.getByText("0 of 500 emails this month").waitFor();
        await app.getByText("Not included: A/B tests for campaigns").waitFor();
      },
    );

    await step("agrees on Shopify's page, and comes back to the plan", async () => {
      await app.getByRole("button", { name: "Choose Growth plan" }).click();
      await page.getByRole("heading", { name: "Approve Kindred Growth?" }).waitFor();
      await page.getByText("after 14 days that cost nothing").waitFor();
      await page.getByRole("button", { name: "Approve" }).click();
      await app.getByRole("heading", { name: "Your Growth plan" }).waitFor();
      await app.getByText(/^Free until /).waitFor();
      await app.getByText("0 of 15,000 emails this month").waitFor();
    });

    await step(
      "is asked once more before the paid plan ends, and has the free one then",
      async () => {
        await app.getByRole("button", { name: "Choose Free plan" }).click();
        await app.getByRole("dialog").getByRole("button", { name: "Switch to Free" }).click();
        await app.getByRole("heading", { name: "Your Free plan" }).waitFor();
        expect((await stage.control.subscriptions(stage.shops[0]!)).map((it) => it.status)).toEqual(
          ["CANCELLED"],
        );
      },
    );

    await step("can read it all on a phone", async () => {
      await page.setViewportSize({ width: 390, height: 844 });
      await openPlans();
      await app.getByRole("heading", { name: "Plans" }).waitFor();
      const width = await app.locator("html").evaluate((it) => [it.scrollWidth, it.clientWidth]);
      expect(width[0]).toBeLessThanOrEqual(width[1]!);
    });
  });
});
