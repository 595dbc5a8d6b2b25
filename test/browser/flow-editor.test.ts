import type { FrameLocator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { MerchantBrowser } from "../support/browser";
import type { Stage } from "../support/stage";
import { step } from "../support/step";
import { useMerchant } from "../support/use-merchant";

const CUSTOMER = "1001000";

let stage: Stage;
let browser: MerchantBrowser;
let page: Page;
let app: FrameLocator;

/** A merchant edits a flow in a real browser. */
describe("the flow canvas", () => {
  const size = { width: 1280, height: 1000 };
  useMerchant({ flows: ["abandoned-checkout"], size }, async (opened) => {
    ({ stage, browser, page, app } = opened);
    const lines = [{ productId: "1000003", variantId: "1000103", quantity: 1 }];
    const checkout = { token: "left", customerId: CUSTOMER, lines };
    await stage.control.play(stage.shops[0]!, [{ kind: "checkout_created", checkout }], {
      wait: true,
    });
    await stage.advance(0.1);
    await stage.advance(2.5);
    await page.goto(`${base()}/app/flows/abandoned-checkout`);
  });

  const base = () => stage.appUrl;
  const box = (name: RegExp) =>
    app.locator("[data-step-id]").and(app.getByRole("button", { name }));
  /** A menu that is still opening would move away from the mouse. */
  async function add(where: string | RegExp, what: string | RegExp) {
    await app.getByRole("button", { name: where }).click();
    await app.getByRole("menuitem", { name: what }).waitFor();
    await app.locator("body").evaluate(async () => {
      const moving = document
        .getAnimations()
        .filter((it) => it.effect?.getTiming().iterations !== Number.POSITIVE_INFINITY);
      await Promise.allSettled(moving.map((it) => it.finished));
    });
    await app.getByRole("menuitem", { name: what }).click();
  }
  const steps = () => app.locator("[data-step-id]").count();

  test("can be read, edited, saved and paused with a mouse, a keyboard and on a phone", async () => {
    await step(
      "shows each step with its figures, and announces them to screen readers",
      async () => {
        await box(/^Email 1\. Your checkout is saved\. 1 sent/).waitFor();
        await expect.poll(steps).toBe(7);
      },
    );

    await step("can be read at once, with the trigger in the middle", async () => {
      const canvas = app.getByRole("group", { name: /^Flow canvas/ });
      const seen = await canvas.evaluate((pane) => {
        const { left, width } = pane.getBoundingClientRect();
        const begin = pane.querySelector("[data-step-id]")!.getBoundingClientRect();
        const texts = [...pane.querySelectorAll("*")].filter((it) =>
          [...it.childNodes].some((child) => child.nodeType === 3 && child.textContent?.trim()),
        );
        const buttons = [...pane.querySelectorAll("button")].map((it) =>
          it.getBoundingClientRect(),
        );
        return {
          offMiddle: Math.abs(left + width / 2 - (begin.left + begin.width / 2)),
          smallestText: Math.min(...texts.map((it) => parseFloat(getComputedStyle(it).fontSize))),
          smallestTarget: Math.min(...buttons.flatMap((it) => [it.width, it.height])),
          hidden: pane.scrollHeight - pane.clientHeight,
        };
      });
      expect(seen.offMiddle).toBeLessThanOrEqual(1);
      expect(seen.smallestText).toBeGreaterThanOrEqual(12);
      expect(seen.smallestTarget).toBeGreaterThanOrEqual(24);
      expect(seen.hidden).toBe(0);
    });

    await step("is walked through by the tab key in the order of its steps", async () => {
      await box(/^Trigger/).focus();
      const names: string[] = [];
      for (let i = 0; i < 5; i++) {
        await page.keyboard.press("Tab");
        names.push((await app.locator(":focus").getAttribute("aria-label")) ?? "");
      }
      expect(names.map((name) => name.split(/[.:]/)[0])).toEqual([
        "Add a step at the start",
        "Email 1",
        "Add a step after Email 1",
        "Split",
        "Add a step after Split",
      ]);
    });

    await step("is walked through and opened by the arrow keys", async () => {
      const focused = app.locator("[data-step-id]:focus");
      await box(/^Trigger/).focus();
      for (const key of ["ArrowDown", "ArrowDown", "ArrowUp"]) {
        await page.keyboard.press(key);
      }
      await expect.poll(() => focused.getAttribute("data-step-id")).toBe("email-1");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await app.getByLabel("Condition", { exact: true }).waitFor();
    });

    await step("opens what begins it and what ends it by the mouse", async () => {
      await box(/^Trigger/).click();
      await app.getByLabel("Minutes without activity").waitFor();
      await app.getByRole("button", { name: "Exit conditions" }).click();
      await app.getByRole("checkbox", { name: "Checkout completed" }).uncheck();
      await app.getByRole("checkbox", { name: "New order" }).uncheck();
      await app.getByText("Customers who just bought would still get the next email.").waitFor();
      await app.getByRole("button", { name: "Undo" }).click();
      await app.getByRole("button", { name: "Undo" }).click();
      await expect
        .poll(() => app.getByRole("checkbox", { name: "Checkout completed" }).isChecked())
        .toBe(true);
    });

    await step("takes a step into a way without moving, and gives it back", async () => {
      const before = await box(/^Email 1\./).boundingBox();
      await add("Add a step after Email 1", "Shopify tag");
      await box(/^Shopify tag/).waitFor();
      expect(await box(/^Email 1\./).boundingBox()).toEqual(before);
      await expect
        .poll(() => app.locator("[data-step-id]:focus").getAttribute("aria-label"))
        .toMatch(/^Shopify tag/);
      await app.getByLabel("Tag", { exact: true }).fill("left a checkout");
      await expect.poll(steps).toBe(8);
      await box(/^Shopify tag\. Add the tag “left a checkout” in Shopify/).waitFor();

      await app.getByRole("button", { name: "Undo" }).click();
      await app.getByRole("button", { name: "Undo" }).click();
      await expect.poll(steps).toBe(7);
      await expect.poll(() => app.getByRole("button", { name: "Undo" }).isDisabled()).toBe(true);
      await app.getByRole("button", { name: "Redo" }).click();
      await app.getByRole("button", { name: "Redo" }).click();
      await expect.poll(steps).toBe(8);
      await box(/^Trigger/).focus();
      await page.keyboard.press("Control+z");
      await box(/^Shopify tag\. Add the tag “Kindred” in Shopify/).waitFor();
      await page.keyboard.press("Control+y");
      await box(/left a checkout/).waitFor();
    });

    await step("says beside a step what keeps it from being saved", async () => {
      await add(/^Add a step after Shopify tag/, "Webhook");
      await box(/^Webhook\..*Problem: Enter a URL that starts with https/).waitFor();
      await app.getByText("Fix these problems to save").waitFor();
      await app.getByLabel("URL", { exact: true }).fill("https://hooks.example.com/kindred");
      await app.getByText("Fix these problems to save").waitFor({ state: "detached" });
      await app.getByRole("button", { name: "Show signing secret" }).click();
      await expect.poll(() => app.getByLabel("Signing secret").inputValue()).toMatch(/^whsec_/);
    });

    await step("is saved by the bar, and is the same when it is opened again", async () => {
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Flow saved").waitFor();
      await page.goto(`${base()}/app/flows/abandoned-checkout`);
      await box(/left a checkout/).waitFor();
      await box(/Send a signed request to hooks\.example\.com/).waitFor();
      await expect.poll(steps).toBe(9);
    });

    await step(
      "moves customers of an earlier version on request, after describing the effect",
      async () => {
        await app.getByRole("button", { name: "Move to this version" }).click();
        await app.getByText(/1 customer continues with version 2/).waitFor();
        await app.getByRole("button", { name: "Move customers" }).click();
        await app
          .getByRole("button", { name: "Move to this version" })
          .waitFor({ state: "detached" });
      },
    );

    await step("shows the way of one customer, and why each email came or did not", async () => {
      await app.getByLabel("Email address or customer ID").fill(CUSTOMER);
      await app.getByRole("button", { name: "Explain" }).click();
      await app.getByText("May still be sent").first().waitFor();
    });

    await step("is tried on the shop's own events", async () => {
      await app.getByRole("button", { name: "Run preview" }).click();
      await app.getByText(/would be in the holdout/).waitFor();
    });

    await step(
      "gives an email a discount, and says beside it why Shopify will not have that",
      async () => {
        await stage.control.setFaults({ discounts: { refuse: 100 } });
        // The first email is selected at the start.
        await page.goto(`${base()}/app/flows/abandoned-checkout`);
        await app
          .getByRole("checkbox", { name: /Give each customer a unique discount code/ })
          .check();
        await app.getByLabel("Discount", { exact: true }).fill("15");
        await page.getByRole("button", { name: "Save" }).click();
        await page.getByText("Flow saved").waitFor();
        const isSaid = async () => {
          await page.goto(`${base()}/app/flows/abandoned-checkout`);
          await app.getByLabel("Discount", { exact: true }).waitFor();
          return app.getByText(/this email is sent without its code/).isVisible();
        };
        await expect.poll(isSaid, { interval: 1_000 }).toBe(true);
        await expect
          .poll(() => app.getByLabel("Discount", { exact: true }).inputValue())
          .toBe("15");
        await stage.control.clearFaults();
      },
    );

    await step("asks for a reload when a deployment has removed code of the page", async () => {
      const chunk = /confirm-dialogs/;
      await page.route(chunk, (route) => route.fulfill({ status: 404 }));
      const preloaded = page.waitForRequest(chunk);
      await page.goto(`${base()}/app/flows/abandoned-checkout`);
      await preloaded;
      await app.getByRole("button", { name: "Pause flow" }).click();
      const notice = app.getByText("This part of the page didn’t load");
      await notice.waitFor();
      await box(/^Email 1\./).waitFor();
      await page.unroute(chunk);
      await app.getByRole("button", { name: "Reload page" }).click();
      await notice.waitFor({ state: "detached" });
      await box(/^Email 1\./).waitFor();
    });

    await step("says what a pause does before it is made, and is turned on again", async () => {
      await app.getByRole("button", { name: "Pause flow" }).click();
      const dialog = app.getByRole("dialog");
      await dialog.getByText(/^1 customer is in the flow now\. They stay at their step/).waitFor();
      await dialog.getByRole("button", { name: "Pause flow" }).click();
      await app.getByRole("button", { name: "Turn on flow" }).click();
      await app.getByRole("button", { name: "Pause flow" }).waitFor();
    });

    await step("adds an email as a draft, and shows its recipients before publishing", async () => {
      await page.goto(`${base()}/app/flows/abandoned-checkout`);
      await box(/^Email 1\./).waitFor();
      await add("Add a step after Email 1", /^Email$/);
      await app.getByText("Email 2 comes right after email 1. Add a wait between them.").waitFor();
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Flow saved").waitFor();
      // An added step is selected at once.
      await box(/^Email 2, draft\./).waitFor();
      await app.getByText(/^This email is a draft/).waitFor();
      await app.getByRole("link", { name: "Write email 2" }).click();
      const dialog = app.getByRole("dialog");
      await app.getByRole("button", { name: "Publish", exact: true }).waitFor();
      const saidBefore = async () => {
        if (!(await dialog.isVisible())) {
          await app.getByRole("button", { name: "Publish", exact: true }).click();
        }
        return (await dialog.allInnerTexts()).join("\n");
      };
      await expect.poll(saidBefore, { interval: 1_000 }).toContain("1 customer is in the flow.");
      await dialog.getByText(/^1 customer follows an earlier version of the flow/).waitFor();
      await dialog.getByRole("button", { name: "Publish" }).click();
      await app.getByText("Version 1 (current)").waitFor();
      await page.goto(`${base()}/app/flows/abandoned-checkout`);
      await box(/^Email 2\. /).waitFor();
    });

    await step("keeps its versions, and restores one", async () => {
      await page.goto(`${base()}/app/flows/abandoned-checkout`);
      await app.getByRole("tab", { name: "Notes and history" }).click();
      await app.getByLabel("Note", { exact: true }).fill("For the sale");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Flow saved").waitFor();
      await app.getByRole("button", { name: "Show versions" }).click();
      await app.getByText("Changed: Notes").waitFor();
      await app.getByRole("button", { name: "Restore version 1", exact: true }).click();
      await page.getByText("Version restored").waitFor();
      await expect.poll(() => app.getByLabel("Note", { exact: true }).inputValue()).toBe("");
      await expect.poll(steps).toBe(7);
      await app.getByText("Changed: Notes").first().waitFor();
    });

    await step("is a list on a phone, no wider than the screen, with the same forms", async () => {
      await page.setViewportSize({ width: 390, height: 844 });
      for (const path of [
        "/app/flows/abandoned-checkout",
        "/app/flows/new",
        "/app/flows/calendar",
      ]) {
        await page.goto(`${base()}${path}`);
        await app.locator("h1").first().waitFor();
        const frame = page.frames().find((it) => it.url().includes("/app"));
        const overflow = await frame?.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow, path).toBeLessThanOrEqual(0);
      }
      await page.goto(`${base()}/app/flows/abandoned-checkout`);
      await app
        .getByRole("button", { name: /^Edit Wait: 24 hours/ })
        .first()
        .click();
      await app.getByLabel("Wait", { exact: true }).waitFor();
      await expect.poll(steps).toBe(0);
    });

    await step("and the browser had nothing to complain about", () => {
      const expected = /404|Failed to fetch dynamically imported module/;
      expect(browser.complaints.filter((text) => !expected.test(text))).toEqual([]);
    });
  });
});
