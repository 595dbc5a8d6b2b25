import type { FrameLocator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { countClicks } from "../support/count-clicks";
import { type MerchantBrowser, USER_AGENT } from "../support/browser";
import { measureColdLoad } from "../support/cold-load";
import type { Stage } from "../support/stage";
import { step } from "../support/step";
import { useMerchant } from "../support/use-merchant";

const CUSTOMER = "1001000";

let stage: Stage;
let browser: MerchantBrowser;
let page: Page;
let app: FrameLocator;

/** A merchant's first day with Kindred, in a real browser. */
describe("a merchant in the admin", () => {
  useMerchant({ isInstalled: false }, async (opened) => {
    ({ stage, browser, page, app } = opened);
    await stage.control.setFaults({ bulk: { objectsPerSecond: 15 } });
  });

  test("installs Kindred, sets it up, and sees the revenue of its first email", async () => {
    await step("opens Kindred and sees the store being read", async () => {
      await page.goto(stage.appUrl);
      await app.getByRole("heading", { name: "Set up Kindred" }).waitFor();
      await app.getByRole("progressbar").first().waitFor();
      await stage.control.setFaults({ bulk: { objectsPerSecond: 0 } });
      await app.getByText("8 products, 0 collections, 12 customers, and 24 orders").waitFor();
    });

    await step("shows the error beside the field, and keeps the input", async () => {
      await page.getByRole("link", { name: "Settings" }).click();
      await app.getByRole("tab", { name: "Sender and legal" }).click();
      await app.getByLabel("Sender address", { exact: true }).fill("not an address");
      await app.getByRole("tab", { name: "Brand" }).click();
      await page.getByRole("button", { name: "Save" }).click();
      await app.getByRole("button", { name: "Enter an email address" }).click();
      await expect.poll(() => app.locator(":focus").getAttribute("id")).toBe("senderAddress");
      await app.locator("#senderAddressError").getByText("Enter an email address").waitFor();
      await expect
        .poll(() => app.getByLabel("Sender address", { exact: true }).inputValue())
        .toBe("not an address");
    });

    await step("sets a sender and excludes no customer", async () => {
      await app
        .getByLabel("Sender address", { exact: true })
        .fill(`hello@${stage.shops[0]!.replace(".myshopify.com", ".example")}`);
      await app.getByRole("tab", { name: "Measurement" }).click();
      await app.getByLabel("Holdout group").fill("0");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText(/Settings saved/).waitFor();
    });

    await step("turns a flow on", async () => {
      await page.getByRole("link", { name: "Flows" }).click();
      await app.getByRole("button", { name: "Turn on Abandoned checkout" }).click();
      await app
        .getByRole("button", { name: "Pause Abandoned checkout", disabled: false })
        .waitFor();
    });

    await step("opens the email that a left checkout brought, and reads why", async () => {
      await stage.control.play(
        stage.shops[0]!,
        [
          {
            kind: "checkout_created",
            checkout: {
              token: "left",
              customerId: CUSTOMER,
              lines: [{ productId: "1000003", variantId: "1000103", quantity: 2 }],
            },
          },
        ],
        { wait: true },
      );
      await stage.advance(0.1);
      await stage.advance(2.5);
      await page.getByRole("link", { name: "Outbox" }).click();
      await app.getByRole("link", { name: "Your checkout is saved" }).click();
      await app.getByRole("heading", { name: "Why this email" }).waitFor();
      await app.getByText("hasn’t bought since").waitFor();
      const email = app.locator("iframe").first().contentFrame();
      await email.getByText("Beeswax candle", { exact: true }).first().waitFor();
      await app.getByRole("heading", { name: "Plain text" }).waitFor();
    });

    await step("finds the order that the email earned", async () => {
      const [email] = await stage.emails();
      await stage.advance(1);
      const answer = await fetch(email!.links.at(-1)!, {
        redirect: "manual",
        headers: { "user-agent": USER_AGENT },
      });
      expect(answer.status).toBe(302);
      // Shopify's order times have whole seconds, and a real shopper takes longer from click to order.
      await stage.advance(0.05);
      await stage.control.play(
        stage.shops[0]!,
        [{ kind: "checkout_completed", token: "left", orderId: "777", orderName: "#777" }],
        { wait: true },
      );
      await stage.advance(0.1);
      await page.reload();
      await app.getByText("Order #777: £30.00 attributed").waitFor();

      await page.getByRole("link", { name: "Kindred", exact: true }).first().click();
      await app.getByText("£30.00").first().waitFor();
    });

    await step("finds a customer in the list by the beginning of the address", async () => {
      await page.getByRole("link", { name: "Customers", exact: true }).last().click();
      const field = app.getByLabel(/^Search by name/);
      await field.fill("nobody of this name");
      await app.getByRole("heading", { name: "No customers match" }).waitFor();
      await field.fill(`customer-${CUSTOMER}`);
      await app.getByText("1 customer matches").waitFor();
      await app.getByRole("link", { name: new RegExp(CUSTOMER) }).click();
      await app.getByRole("heading", { name: new RegExp(CUSTOMER) }).waitFor();
      await app.getByRole("tab", { name: "Activity" }).click();
      await app
        .getByText(/Bought for £30.00 \(order #777\)/)
        .first()
        .waitFor();
    });

    await step("imports customers from another tool's file, after a check", async () => {
      await page.getByRole("link", { name: "Customers", exact: true }).last().click();
      await app.getByRole("link", { name: "Import customers" }).click();
      await app.locator("input[type=file]").setInputFiles({
        name: "profiles.csv",
        mimeType: "text/csv",
        buffer: Buffer.from(
          [
            "Email,Email Marketing Consent,Email Suppressions,Favorite color",
            "finn@example.com,SUBSCRIBED,[],green",
            "mara@example.com,SUBSCRIBED,HARD_BOUNCE,red",
            "nobody,SUBSCRIBED,[],blue",
          ].join("\n"),
        ),
      });
      await app.getByText(/^This looks like an export from Klaviyo/).waitFor();
      await app.getByLabel("Favorite color").selectOption("Don’t import");
      await app.getByRole("button", { name: "Check file" }).click();
      await app.getByText(/^Nothing is imported yet/).waitFor();
      await app.getByText("Not an email address: 1 row").waitFor();
      await app.getByText("1 subscriber isn’t subscribed in Shopify").waitFor();
      await app.getByRole("button", { name: "Import", exact: true }).click();
      await app.getByText("Import finished").waitFor();
      await app.getByRole("button", { name: "Undo import" }).click();
      await app.getByRole("dialog").getByRole("button", { name: "Undo import" }).click();
      await app.getByText(/Suppressions stay\.$/).waitFor();
      await page.goto(`${stage.appUrl}/app/suppressions`);
      await app.getByText("mara@example.com").waitFor();
    });

    await step("learns in two clicks from any page why a customer got an email", async () => {
      await page.goto(`${stage.appUrl}/app/sync`);
      const click = countClicks();
      await click(app.getByRole("button", { name: "Find a customer" }));
      await app.getByRole("searchbox", { name: "Find a customer" }).fill("777");
      await click(app.getByRole("link", { name: new RegExp(CUSTOMER) }).first());
      expect(click.count()).toBe(2);
      const reasons = app.getByRole("heading", { name: /^Why did this customer get an email/ });
      await reasons.waitFor();
      expect((await reasons.boundingBox())?.y).toBeLessThan(400);
      await app
        .getByText(/^Email \d sent on /)
        .first()
        .waitFor();
    });

    await step("finds a customer with the keyboard alone", async () => {
      await app.getByRole("button", { name: "Find a customer" }).focus();
      await page.keyboard.press("Enter");
      await app.getByRole("searchbox", { name: "Find a customer" }).waitFor();
      await page.keyboard.type("777");
      await app
        .getByRole("link", { name: new RegExp(CUSTOMER) })
        .first()
        .waitFor();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Escape");
      await expect.poll(() => app.locator(":focus").innerText()).toBe("Find a customer");
    });

    await step("lets Kindred read older orders, once Shopify's own window has asked", async () => {
      const [shop] = stage.shops;
      const { scopes } = await stage.control.install(shop!);
      const fewer = scopes.filter((it) => it !== "read_all_orders");
      await stage.control.grantScopes(shop!, fewer);
      await stage.control.idle();
      await page.goto(`${stage.appUrl}/app/sync`);
      const ask = app.getByRole("button", { name: "Allow older orders" });
      page.once("dialog", (dialog) => void dialog.dismiss());
      await ask.click();
      await app.getByText("Access wasn’t granted").waitFor();
      page.once("dialog", (dialog) => void dialog.accept());
      await ask.click();
      await page.getByText("Importing older orders").waitFor();
      await ask.waitFor({ state: "detached" });
      // Also later than the webhook that reports it, however the page is opened.
      await page.reload();
      await app.getByRole("heading", { name: "Changes found by sync" }).waitFor();
      await ask.waitFor({ state: "detached" });
    });

    await step("sends little to a browser that has nothing of a page yet", async () => {
      const pages = [
        { path: "/app", heading: "Home", maxBytes: 240_000 },
        { path: "/app/flows", heading: "Flows", maxBytes: 240_000 },
        {
          path: "/app/flows/abandoned-checkout",
          heading: "Abandoned checkout",
          laterParts: ["[data-step-id]", "iframe"],
          maxBytes: 300_000,
        },
      ];
      for (const { path, heading, laterParts, maxBytes } of pages) {
        const bytes = await measureColdLoad(page.context().browser()!, {
          url: `${stage.appUrl}${path}`,
          heading,
          ...(laterParts && { laterParts }),
        });
        expect(bytes, path).toBeGreaterThan(50_000);
        expect(bytes, path).toBeLessThan(maxBytes);
      }
    });

    await step("on a phone no page is wider than the screen", async () => {
      await page.setViewportSize({ width: 390, height: 844 });
      for (const path of [
        "/app",
        "/app/flows",
        "/app/flows/abandoned-checkout",
        "/app/emails",
        "/app/emails/abandoned-checkout/email-2",
        "/app/campaigns",
        "/app/customers",
        `/app/customers/${CUSTOMER}`,
        "/app/recommendations",
        "/app/predictions",
        "/app/outbox",
        "/app/settings",
        "/app/sender",
        "/app/texts",
        "/app/sync",
      ]) {
        await page.goto(`${stage.appUrl}${path}`);
        await app.locator("h1").first().waitFor();
        const frame = page.frames().find((it) => it.url().includes("/app"));
        const overflow = await frame?.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow, path).toBeLessThanOrEqual(0);
      }
    });

    await step("the browser had nothing to complain about", () => {
      // A refused field is answered 422 by design.
      const expected = /422/;
      expect(browser.complaints.filter((text) => !expected.test(text))).toEqual([]);
    });
  });
});
