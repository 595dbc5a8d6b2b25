import type { FrameLocator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { Stage } from "../support/stage";
import { step } from "../support/step";
import { useMerchant } from "../support/use-merchant";

let stage: Stage;
let page: Page;
let app: FrameLocator;

/** No such host exists: the test needs no network. */
const ENDPOINT = "https://hooks.kettle.invalid/kindred";

async function choose(action: string): Promise<void> {
  await app.getByRole("button", { name: `Actions for ${ENDPOINT}` }).click();
  await app.getByRole("button", { name: action, exact: true }).click();
}

describe("a merchant who connects a review app", () => {
  useMerchant({ flows: [] }, (opened) => {
    ({ stage, page, app } = opened);
  });

  test("sees a new key and a new secret once, and revokes both", async () => {
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

    await step("adds an endpoint for webhooks, and sees its secret once", async () => {
      await app.getByRole("button", { name: "Add endpoint" }).click();
      const dialog = app.getByRole("dialog");
      await dialog.getByLabel("URL").fill(ENDPOINT);
      await dialog.getByLabel("Email clicked").uncheck();
      await dialog.getByRole("button", { name: "Save" }).click();
      await app.getByText(`Copy the secret of ${ENDPOINT} now`).waitFor();
      await expect
        .poll(() => app.getByLabel("Signing secret", { exact: true }).inputValue())
        .toMatch(/^whsec_.{44}$/);
      await app.getByText("No webhooks in the last 14 days").waitFor();
    });

    await step("sends a test, and sees that it did not arrive", async () => {
      await choose("Send test");
      await app.getByText(`The test failed: ${ENDPOINT} can’t be reached`).waitFor();
      await app.getByRole("cell", { name: "Can’t be reached" }).waitFor();
      await expect.poll(() => app.getByText("Copy the secret of").count()).toBe(0);
    });

    await step("pauses, rotates and deletes it", async () => {
      await choose("Pause");
      await app.getByText("Paused", { exact: true }).waitFor();
      await choose("Rotate secret");
      await app.getByRole("dialog").getByRole("button", { name: "Rotate secret" }).click();
      await app.getByText(`Copy the secret of ${ENDPOINT} now`).waitFor();
      await choose("Delete");
      await app.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
      await app.getByText("No endpoints yet").waitFor();
    });
  });
});
