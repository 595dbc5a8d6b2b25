import type { FrameLocator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { builtPixel } from "../shopify/storefront/pixel/built-pixel";
import type { MerchantBrowser } from "../support/browser";
import { findViolations } from "../support/find-violations";
import { openShopperBrowser } from "../support/shopper";
import { smallStore } from "../support/small-store";
import type { ReceivedEmail, Stage } from "../support/stage";
import { step } from "../support/step";
import { useMerchant } from "../support/use-merchant";

const NEWCOMER = "orla.quill@example.com";

let stage: Stage;
let merchantPage: Page;
let app: FrameLocator;
let chromium: MerchantBrowser;
let home: string;

/** A store in Germany, where a sign-up must be confirmed. */
function germanStore() {
  const store = smallStore();
  return { ...store, shop: { ...store.shop, countryCode: "DE" } };
}

const newBrowser = () => openShopperBrowser(chromium);
const popup = (page: Page) => page.getByRole("dialog", { name: "Get 10% off your first order" });
const memory = (page: Page) => page.evaluate(() => localStorage.getItem("kindred_forms"));
const customerOf = async (email: string) =>
  (await stage.control.records(stage.shops[0]!, "customers")).find((it) => it.email === email);

async function emailTo(address: string, subject: RegExp): Promise<ReceivedEmail> {
  const find = async () =>
    (await stage.emails()).find((it) => it.to === address && subject.test(it.subject));
  await expect.poll(async () => (await find())?.subject).toMatch(subject);
  return (await find())!;
}

/** The element with the keyboard's focus. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    return {
      name: element?.getAttribute("name"),
      role: element?.getAttribute("role"),
      text: element?.textContent,
      isInDialog: Boolean(element?.closest("dialog[open]")),
    };
  });

interface Shift {
  readonly value: number;
}

/** Sum of the page's layout shifts so far, also of those right after a click, which Cumulative Layout Shift leaves out. */
const shiftOf = (page: Page) =>
  page.evaluate(
    async () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        const add = (entries: PerformanceEntryList) => {
          for (const { value } of entries as unknown as readonly Shift[]) sum += value;
        };
        const observer = new PerformanceObserver((list) => add(list.getEntries()));
        observer.observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() =>
          requestAnimationFrame(() => {
            add(observer.takeRecords());
            resolve(sum);
          }),
        );
      }),
  );

