import { mkdir, stat } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { languagesWith } from "~/i18n/catalog.server";
import { listReadyTemplates } from "~/messages/ready/ready-templates.server";
import { DEFAULT_THEME, THEME_NAMES } from "~/messages/theme/designs/themes";
import { fillExample, servePictures, type SheetEmail } from "./email-sheet-examples";
import { findChromium, launchBrowser, NO_BROWSER } from "../test/support/browser";

// Screenshots of the prebuilt emails for review: npm run email-sheet writes them into docs/emails/, all or those named.

const FOLDER = "docs/emails";
const LANGUAGES = languagesWith("email");
const ALL = listReadyTemplates().map(({ templateId }) => templateId);
const SOME = [
  "abandoned-checkout/email-2",
  "welcome/email-1",
  "price-drop/email-1",
  "cross-sell/email-1",
];

/** The occasions on which themes are compared. */
const OCCASIONS = [
  "welcome/email-1",
  "abandoned-checkout/email-2",
  "browse-abandonment/email-1",
  "win-back/email-3",
  "cross-sell/email-1",
  "campaign/new-arrivals",
];

interface Sheet {
  readonly file: string;
  readonly emails: readonly SheetEmail[];
  readonly columns: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly scale: number;
  readonly dark?: boolean;
  readonly withoutPictures?: boolean;
}

const theme = DEFAULT_THEME;
const inEnglish = (ids: readonly string[]) =>
  ids.map((templateId) => ({ templateId, language: "en", theme }));
const inAll = (ids: readonly string[]) =>
  ids.flatMap((templateId) => LANGUAGES.map((language) => ({ templateId, language, theme })));
const inThemes = (ids: readonly string[], languages: readonly string[]) =>
  THEME_NAMES.flatMap((theme) =>
    ids.flatMap((templateId) => languages.map((language) => ({ templateId, language, theme }))),
  );

const desktop = { widthPx: 680, heightPx: 1_150, scale: 0.36 };
const phone = { widthPx: 390, heightPx: 1_150, scale: 0.36 };

const wide = { widthPx: 620, heightPx: 1_500, scale: 0.5 };
const narrow = { widthPx: 375, heightPx: 1_500, scale: 0.6 };
const themed = { emails: inThemes(OCCASIONS, ["en"]), columns: OCCASIONS.length };
const foreign = { emails: inThemes(OCCASIONS.slice(0, 3), ["de", "ar"]), columns: 6 };

const SHEETS: readonly Sheet[] = [
  { file: "themes.jpg", ...themed, ...wide },
  { file: "themes-dark.jpg", ...themed, ...wide, dark: true },
  { file: "themes-phone.jpg", ...themed, ...narrow },
  { file: "themes-phone-dark.jpg", ...themed, ...narrow, dark: true },
  { file: "themes-languages.jpg", ...foreign, ...narrow },
  { file: "desktop.jpg", emails: inEnglish(ALL), columns: 8, ...desktop },
  { file: "phone-dark.jpg", emails: inEnglish(ALL), columns: 13, ...phone, dark: true },
  { file: "languages.jpg", emails: inAll(SOME), columns: 6, ...desktop },
  { file: "languages-phone.jpg", emails: inAll(SOME), columns: 6, ...phone, scale: 0.5 },
  {
    file: "without-pictures.jpg",
    emails: inEnglish(SOME),
    columns: 4,
    ...desktop,
    scale: 0.5,
    withoutPictures: true,
  },
];

async function draw(browser: Browser, sheet: Sheet): Promise<void> {
  const { columns, widthPx, heightPx, scale } = sheet;
  const gapPx = 12;
  const page = await browser.newPage({
    viewport: { width: Math.ceil(columns * (widthPx * scale + gapPx) + gapPx), height: 800 },
    colorScheme: sheet.dark ? "dark" : "light",
  });
  await servePictures(page, sheet.withoutPictures);
  const cells = await Promise.all(
    sheet.emails.map(async (email) => {
      const srcdoc = (await fillExample(email)).html
        .replaceAll("&", "&amp;")
        .replaceAll('"', "&quot;");
      return `<figure><div><iframe srcdoc="${srcdoc}" scrolling="no"></iframe></div><figcaption>${email.theme} · ${email.templateId} · ${email.language}</figcaption></figure>`;
    }),
  );
  await page.setContent(`<style>
    body { background: #8b8f96; display: grid; font: 11px sans-serif; gap: ${gapPx}px; grid-template-columns: repeat(${columns}, ${widthPx * scale}px); margin: ${gapPx}px; }
    figure { margin: 0; } figcaption { color: #fff; padding: 4px 0; }
    div { height: ${heightPx * scale}px; overflow: hidden; }
    iframe { border: 0; height: ${heightPx}px; transform: scale(${scale}); transform-origin: 0 0; width: ${widthPx}px; }
  </style>${cells.join("")}`);
  await page.waitForLoadState("networkidle");
  const path = `${FOLDER}/${sheet.file}`;
  await page.screenshot({ path, type: "jpeg", quality: 42, fullPage: true });
  await page.close();
  const { size } = await stat(path);
  process.stdout.write(`${path} ${Math.round(size / 1_000)} kB\n`);
}

/** Without a font for them, all Japanese characters are drawn as the same box. */
async function requireJapanese(browser: Browser): Promise<void> {
  const page = await browser.newPage();
  await page.setContent("<p><span>あ</span></p><p><span>語</span></p>");
  const one = await page.locator("span").first().screenshot();
  const other = await page.locator("span").last().screenshot();
  await page.close();
  if (one.equals(other)) {
    throw new Error("There is no Japanese font. On Debian: apt install fonts-ipafont-gothic");
  }
}

await mkdir(FOLDER, { recursive: true });
const chromium = findChromium();
if (chromium === null) throw new Error(NO_BROWSER);
const browser = await launchBrowser(chromium);
await requireJapanese(browser);
const wanted = process.argv.slice(2);
for (const sheet of SHEETS) {
  if (wanted.length === 0 || wanted.includes(sheet.file)) await draw(browser, sheet);
}
await browser.close();
