import { describe, expect, test } from "vitest";
import type { MerchantBrowser } from "../support/browser";
import { rewriteField } from "../support/rewrite-field";
import type { Stage } from "../support/stage";
import { step } from "../support/step";
import { useMerchant } from "../support/use-merchant";

let stage: Stage;
let merchant: MerchantBrowser;

/** A campaign from the empty list to its results. */
describe("a merchant", () => {
  useMerchant({ flows: [] }, async (opened) => {
    ({ stage, browser: merchant } = opened);
    await merchant.page.goto(`${stage.appUrl}/app/campaigns`);
  });

  test("writes a campaign, sends it, and sees its results", async () => {
    await step(
      "writes a campaign, sees its recipients, and sends it to exactly that many",
      async () => {
        const { app, page } = merchant;
        await app.getByRole("button", { name: "Create campaign" }).first().click();
        await app.getByLabel("Name", { exact: true }).fill("Autumn teas");
        await expect
          .poll(() => app.getByRole("button", { name: "Send campaign" }).isDisabled())
          .toBe(true);
        await page.getByRole("button", { name: "Save" }).click();
        await app.getByRole("heading", { name: "Autumn teas" }).first().waitFor();

        await app.getByRole("link", { name: "Choose a template" }).click();
        await app.getByRole("button", { name: "Use template “Letter”" }).click();
        await app.getByRole("link", { name: "Edit email" }).click();
        await app.getByRole("button", { name: /^Subject and style/ }).click();
        await rewriteField(app.getByLabel("Subject", { exact: true }), "Autumn teas are here");
        await app.getByText("Draft saved").waitFor();
        await app.getByRole("button", { name: "Publish" }).click();
        await app.getByText("Version 3 (current)").waitFor();
        await app.getByRole("link", { name: "Campaign", exact: true }).click();
        const subject = app
          .getByLabel("Subject", { exact: true })
          .and(app.locator("[contenteditable]"));
        await expect.poll(() => subject.innerText()).toBe("Autumn teas are here");
        const total = app
          .getByText("Recipients", { exact: true })
          .locator("xpath=following-sibling::*");
        await expect.poll(() => total.innerText()).toMatch(/^[1-9]\d*$/);
        const willBeSent = Number(await total.innerText());

        // Also on a phone the preview precedes the send button.
        await page.setViewportSize({ width: 390, height: 844 });
        const preview = await app.getByRole("heading", { name: "Preview" }).boundingBox();
        const send = await app.getByRole("button", { name: "Send campaign" }).boundingBox();
        expect(preview!.y).toBeLessThan(send!.y);
        await page.setViewportSize({ width: 1280, height: 720 });
        await app.getByRole("button", { name: "Send campaign" }).click();
        const dialog = app.getByRole("dialog");
        await dialog.getByText(`All customers: ${willBeSent} customers`).waitFor();
        await dialog.getByText("Autumn teas are here", { exact: true }).waitFor();
        const confirm = dialog.getByRole("button", { name: `Send to ${willBeSent}` });
        await confirm.dblclick();

        // By keyboard only: the dialog passes the focus to the banner, and Undo is next.
        const banner = app.getByRole("status").filter({ hasText: "Nothing has been sent yet" });
        await banner.waitFor();
        await stage.merchants[0]!.waitUntilQuiet();
        expect(await stage.emails()).toEqual([]);
        await expect
          .poll(() => banner.evaluate((it) => it.ownerDocument.activeElement === it))
          .toBe(true);
        await page.keyboard.press("Tab");
        await page.keyboard.press("Enter");
        await app.getByRole("button", { name: "Send campaign" }).waitFor();
        await stage.advance(0.1);
        expect(await stage.emails()).toEqual([]);

        await app.getByRole("button", { name: "Send campaign" }).click();
        await confirm.click();
        await app.getByRole("button", { name: "Pause" }).waitFor();
        await stage.advance(0.01);
        await stage.merchants[0]!.waitUntilQuiet();
        const emails = (await stage.emails()).filter((it) => it.subject === "Autumn teas are here");
        expect(emails).toHaveLength(willBeSent);
        expect(new Set(emails.map(({ to }) => to)).size).toBe(willBeSent);
        expect(emails.every(({ unsubscribeUrl }) => unsubscribeUrl !== "")).toBe(true);
      },
    );

    await step("sees what became of it, and nothing that was complained about", async () => {
      await stage.advance(0.2);
      const { app, complaints } = merchant;
      await app.getByRole("heading", { name: "Sent", exact: true }).waitFor();
      await app.getByText("All customers in the audience").waitFor();
      expect(complaints).toEqual([]);
    });

    await step("sees where people clicked, in a table and on the email", async () => {
      const { app, page } = merchant;
      for (const { links } of (await stage.emails()).slice(0, 2)) {
        const userAgent =
          "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
        await fetch(links[0]!, { redirect: "manual", headers: { "user-agent": userAgent } });
      }
      await stage.advance(1);
      await page.reload();
      const map = app.frameLocator('iframe[title="The email with its clicks"]');
      await app.getByRole("row", { name: /^Logo and links to your home page.* 2 100%/ }).waitFor();
      const clicked = map.locator("a[data-clicked]");
      await clicked.first().waitFor();
      // The logo, the button and the footer's name lead to the home page: one label, all framed.
      await expect.poll(() => clicked.count()).toBe(3);
      await expect.poll(() => map.locator('a[data-label="2 · 100%"]').count()).toBe(1);
    });
  });
});
