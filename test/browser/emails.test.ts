import type { FrameLocator, Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { aPng } from "../support/a-picture";
import type { MerchantBrowser } from "../support/browser";
import { countClicks } from "../support/count-clicks";
import { contactOf, smallStore } from "../support/small-store";
import { activateFlows, type Stage } from "../support/stage";
import { step } from "../support/step";
import { useMerchant } from "../support/use-merchant";

let stage: Stage;
let browser: MerchantBrowser;
let page: Page;
let app: FrameLocator;

/** The preview's HTML, once `isThere` is true for it. */
async function preview(isThere: (html: string) => boolean): Promise<string> {
  const frame = app.getByTitle("Email preview");
  let html = "";
  await expect
    .poll(async () => isThere((html = (await frame.getAttribute("srcdoc")) ?? "")))
    .toBe(true);
  return html;
}

/** Earlier typing would be lost. */
const untilFocused = (element: Locator) =>
  expect.poll(() => element.evaluate((it) => it === it.ownerDocument.activeElement)).toBe(true);

/** Blocks by name, from top to bottom. */
/** Of each edit. */
const MAX_CLICKS = 2;

const blockNames = () =>
  app
    .getByRole("button", { name: /^Move [A-Z]/ })
    .evaluateAll((handles) =>
      handles.map((it) => it.getAttribute("aria-label")!.replace("Move ", "")),
    );
const saved = () => app.getByText("Draft saved").waitFor();

describe("a merchant who customizes an email", () => {
  const size = { width: 1440, height: 1000 };
  useMerchant({ seeds: [smallStore({ customers: 12 })], flows: [], size }, (opened) => {
    ({ stage, browser, page, app } = opened);
  });

  test("edits an email, publishes it, and reads a test email", async () => {
    await step("gets to it from the flow that sends it", async () => {
      await page.goto(`${stage.appUrl}/app/flows/welcome`);
      await app.getByTitle("Preview of Email 1").waitFor();
      await app.getByRole("link", { name: "Edit email 1" }).click();
      await preview((it) => it.includes("Welcome in"));
    });

    await step(
      "finds it in the list, and sees it in the shop's own colors, with its name and address",
      async () => {
        await page.goto(`${stage.appUrl}/app/emails`);
        for (const flow of ["Abandoned cart", "Thank you"]) {
          await app.getByRole("link", { name: `Edit Email 1 of ${flow}` }).waitFor();
          await app.getByLabel("Next", { exact: true }).click();
        }
        await app.getByRole("link", { name: "Edit Email 1 of Welcome", exact: true }).focus();
        await page.keyboard.press("Enter");
        const html = await preview((it) => it.includes("Welcome in"));
        expect(html).toContain("Kettle &amp; Co Ltd");
        expect(html).toContain("#b4456a");
        // The local Shopify's pictures are measured.
        await app.getByText(/Pictures: about [\d.]+ kB\. Together about [\d.]+ kB\./).waitFor();
      },
    );

    await step("moves blocks with the keyboard alone", async () => {
      const rest = ["Text", "Discount code", "Button", "Hero", "Product grid"];
      const usual = ["Heading", "Text", ...rest];
      expect(await blockNames()).toEqual(usual);
      await app.getByRole("button", { name: "Move Heading", exact: true }).focus();
      // What a screen reader announces.
      const announcement = () => app.locator('[id^="DndLiveRegion"]').first().innerText();
      await page.keyboard.press("Space");
      // It is over its own place at once.
      await expect.poll(announcement).toMatch(/picked up|over position 1 of 7/);
      await page.keyboard.press("ArrowDown");
      await expect.poll(announcement).toContain("position 2 of 7");
      await page.keyboard.press("Space");
      await expect.poll(announcement).toContain("dropped at position 2 of 7");
      const moved = ["Text", "Heading", ...rest];
      await expect.poll(blockNames).toEqual(moved);
      await app.getByRole("button", { name: "Move up" }).focus();
      await page.keyboard.press("Enter");
      await expect.poll(blockNames).toEqual(usual);
    });

    await step(
      "writes into a text, and binds the products to what is new for each customer",
      async () => {
        const write = countClicks();
        await write(app.getByRole("button", { name: /^Text Hi/ }));
        await write(app.getByRole("textbox", { name: "Text", exact: true }));
        expect(write.count()).toBeLessThanOrEqual(MAX_CLICKS);
        await page.keyboard.press("Control+End");
        await page.keyboard.type(" Written by hand.");
        await preview((it) => it.includes("Written by hand."));
        const words = app.getByRole("textbox", { name: "Text", exact: true });
        await expect.poll(() => words.innerText()).toMatch(/^Hi ?First name/);
        await page.keyboard.type(" Yours, ");
        await app.getByRole("button", { name: "Add personalization: Text" }).click();
        await app.getByRole("button", { name: "Store name", exact: true }).click();
        await preview((it) => it.includes(`Written by hand. Yours, Kettle`));
        await expect.poll(() => words.innerText()).toMatch(/Yours, Store name\s*$/);
        const bind = countClicks();
        await bind(app.getByRole("button", { name: /^Product grid 3/ }));
        await bind.select(app.getByLabel("Products", { exact: true }), "New for the customer");
        expect(bind.count()).toBeLessThanOrEqual(MAX_CLICKS);
        await app.getByText("3 × 1, New for the customer").waitFor();
      },
    );

    await step("edits a heading in the preview, and continues by keyboard", async () => {
      const mark = (name: string) => app.getByRole("button", { name: `In preview: ${name}` });
      await mark("Heading").click();
      await app.getByRole("button", { name: /^Heading/, pressed: true }).waitFor();
      await untilFocused(app.getByRole("textbox", { name: "Heading in preview" }));
      await page.keyboard.type(", Grace");
      await preview((it) => it.includes(", Grace"));
      await page.keyboard.press("Enter");
      await untilFocused(mark("Heading"));
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await untilFocused(app.getByRole("textbox", { name: "Text in preview" }));
      await page.keyboard.press("Control+End");
      await page.keyboard.type(" And in its place.");
      const html = await preview((it) => it.includes("And in its place."));
      expect(html).toContain("Written by hand.");
      await page.keyboard.press("Escape");
      await app.getByRole("button", { name: /^Text/, pressed: true }).waitFor();
    });

    await step("reads personalized parts by their names in a heading in the preview", async () => {
      await saved();
      const other = await page.context().newPage();
      await other.goto(`${stage.appUrl}/app/emails/welcome/email-2`);
      const otherApp = other.frameLocator("#app");
      await otherApp.getByRole("button", { name: "In preview: Heading" }).click();
      const heading = otherApp.getByRole("textbox", { name: "Heading in preview" });
      await untilFocused(heading);
      await expect.poll(() => heading.innerText()).toMatch(/^Who’s behind Store name\s*$/);
      await other.keyboard.type(", then");
      const stored = otherApp.getByTitle("Email preview");
      await expect
        .poll(async () => (await stored.getAttribute("srcdoc"))?.includes("Kettle &amp; Co, then"))
        .toBe(true);
      await expect.poll(() => heading.innerText()).toBe("Who’s behind Store name, then");
      await other.close();
    });

    await step("writes a subject before the browser is idle", async () => {
      const busy = await page.context().newPage();
      await busy.addInitScript(() => {
        window.requestIdleCallback = () => 0;
      });
      await busy.goto(`${stage.appUrl}/app/emails/welcome/email-2`);
      const busyApp = busy.frameLocator("#app");
      await busyApp.getByRole("button", { name: /^Subject and style/ }).click();
      const subject = busyApp.getByLabel("Subject", { exact: true });
      const tagOf = (field: Locator) => expect.poll(() => field.evaluate((it) => it.tagName));
      await tagOf(subject).toBe("INPUT");
      await subject.click();
      await tagOf(subject).toBe("DIV");
      await untilFocused(subject);
      await busy.keyboard.type("!");
      await expect.poll(() => subject.innerText()).toBe("The people behind Store name!");
      // Only the line that got the focus has loaded its editor.
      await tagOf(busyApp.getByLabel("Preview text", { exact: true })).toBe("INPUT");
      await busy.close();
    });

    await step("looks at it as three customers, and each is greeted by name", async () => {
      const reader = app.getByLabel("Preview as", { exact: true });
      const names = await reader.locator("option").allTextContents();
      for (const name of names.slice(1, 4)) {
        await reader.selectOption({ label: name });
        await preview((it) => it.includes(`Hi ${name.split(" ")[0]!},`));
      }
      expect(names.length).toBeGreaterThan(4);
    });

    await step("takes a mistake back", async () => {
      const remove = countClicks();
      await remove(app.getByRole("button", { name: /^Button/ }));
      await remove(app.getByRole("button", { name: "Remove", exact: true }));
      expect(remove.count()).toBeLessThanOrEqual(MAX_CLICKS);
      await expect.poll(blockNames).not.toContain("Button");
      await page.keyboard.press("Control+z");
      await expect.poll(blockNames).toContain("Button");
    });

    await step(
      "sees in two tabs what the other one changed, and chooses which version to keep",
      async () => {
        await saved();
        const other = await page.context().newPage();
        await other.goto(page.url());
        const otherApp = other.frameLocator("#app");
        const subjectOf = (tab: FrameLocator) => tab.getByLabel("Subject", { exact: true });
        await subjectOf(otherApp).fill("From the other tab");
        await otherApp.getByText("Draft saved").waitFor();
        await other.close();

        await app.getByRole("button", { name: /^Subject and style/ }).click();
        await subjectOf(app).fill("From this tab");
        await app.getByText("Not saved. The email was changed elsewhere.").waitFor();
        await app.getByRole("button", { name: "Load other version" }).click();
        await expect.poll(() => subjectOf(app).innerText()).toBe("From the other tab");
        await page.keyboard.press("Control+z");
        await page.keyboard.press("Control+z");
        await expect
          .poll(() => subjectOf(app).innerText())
          .toBe("Welcome to Store name. Start here");
        await saved();
      },
    );

    await step("publishes it, changes it again, and brings the first version back", async () => {
      await saved();
      await app.getByRole("button", { name: "Publish" }).click();
      await app.getByText("Version 1 (current)").waitFor();
      await app.getByRole("button", { name: /^Subject and style/ }).click();
      await app.getByLabel("Subject", { exact: true }).fill("Another subject");
      await saved();
      await app.getByRole("button", { name: "Publish" }).click();
      await app.getByText("Version 2 (current)").waitFor();
      await app.getByRole("button", { name: "Restore Version 1", exact: true }).click();
      await expect
        .poll(() => app.getByLabel("Subject", { exact: true }).innerText())
        .toBe("Welcome to Store name. Start here");
      await saved();
    });

    await step("reads a test email of it", async () => {
      const contact = contactOf(stage.shops[0]!);
      await app.getByLabel("Send a test email to").fill(contact);
      await app.getByRole("button", { name: "Send test" }).click();
      await app.getByText("Test email sent").waitFor();
      const [email] = await stage.emails();
      expect(email).toMatchObject({
        to: contact,
        subject: "[Test] Welcome to Kettle & Co. Start here",
      });
      expect(email!.text).toContain("Written by hand.");
      // The browser only reports the save that was refused because of the other tab.
      expect(browser.complaints).toEqual([expect.stringContaining("409")]);
    });
  });

  test("gives emails another theme, a picture, a block of another email and more subjects", async () => {
    const button = (name: string) => app.getByRole("button", { name, exact: true });
    const dialog = () => app.getByRole("dialog");
    const alt = "Tulips in a kettle";

    await step("switches the theme of all emails", async () => {
      await page.goto(`${stage.appUrl}/app/emails/themes`);
      await button("Use theme: Bold").click();
      await app.getByText("All emails now use Bold").waitFor();
      await page.goto(`${stage.appUrl}/app/emails/back-in-stock/email-1`);
      await preview((it) => it.includes("Avenir Next Condensed"));
    });

    await step("chooses the picture of the hero", async () => {
      await app.getByRole("button", { name: /^Hero/ }).click();
      await app.getByLabel("Image", { exact: true }).selectOption({ label: "Your own" });
      await button("Choose image").click();
      const picture = { name: "tulips.png", mimeType: "image/png" };
      const buffer = aPng({ widthPx: 1_200, heightPx: 800 });
      await dialog().getByRole("tab", { name: "Upload" }).waitFor();
      await dialog()
        .locator('input[type="file"]')
        .setInputFiles({ ...picture, buffer });
      await dialog().getByLabel("Alt text").fill(alt);
      await dialog().getByRole("button", { name: "Upload image" }).click();
      await preview((it) => it.includes(alt) && it.includes("tulips.png"));
    });

    await step("saves the hero, and reuses it in another email", async () => {
      await button("Save for other emails").click();
      await dialog().getByLabel("Name", { exact: true }).fill("Spring hero");
      await dialog().getByRole("button", { name: "Save block" }).click();
      await app.getByText("Saved block “Spring hero”").waitFor();
      await saved();
      await page.goto(`${stage.appUrl}/app/emails/back-in-stock/email-3`);
      await preview((it) => !it.includes(alt));
      await button("Add block").click();
      await button("Spring hero").click();
      await preview((it) => it.includes(alt));
      await saved();
    });

    await step("writes variants of the subject", async () => {
      // Nobody asks for a notification here, so the live flow sends nothing.
      await activateFlows(stage.merchants[0]!, ["back-in-stock"]);
      await page.goto(`${stage.appUrl}/app/emails/back-in-stock/email-1`);
      await app.getByRole("button", { name: /^Subject and style/ }).click();
      await app
        .getByLabel("Another subject line", { exact: true })
        .fill("Back, and yours if you like");
      await button("Add").click();
      await app.getByText("Your subject line, as published").waitFor();
      await app
        .getByRole("button", { name: /^Add “/ })
        .first()
        .click();
      await expect.poll(() => app.getByRole("button", { name: /^Remove “/ }).count()).toBe(2);
    });

    await step("reads a test email with theme and picture", async () => {
      await app.getByLabel("Send a test email to").fill(contactOf(stage.shops[0]!));
      await button("Send test").click();
      await app.getByText("Test email sent").waitFor();
      await expect
        .poll(async () => (await stage.emails()).filter(({ html }) => html.includes(alt)).length)
        .toBe(1);
    });
  });
});
