import type { FrameLocator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { Stage } from "../support/stage";
import { step } from "../support/step";
import { useMerchant } from "../support/use-merchant";

let stage: Stage;
let page: Page;
let app: FrameLocator;
let complaints: readonly string[];

/** A campaign before it is written: its day and its template. */
describe("a merchant", () => {
  useMerchant({ flows: [] }, (opened) => {
    ({ stage, page, app } = opened);
    ({ complaints } = opened.browser);
  });

  test("plans a campaign in the calendar", async () => {
    await step("opens the calendar and the next month", async () => {
      await page.goto(`${stage.appUrl}/app/campaigns`);
      await app.getByRole("link", { name: "Calendar" }).click();
      await app.getByRole("table", { name: /^Campaigns in/ }).waitFor();
      await app.getByText("No campaigns in this month").waitFor();
      await app.getByRole("link", { name: "Next month" }).click();
      // Another month than the current one is shown.
      await app.getByRole("link", { name: "Today" }).waitFor();
    });

    await step("creates a campaign for a day, by keyboard", async () => {
      const day = app
        .getByRole("row")
        .nth(3)
        .getByRole("button", { name: /^Create/ });
      await day.first().focus();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await app.getByLabel("Time", { exact: true }).waitFor();
      await expect.poll(() => app.getByLabel("At a set time").isChecked()).toBe(true);
      await app.getByText("Your customers usually buy around 12:00 PM").waitFor();
      await expect.poll(() => app.getByLabel("Time", { exact: true }).inputValue()).toBe("12:00");
    });

    await step("finds it on that day, also on a phone", async () => {
      const date = await app.getByLabel("Date", { exact: true }).inputValue();
      await page.goto(`${stage.appUrl}/app/campaigns/calendar?month=${date.slice(0, 7)}`);
      const cell = app.getByRole("cell").filter({ has: app.locator(`time[datetime="${date}"]`) });
      await cell.getByRole("link", { name: "New campaign" }).waitFor();
      await cell.getByText(/12:00 PM · \d+ customers? in the audience/).waitFor();
      await page.setViewportSize({ width: 390, height: 844 });
      await expect.poll(() => app.getByRole("table").count()).toBe(0);
      const days = app.getByRole("listitem");
      const listed = days.filter({ has: app.locator(`time[datetime="${date}"]`) });
      await listed.getByRole("link", { name: "New campaign" }).click();
      await app.getByLabel("Name", { exact: true }).waitFor();
      await page.setViewportSize({ width: 1280, height: 720 });
    });
  });

  test("replaces its email by a template, and undoes that", async () => {
    const subject = app
      .getByLabel("Subject", { exact: true })
      .and(app.locator("[contenteditable]"));
    await app.getByRole("link", { name: "Choose a template" }).click();
    await app.getByRole("heading", { name: "Choose a template", level: 1 }).waitFor();
    await expect.poll(() => app.locator("iframe").count()).toBe(8);
    await app.getByRole("button", { name: "Use template “Sale”" }).click();
    await app.getByText("The template is now your campaign’s email").waitFor();
    await app.getByRole("button", { name: "Undo" }).click();
    await app.getByText("Your email is back as it was").waitFor();
    await app.getByRole("button", { name: "Use template “Letter”" }).click();
    await app.getByRole("button", { name: "Undo" }).waitFor();
    await app.getByRole("link", { name: "New campaign" }).click();
    await subject.waitFor();
    await expect.poll(() => subject.innerText()).toMatch(/^A note from Store name\s*$/);
  });

  test("writes a subject with a personalized part, which it reads by its name", async () => {
    const subject = app
      .getByLabel("Subject", { exact: true })
      .and(app.locator("[contenteditable]"));
    const personal = /^A note from Store name, for First name\s*$/;
    await subject.press("Control+End");
    await page.keyboard.type(", for ");
    await app.getByRole("button", { name: "Add personalization: Subject" }).click();
    await app.getByRole("button", { name: "First name", exact: true }).click();
    await expect.poll(() => subject.innerText()).toMatch(personal);
    await page.getByRole("button", { name: "Save" }).click();
    await app.getByText("Save the campaign first.").waitFor({ state: "hidden" });
    await page.reload();
    await expect.poll(() => subject.innerText()).toMatch(personal);
    await expect.poll(() => app.locator("body").innerText()).not.toContain("{{");
  });

  test("creates a draft from a template in one click, and undoes that", async () => {
    await app.getByRole("link", { name: "Campaigns" }).first().click();
    await app.getByRole("link", { name: "Templates" }).click();
    await app.getByRole("heading", { name: "Campaign templates", level: 1 }).waitFor();
    await app.getByRole("button", { name: "Sale", exact: true }).click();
    await expect.poll(() => app.locator("iframe").count()).toBe(2);
    await app.getByRole("button", { name: "Use template “Last chance”" }).click();
    await app.getByText("Draft created from “Last chance”").waitFor();
    await app.getByRole("heading", { name: "Last chance", level: 1 }).waitFor();
    await app.getByRole("button", { name: "Undo" }).click();
    await app.getByRole("heading", { name: "Campaign templates", level: 1 }).waitFor();
    await app.getByRole("link", { name: "Campaigns" }).first().click();
    await app.getByRole("link", { name: "New campaign" }).waitFor();
    await expect.poll(() => app.getByRole("link", { name: "Last chance" }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});