/** From a template in the admin to a subscriber with a code. */
describe("a sign-up form", () => {
  useMerchant({ seeds: [germanStore()], flows: ["welcome"] }, (opened) => {
    ({ stage, page: merchantPage, app, browser: chromium } = opened);
    builtPixel();
    home = stage.storefrontUrl;
  });

  test("is designed, published, filled in, and counted", async () => {
    await step("the merchant creates a form, changes it and publishes it", async () => {
      await merchantPage.goto(`${stage.appUrl}/app/forms`);
      await app.getByText("No forms yet").waitFor();
      await app.getByRole("button", { name: "Create: Welcome offer" }).click();
      await app.getByLabel("Message after signing up").fill("Your code is coming.");
      const preview = app.frameLocator("iframe[title='The form in the store']");
      await preview.getByText("Get 10% off your first order").waitFor();
      await app.getByRole("tab", { name: "Targeting" }).click();
      await app.getByLabel("Delay").fill("0");
      await merchantPage.getByRole("button", { name: "Save", exact: true }).click();
      await merchantPage.getByText("Form saved").waitFor();
      await app.getByRole("button", { name: "Publish" }).click();
      await app.getByRole("button", { name: "Unpublish" }).waitFor();
    });

    await step("a visitor who allows nothing is not counted and stores nothing", async () => {
      const { page, context } = await newBrowser();
      const posted: string[] = [];
      page.on("request", (it) => {
        if (it.method() === "POST" && it.url().includes("/forms")) posted.push(it.url());
      });
      await page.goto(home);
      const teaser = page.getByRole("button", { name: "Get 10% off", exact: true });
      await teaser.waitFor();
      // Not over the banner.
      await popup(page).waitFor({ state: "hidden" });
      await page.getByRole("button", { name: "Decline" }).click();
      await popup(page).waitFor();
      expect(await memory(page)).toBeNull();
      await page.keyboard.press("Escape");
      await popup(page).waitFor({ state: "hidden" });
      // Their own choice is kept until the tab is closed.
      await page.goto(`${home}/products/stoneware-teapot`);
      await teaser.waitFor();
      await popup(page).waitFor({ state: "hidden" });
      expect(posted).toEqual([]);
      await context.close();
    });

    const { page, context } = await newBrowser();
    await step(
      "a visitor gets it without a shift of the page, for the keyboard alone",
      async () => {
        // While it fades in, its texts have less contrast.
        await page.emulateMedia({ reducedMotion: "reduce" });
        await page.goto(home);
        await page.getByRole("button", { name: "Accept" }).click();
        await popup(page).waitFor();
        // The page may have moved while it was loading.
        const before = await shiftOf(page);
        await popup(page).getByRole("button", { name: "Close" }).click();
        await page.getByRole("button", { name: "Get 10% off", exact: true }).click();
        await popup(page).waitFor();
        expect(await findViolations(page.mainFrame(), ".kindred-box")).toEqual([]);
        expect(await shiftOf(page)).toBe(before);
        await expect.poll(() => focused(page)).toMatchObject({ isInDialog: true });
        await page.keyboard.press("Tab");
        await expect.poll(() => focused(page)).toMatchObject({ name: "email" });
        await page.keyboard.press("Escape");
        await popup(page).waitFor({ state: "hidden" });
        await expect.poll(() => focused(page)).toMatchObject({ text: "Get 10% off" });
        await page.keyboard.press("Enter");
        await popup(page).waitFor();
      },
    );

    await step("an address that is none is announced, and the right one is accepted", async () => {
      const address = popup(page).getByLabel("Email address");
      await address.fill("orla@quill");
      await page.keyboard.press("Enter");
      await popup(page).getByText("Enter a complete email address.").waitFor();
      await expect.poll(() => address.getAttribute("aria-invalid")).toBe("true");
      await address.fill(NEWCOMER);
      await popup(page).getByRole("button", { name: "Sign up" }).click();
      await popup(page).getByText("Your code is coming.").waitFor();
      await popup(page).getByText("Check your inbox").waitFor();
      await expect.poll(() => focused(page)).toMatchObject({ role: "status" });
      expect(await findViolations(page.mainFrame(), ".kindred-box")).toEqual([]);
      await page.goto(home);
      await page.waitForLoadState("networkidle");
      await expect.poll(() => page.locator(".kindred-box, .kindred-teaser").count()).toBe(0);
      await context.close();
    });

    await step("the owner confirms, becomes a subscriber, and gets the promised code", async () => {
      const email = await emailTo(NEWCOMER, /confirm/);
      expect(await customerOf(NEWCOMER)).toBeUndefined();
      const owner = await newBrowser();
      await owner.page.goto(/href="([^"]*\/confirm\/[^"]*)"/.exec(email.html)![1]!);
      await owner.page.getByRole("button").click();
      await owner.page.getByRole("status").waitFor();
      await owner.context.close();
      await expect
        .poll(async () => (await customerOf(NEWCOMER))?.marketing.state)
        .toBe("SUBSCRIBED");
      await stage.control.idle();
      await stage.advance(0.1);
      const where = { shopId: stage.shops[0]!, redeemId: { not: null } };
      const countCodes = () => stage.withDatabase((db) => db.discountCode.count({ where }));
      // Emails wait for codes by a clock that this test moves, so Shopify creates them before it advances.
      await expect.poll(countCodes).toBeGreaterThan(0);
      const received = async () =>
        (await stage.emails()).filter(({ to }) => to === NEWCOMER).length;
      for (let i = 0; i < 24 && (await received()) < 2; i++) await stage.advance(0.1);
      const welcome = await emailTo(NEWCOMER, /^(?!.*confirm)/);
      expect(welcome.text).toMatch(
        /\b[BCDFGHJKMNPQRTVWXY346789]{4}-[BCDFGHJKMNPQRTVWXY346789]{4}\b/,
      );
    });

    await step(
      "the merchant sees one view, one sign-up and the rate with its interval",
      async () => {
        await merchantPage.goto(`${stage.appUrl}/app/forms`);
        await app.getByText("100%", { exact: true }).waitFor();
        await app.getByText("20.7% to 100%").waitFor();
        const ledger = await stage.withDatabase((db) =>
          db.consentEntry.findMany({ where: { shopId: stage.shops[0]!, kind: "requested" } }),
        );
        expect(ledger).toMatchObject([{ list: "Welcome offer" }]);
      },
    );

    await step("a deleted form is gone from the store, and comes back as a draft", async () => {
      await app.getByRole("button", { name: "Delete: Welcome offer" }).click();
      await app.getByText("No forms yet").waitFor();
      const shopper = await newBrowser();
      const asked = shopper.page.waitForResponse((it) => it.url().endsWith("/apps/kindred/forms"));
      await shopper.page.goto(home);
      expect(await (await asked).json()).toEqual({ forms: [] });
      await shopper.context.close();
      await app.getByRole("button", { name: "Undo" }).click();
      await app.getByText("Draft", { exact: true }).waitFor();
    });
  });

  test("in a section of the theme keeps its place, and counts once per visit", async () => {
    const [merchant] = stage.merchants;
    const made = await merchant!.submitJson("/app/forms?index", {
      kind: "create",
      template: "inline",
    });
    const formId = /\/app\/forms\/([0-9a-f-]{36})/.exec(await made.text())![1]!;
    await merchant!.submitJson(`/app/forms/${formId}`, { kind: "publish", version: 1 });
    await stage.control.placeBlocks(stage.shops[0]!, [
      { block: "forms", templates: "all", area: "embed" },
      { block: "inline-form", templates: "all", area: "main", settings: { form: formId } },
    ]);
    const { page, context } = await newBrowser();
    const asked = Promise.withResolvers<null>();
    await page.route(/apps\/kindred\/forms/, async (route) => {
      await asked.promise;
      await route.continue();
    });
    await page.goto(home);
    await page.getByRole("button", { name: "Accept" }).click();
    const place = page.locator("[data-kindred-inline]");
    const before = await place.boundingBox();
    asked.resolve(null);
    const form = page.getByRole("region", { name: "Sign up for our emails" });
    await form.getByLabel("Email address").waitFor();
    expect(await place.boundingBox()).toEqual(before);
    expect(await findViolations(page.mainFrame(), ".kindred-box")).toEqual([]);
    await page.reload();
    await form.waitFor();
    const counted = () =>
      stage.withDatabase((db) =>
        db.signUpFormDay.findMany({ where: { shopId: stage.shops[0]!, formId } }),
      );
    await expect.poll(counted).toMatchObject([{ views: 1, signUps: 0 }]);
    await context.close();
  });
});
