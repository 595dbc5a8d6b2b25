import { afterAll, beforeAll, expect, test } from "vitest";
import { THEME_DESIGNS, THEME_NAMES } from "~/messages/theme/designs/themes";
import { fillExample, servePictures } from "../../scripts/email-sheet-examples";
import {
  findChromium,
  NO_BROWSER,
  openMerchantBrowser,
  type MerchantBrowser,
} from "../support/browser";

const CHROMIUM = findChromium();
/** Of products as the hero, below it, and in two and three columns; in all languages, such lines have their values. */
const OF_PRODUCT = { texts: /\d|★|kettle|tray|mug/, cells: "td" };
const BENEFITS = { texts: /\p{L}/u, cells: "td.stack" };
const EMAILS = [
  { templateId: "price-drop/email-1", ...OF_PRODUCT },
  { templateId: "win-back/email-1", ...OF_PRODUCT },
  { templateId: "abandoned-checkout/email-1", ...BENEFITS },
];

let browser: MerchantBrowser | null = null;
beforeAll(async () => {
  if (CHROMIUM === null) return;
  browser = await openMerchantBrowser(CHROMIUM);
  await servePictures(browser.page);
  // The transform names the functions of what runs in the page.
  await browser.page.addInitScript("globalThis.__name = (it) => it");
});
afterAll(() => browser?.close());
test.beforeEach(({ skip }) => {
  if (CHROMIUM === null) skip(NO_BROWSER);
});

test.each(THEME_NAMES)(
  "%s aligns titles, prices, ratings, reasons and benefits alike",
  async (theme) => {
    const { page } = browser!;
    for (const { templateId, texts, cells } of EMAILS) {
      for (const language of ["en", "ar"]) {
        const { html } = await fillExample({ templateId, language, theme });
        await page.setContent(html, { waitUntil: "load" });
        for (const width of [375, 600]) {
          await page.setViewportSize({ width, height: 800 });
          const all = await page.evaluate(listLines, cells);
          const lines = all.filter(({ text }) => texts.test(text));
          expect(lines.length).toBeGreaterThan(3);
          const isCentered = THEME_DESIGNS[theme].align === "center";
          for (const { text, left, right } of lines) {
            const start = language === "ar" ? right : left;
            const off = isCentered ? Math.abs(left - right) / 2 : start;
            expect(off, `${text} of ${templateId}, ${language}, ${width} px`).toBeLessThan(2);
          }
        }
      }
    }
  },
);

/** The lines of text in these cells, with their distances from both sides of their cell. */
function listLines(cells: string) {
  const lines: { cell: Element; text: string; from: number; to: number; middle: number }[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: parent, nodeValue } = walker.currentNode as Text;
    const cell = parent?.closest("td");
    if (!cell?.matches(cells) || parent!.offsetHeight === 0 || nodeValue!.trim() === "") continue;
    const range = document.createRange();
    // The tag around a price is what is aligned.
    range.selectNode(parent!.closest(".badge") ?? walker.currentNode);
    for (const { left, right, top, bottom } of range.getClientRects()) {
      const middle = (top + bottom) / 2;
      const same = lines.find((it) => it.cell === cell && Math.abs(it.middle - middle) < 6);
      if (same) {
        Object.assign(same, { from: Math.min(same.from, left), to: Math.max(same.to, right) });
        same.text += ` ${nodeValue!.trim()}`;
      } else lines.push({ cell, text: nodeValue!.trim(), from: left, to: right, middle });
    }
  }
  return lines.map(({ cell, text, from, to }) => {
    const { left, right } = cell.getBoundingClientRect();
    const { paddingLeft, paddingRight } = getComputedStyle(cell);
    return {
      text,
      left: from - left - Number.parseFloat(paddingLeft),
      right: right - Number.parseFloat(paddingRight) - to,
    };
  });
}
