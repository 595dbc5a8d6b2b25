import type { FrameLocator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { Stage } from "../support/stage";
import { step } from "../support/step";
import { useMerchant } from "../support/use-merchant";

let stage: Stage;
let page: Page;
let app: FrameLocator;

const UNSUBSCRIBE = "Your text for “Unsubscribe”";
const SUBSCRIBED =
  "Your text for “You’re receiving this email because you signed up for emails from {shop}.”";

/** A merchant who changes the text that Kindred adds to emails. */
describe("a merchant who changes default text", () => {
  useMerchant({}, (opened) => {
    ({ stage, page, app } = opened);
  });

  test("sees the default beside the own text, a preview, and what is wrong", async () => {
    const saveBar = page.getByRole("button", { name: "Save", exact: true });

    await step("opens it from the settings", async () => {
      await page.goto(`${stage.appUrl}/app/settings`);
      await app.getByRole("link", { name: "Default text" }).first().click();
      await app.getByRole("tab", { name: "Email footer" }).waitFor();
    });

    await step("writes a text without a required value, and sees which", async () => {
      await app.getByLabel(SUBSCRIBED).fill("You love tea");
      await app.getByText("Keep {shop}").waitFor();
      await saveBar.click();
      await app.getByText("Add {shop}").waitFor();
    });

    await step("corrects it, and sees the email with it before it is saved", async () => {
      await app.getByLabel(SUBSCRIBED).fill("You love tea from {shop}");
      await app.getByRole("button", { name: "Preview" }).first().click();
      const email = app.frameLocator("iframe[title='Preview: Email footer']");
      await email.getByText(/You love tea from /).waitFor();
      await app.getByRole("button", { name: "Close" }).last().click();
      await saveBar.click();
      await page.getByText("Text saved").waitFor();
    });

    await step("resets it to the default", async () => {
      await app.getByRole("button", { name: "Reset to default" }).click();
      await expect.poll(() => app.getByLabel(SUBSCRIBED).inputValue()).toBe("");
      await saveBar.click();
      await app.getByRole("button", { name: "Reset to default" }).waitFor({ state: "detached" });
    });

    await step("adds a language, and sees what it still needs", async () => {
      await app.getByLabel("Add a language").selectOption({ label: "Italian" });
      await app.getByText("Italian isn’t in use yet").waitFor();
      await app.getByText("English", { exact: true }).last().waitFor();
      await app.getByLabel(UNSUBSCRIBE, { exact: true }).first().fill("Annulla iscrizione");
      await saveBar.click();
      await app.getByRole("button", { name: "Reset to default" }).waitFor();
    });
  });
});
