import type { FrameLocator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { Stage } from "../support/stage";
import { step } from "../support/step";
import { useMerchant } from "../support/use-merchant";

let stage: Stage;
let page: Page;
let app: FrameLocator;

describe("a merchant who connects a review app", () => {
  useMerchant({ flows: [] }, (opened) => {
    ({ stage, page, app } = opened);
  });

  test("sees a new key once, and revokes it", async () => {
    await step("has no keys at first", async () => {
      await page.goto(`${stage.appUrl}/app/api-keys`);
      await app.getByText("No API keys yet").waitFor();
    });

    await step("creates a key, and sees it once", async () => {
      await app.getByLabel("Name").fill("Review app");
      await app.getByRole("button", { name: "Create key" }).click();
      await app.getByText("Copy the key for Review app now").waitFor();
      await expect
        .poll(() => app.getByLabel("API key", { exact: true }).inputValue())
        .toMatch(/^kindred_[\w-]{43}$/);
      await app.getByText("Never used").waitFor();
      await expect.poll(() => app.getByLabel("Name").inputValue()).toBe("");
      await page.goto(`${stage.appUrl}/app/api-keys`);
      await app.getByText("Never used").waitFor();
      await expect.poll(() => app.getByText("Copy the key for").count()).toBe(0);
    });

    await step("revokes it after a question", async () => {
      await app.getByRole("button", { name: "Revoke Review app" }).click();
      await app.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
      await app.getByText("Review app is revoked").waitFor();
      await app.getByText("No API keys yet").waitFor();
    });
  });
});
