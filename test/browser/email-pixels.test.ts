import { afterAll, beforeAll, expect, test } from "vitest";
import { contrastRatio } from "~/messages/brand/accent";
import { compileTemplate } from "~/messages/compiling/compile-template.server";
import { exampleView } from "~/messages/compiling/example-values.server";
import { fillTemplate } from "~/messages/compiling/fill-template";
import { localize, type LocalEmail } from "~/messages/document/email-document";
import { findReadyTemplate, listReadyTemplates } from "~/messages/ready/ready-templates.server";
import { THEME_NAMES, type ThemeName } from "~/messages/theme/designs/themes";
import { drawProduct } from "../../scripts/email-sheet-pictures";
import {
  findChromium,
  NO_BROWSER,
  openMerchantBrowser,
  type MerchantBrowser,
} from "../support/browser";
import { aBrand } from "../support/email-values";
import { listPageTexts } from "../support/list-page-texts";

const CHROMIUM = findChromium();
const WIDTHS = [320, 375, 480, 640];
/** Of a picture's width or height. */
const MAX_LOST = 0.02;
const EMAILS = [
  "welcome/email-1",
  "abandoned-cart/email-2",
  "cross-sell/email-1",
  "campaign/tips",
].map((id) => localize(findReadyTemplate(id)!, "en"));

let browser: MerchantBrowser | null = null;
beforeAll(async () => {
  if (CHROMIUM === null) return;
  browser = await openMerchantBrowser(CHROMIUM);
  await browser.page.route(/^https:/, (route) => {
    const { pathname, searchParams } = new URL(route.request().url());
    const [width, height] = [searchParams.get("width"), searchParams.get("height")].map(Number);
    const body = drawProduct(
      Number.parseInt(pathname.slice(1), 10) || 0,
      width && height ? height / width : null,
    );
    return route.fulfill({ contentType: "image/svg+xml", body });
  });
});
afterAll(() => browser?.close());
test.beforeEach(({ skip }) => {
  if (CHROMIUM === null) skip(NO_BROWSER);
});

async function htmlOf(email: LocalEmail, theme: ThemeName): Promise<string> {
  const compiled = await compileTemplate({ email, brand: aBrand({ theme }) });
  const products = ["Aero kettle", "Cedar tray", "Stoneware mug", "Linen towel"].map(
    (title, i) => ({
      ...{ title, priceMinor: 24_00, compareAtMinor: 30_00 },
      imageUrl: `https://cdn.shopify.com/${i}.svg`,
    }),
  );
  const view = exampleView(email, {
    products,
    currency: "GBP",
    shopUrl: "https://kettle.example",
  });
  const filled = fillTemplate(compiled, view);
  if (filled.kind === "refused") throw new Error(filled.reason);
  return filled.email.html;
}

test.each(THEME_NAMES)(
  "%s shows whole pictures and readable texts at every width",
  async (theme) => {
    const { page } = browser!;
    for (const email of EMAILS) {
      await page.setContent(await htmlOf(email, theme), { waitUntil: "load" });
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        const { pictures, overflow } = await page.evaluate(measureLayout);
        const smallest = Math.min(...(await page.evaluate(listPageTexts)).map(({ px }) => px));
        expect(pictures.length).toBeGreaterThan(0);
        expect(Math.max(...pictures), `pictures at ${width} px`).toBeLessThanOrEqual(MAX_LOST);
        expect(smallest, `text at ${width} px`).toBeGreaterThanOrEqual(14);
        expect(overflow, `beyond ${width} px`).toBeLessThanOrEqual(0);
      }
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        for (const { text, ink, ground } of await page.evaluate(listPageTexts)) {
          expect(contrastRatio(ink, ground), `${text} in ${colorScheme}`).toBeGreaterThanOrEqual(
            4.5,
          );
        }
      }
    }
  },
);

/** Of a line of small text. */
const MAX_LINE = 30;

test.each(THEME_NAMES)(
  "%s has one line of words for a small picture that is off",
  async (theme) => {
    const { page } = browser!;
    const email = localize(findReadyTemplate("thank-you/email-1")!, "en");
    const html = await htmlOf(email, theme);
    await page.setViewportSize({ width: 375, height: 800 });
    await page.setContent(html.replaceAll("https://cdn.shopify.com/", "blob:off/"));
    const heights = await page
      .locator(".line-picture img")
      .evaluateAll((images) => images.map((image) => image.clientHeight));
    expect(heights.length).toBeGreaterThan(0);
    expect(Math.max(...heights)).toBeLessThan(MAX_LINE);
  },
);

/** The product that the reader has viewed, left in a cart or ordered in examples: the first one. */
const TRIGGER = "Aero kettle";
/** From the top of the email on a phone, whose screens show 600 to 750 px of it. */
const MAX_BUTTON_TOP = 700;

test.each(THEME_NAMES)(
  "%s has the first button of every email near the top of a phone",
  async (theme) => {
    const { page } = browser!;
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 375, height: 800 });
    for (const { templateId, document } of listReadyTemplates()) {
      await page.setContent(await htmlOf(localize(document, "en"), theme), { waitUntil: "load" });
      const { top, largest } = await page.evaluate(measureOpening);
      expect.soft(top, `${templateId} in ${theme}`).toBeLessThanOrEqual(MAX_BUTTON_TOP);
      const leadsToTrigger = document.blocks.some(
        (block) => block.kind === "button" && /\{\{ (?:product|cart|checkout)\./.test(block.href),
      );
      // The reader is asked about it, or reads what was ordered.
      const isAboutOrder = /^(?:review-request|thank-you\/email-1)/.test(templateId);
      expect
        .soft(largest === TRIGGER, `${templateId} in ${theme}: ${largest}`)
        .toBe(leadsToTrigger || (isAboutOrder && largest !== null));
    }
  },
);

/** Where the first button begins, and what the largest picture shows. */
function measureOpening() {
  const buttons = [...document.querySelectorAll<HTMLElement>("a.button, a.outline")].filter(
    (it) => !it.classList.contains("wordmark") && it.offsetHeight > 0,
  );
  const area = ({ offsetWidth, offsetHeight }: HTMLImageElement) => offsetWidth * offsetHeight;
  const [largest] = [...document.images].toSorted((a, b) => area(b) - area(a));
  return {
    top: buttons[0] ? Math.round(buttons[0].getBoundingClientRect().top) : Infinity,
    largest: largest?.alt ?? null,
  };
}

/** The largest lost share of each picture, and what is wider than the screen. */
function measureLayout() {
  // Some are hidden at some widths.
  const shown = [...document.images].filter((image) => image.offsetWidth > 0);
  const pictures = shown.map((image) => {
    const { left, right, width, height } = image.getBoundingClientRect();
    const shape = width / height / (image.naturalWidth / image.naturalHeight);
    const outside = Math.max(0, -left, right - innerWidth) / width;
    return Math.max(outside, 1 - Math.min(shape, 1 / shape));
  });
  const overflow = document.documentElement.scrollWidth - innerWidth;
  return { pictures, overflow };
}
