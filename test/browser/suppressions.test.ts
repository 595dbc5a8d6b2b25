import type { FrameLocator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { MerchantBrowser } from "../support/browser";
import type { Stage } from "../support/stage";
import { step } from "../support/step";
import { useMerchant } from "../support/use-merchant";

let stage: Stage;
let browser: MerchantBrowser;
let page: Page;
let app: FrameLocator;

/** A merchant who manages suppressed addresses. */
describe("a merchant with suppressed addresses", () => {
  useMerchant({}, (opened) => {
    ({ stage, browser, page, app } = opened);
  });

  test("finds, blocks, imports, allows and exports addresses", async () => {
    await step("finds them from the outbox", async () => {
      await page.goto(stage.appUrl);
      await page.getByRole("link", { name: "Outbox" }).click();
      await app.getByRole("link", { name: "Suppressed addresses" }).click();
      await app.getByText("No suppressed addresses").waitFor();
    });

    await step("blocks one, with a reason", async () => {
      await app.getByLabel("Email address").fill("orla.quill@example.com");
      await app.getByLabel("Reason").fill("Asked on the phone");
      await app.getByRole("button", { name: "Suppress" }).click();
      await app.getByText("Added manually").waitFor();
      await app.getByText("Asked on the phone", { exact: true }).waitFor();
    });

    await step("imports a file, and sees which rows were skipped", async () => {
      await app.locator("input[type=file]").setInputFiles({
        name: "unsubscribed.csv",
        mimeType: "text/csv",
        buffer: Buffer.from(
          "email,reason\nfinn@example.com,unsubscribe\nnobody,\nmara@example.com,hard bounce\nniall@example.com,complaint\n",
        ),
      });
      await app.getByText("3 addresses suppressed, 0 already suppressed, 1 row skipped:").waitFor();
      await app.getByText("Row 3: Not an email address").waitFor();
      await app.getByText("finn@example.com").waitFor();
    });

    await step("has the focus on what kept a file from being imported", async () => {
      await app.locator("input[type=file]").setInputFiles({
        name: "names.csv",
        mimeType: "text/csv",
        buffer: Buffer.from("name\nFinn\n"),
      });
      await app.locator(":focus").getByText("The first row has no email column.").waitFor();
    });

    await step("finds one by its whole address, which is in no address line", async () => {
      await app.getByPlaceholder("Enter a full email address").fill("mara@example.com");
      await app.getByRole("button", { name: "Find", exact: true }).click();
      await app.getByText("finn@example.com").waitFor({ state: "detached" });
      await expect.poll(() => app.getByText("Hard bounce", { exact: true }).count()).toBe(1);
      expect(page.url()).not.toContain("mara");
      await app.getByRole("button", { name: "Show all" }).click();
      await app.getByText("finn@example.com").waitFor();
    });

    await step(
      "takes back what was blocked by hand, and not what a customer asked for",
      async () => {
        await expect.poll(() => app.getByText("Requested by customer").count()).toBe(2);
        const row = app.getByRole("row").filter({ hasText: "orla.quill@example.com" });
        await row.getByRole("button", { name: "Unsuppress" }).click();
        await row.getByLabel("Reason").fill("It was a mistake");
        await row.getByRole("button", { name: "Unsuppress" }).click();
        await app.getByText("orla.quill@example.com").waitFor({ state: "detached" });
      },
    );

    await step("keeps a copy as a file", async () => {
      const download = page.waitForEvent("download");
      await app.getByRole("button", { name: "Export" }).click();
      expect((await download).suggestedFilename()).toBe("suppressed-addresses.csv");
    });

    await step("sees no complaint of the browser's but about the refused file", () => {
      expect(browser.complaints).toEqual([expect.stringContaining("422")]);
    });
  });
});
