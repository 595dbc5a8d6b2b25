import { expect, test } from "vitest";
import type { MerchantInBrowser } from "../support/use-merchant";
import { useMerchant } from "../support/use-merchant";

let opened: MerchantInBrowser;

useMerchant({}, (merchant) => {
  opened = merchant;
});

const NAME = "Buyers from the fair";

test("a save without a connection keeps what was typed, and can be repeated", async () => {
  const { stage, page, app } = opened;
  await page.goto(`${stage.appUrl}/app/segments/new?template=regulars`);
  await app.getByLabel("Name", { exact: true }).fill(NAME);
  await page.route("**/*.data*", (route) => route.abort());
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("No response. Check your connection and try again.").waitFor();
  await expect.poll(() => app.getByLabel("Name", { exact: true }).inputValue()).toBe(NAME);
  await page.unrouteAll({ behavior: "wait" });
  await page.getByRole("button", { name: "Save" }).click();
  await app.getByRole("heading", { name: NAME, level: 1 }).waitFor();
});

test("a page opens once the connection is back", async () => {
  const { stage, page, app } = opened;
  await page.goto(`${stage.appUrl}/app/segments`);
  await app.getByRole("heading", { name: "Segments", level: 1 }).waitFor();
  await page.route("**/app/flows.data*", (route) => route.abort());
  await page.locator("#app-nav").getByRole("link", { name: "Flows", exact: true }).click();
  await page.getByText("No response. Kindred keeps trying").waitFor();
  await page.unrouteAll({ behavior: "wait" });
  await app.getByRole("heading", { name: "Flows", level: 1 }).waitFor();
});

test("a dialog gives the focus back to its button", async () => {
  const { stage, page, app } = opened;
  await page.goto(`${stage.appUrl}/app/api-keys`);
  const opener = app.getByRole("button", { name: "Add endpoint" });
  await opener.focus();
  await page.keyboard.press("Enter");
  await app.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await app.getByRole("dialog").waitFor({ state: "detached" });
  await expect
    .poll(() => opener.evaluate((button) => button === button.ownerDocument.activeElement))
    .toBe(true);
});

test("a number that does not fit stays in its field, which says what fits", async () => {
  const { stage, page, app } = opened;
  await page.goto(`${stage.appUrl}/app/segments/new?template=regulars`);
  const days = app.getByLabel("Days", { exact: true });
  await days.fill("36500");
  await app
    .getByText(/^Enter a whole number from 1 to 3,650\. Until then, \d+ applies\.$/)
    .waitFor();
  await expect.poll(() => days.inputValue()).toBe("36500");
  await days.fill("400");
  await app.getByText(/^Enter a whole number/).waitFor({ state: "detached" });
});

test("an address that is refused stays in its field, and leaves it once it is accepted", async () => {
  const { stage, page, app } = opened;
  await page.goto(`${stage.appUrl}/app/sender`);
  const field = app.getByLabel("Email address", { exact: true });
  await field.fill("colleague@nowhere");
  await app.getByRole("button", { name: "Add address" }).click();
  await app.getByRole("alert").waitFor();
  await expect.poll(() => field.inputValue()).toBe("colleague@nowhere");
  await field.fill("colleague@example.com");
  await app.getByRole("button", { name: "Add address" }).click();
  await app.getByText("colleague@example.com").waitFor();
  await expect.poll(() => field.inputValue()).toBe("");
});
