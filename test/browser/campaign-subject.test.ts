import { expect, test } from "vitest";
import { rewriteField } from "../support/rewrite-field";
import { step } from "../support/step";
import { useMerchant, type MerchantInBrowser } from "../support/use-merchant";

let opened: MerchantInBrowser;

useMerchant({ flows: [] }, (merchant) => {
  opened = merchant;
});

test("a merchant who leaves a subject empty sees it when saving or sending, and is taken to it", async () => {
  const { stage, page, app, browser } = opened;
  await page.goto(`${stage.appUrl}/app/campaigns`);
  await app.getByRole("button", { name: "Create campaign" }).first().click();
  const subject = (name: string) =>
    app.getByLabel(name, { exact: true }).and(app.locator("[contenteditable]"));
  const isFocused = (text: string) =>
    app
      .locator('[role="alert"]', { hasText: text })
      .evaluate((it) => it.contains(it.ownerDocument.activeElement));

  await step("saving lists an empty subject and marks its field", async () => {
    await rewriteField(subject("Subject"), "");
    await page.getByRole("button", { name: "Save" }).click();
    await expect.poll(() => isFocused("Fix these problems to continue")).toBe(true);
    // In the list and at the field.
    await expect.poll(() => app.getByText("Enter a subject").count()).toBe(2);
    await rewriteField(subject("Subject"), "Autumn teas are here");
    await app.getByText("Fix these problems to continue").waitFor({ state: "detached" });
  });

  await step(
    "a subject of the A/B test is not marked before the merchant tries to send",
    async () => {
      await app.getByRole("checkbox", { name: "Test other versions" }).check();
      await subject("Subject 2").waitFor();
      await expect.poll(() => app.getByText("Enter a subject").count()).toBe(0);
    },
  );

  await step("sending takes the focus to what to fix, and marks the field", async () => {
    await page.getByRole("button", { name: "Save" }).click();
    await app.getByText("Subject 2: Add a subject.").waitFor();
    await app.getByRole("button", { name: "Send campaign" }).click();
    await expect.poll(() => isFocused("Fix before sending")).toBe(true);
    await app.getByText("Enter a subject").waitFor();
    await expect.poll(() => app.getByRole("dialog").count()).toBe(0);
    expect(browser.complaints).toEqual([]);
  });
});
