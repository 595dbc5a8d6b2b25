import { expect, test } from "vitest";
import type { MerchantInBrowser } from "../support/use-merchant";
import { useMerchant } from "../support/use-merchant";

let opened: MerchantInBrowser;

// Narrower than the canvas of a flow with splits.
const size = { width: 1100, height: 700 };
useMerchant({ flows: ["thank-you"], size }, (merchant) => {
  opened = merchant;
});

test("a flow that is opened from its emails shows the selected step, and its page stays at the top", async () => {
  const { stage, page, app, browser } = opened;
  await page.goto(`${stage.appUrl}/app/emails`);
  await app.getByRole("link", { name: "Thank you", exact: true }).click();
  const canvas = app.getByRole("group", { name: /^Flow canvas/ });
  await canvas.locator('[aria-pressed="true"]').waitFor();
  const seen = await canvas.evaluate((pane) => {
    const frame = pane.getBoundingClientRect();
    const step = pane.querySelector('[aria-pressed="true"]')!.getBoundingClientRect();
    return {
      hidden: pane.scrollWidth - pane.clientWidth,
      fromLeft: step.left - frame.left,
      fromRight: frame.right - step.right,
      scrolled: pane.ownerDocument.defaultView!.scrollY,
    };
  });
  expect(seen.hidden).toBeGreaterThan(0);
  expect(seen.fromLeft).toBeGreaterThanOrEqual(0);
  expect(seen.fromRight).toBeGreaterThanOrEqual(0);
  expect(seen.scrolled).toBe(0);
  expect(browser.complaints).toEqual([]);
});
