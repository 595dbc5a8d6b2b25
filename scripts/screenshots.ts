import { mkdir } from "node:fs/promises";
import type { Browser, Frame } from "playwright-core";
import {
  findChromium,
  launchBrowser,
  newBrowserContext,
  NO_BROWSER,
} from "../test/support/browser";

// Screenshots of the admin of a running demo (`npm run demo`), for review and for the documentation:
//
//   npm run screenshots              those of the documentation, into docs/images
//   npm run screenshots -- FOLDER    all pages at two widths in English and German, into the folder

const APP = "http://127.0.0.1:3456/store/hanging-heart/apps/kindred/app";
const DOCS = "docs/images";

/** Pages by the name of their picture. Those below a list show its first row. */
const PAGES: Readonly<Record<string, string>> = {
  home: "",
  flows: "/flows",
  flow: "/flows/abandoned-checkout",
  "flow-settings": "/flows/abandoned-checkout?tab=settings",
  "new-flow": "/flows/new",
  calendar: "/flows/calendar",
  campaigns: "/campaigns",
  "campaign-calendar": "/campaigns/calendar",
  "campaign-templates": "/campaigns/templates",
  forms: "/forms",
  segments: "/segments",
  segment: "/segments >> segments/",
  customers: "/customers",
  customer: "/customers?orders=several&sort=orders >> customers/",
  emails: "/emails",
  email: "/emails/abandoned-checkout/email-2",
  themes: "/emails/themes",
  outbox: "/outbox",
  "sent-email": "/outbox >> outbox/",
  predictions: "/predictions",
  recommendations: "/recommendations",
  "bought-together": "/recommendations/bought-together",
  optimizations: "/optimizations",
  reports: "/reports",
  "what-if": "/reports/what-if",
  cohorts: "/reports/cohorts",
  settings: "/settings",
  sender: "/sender",
  sync: "/sync",
  plan: "/plan",
};

/** Pictures of the documentation: the first screen at desktop width. */
const IN_DOCS = ["home", "flow", "customer", "email", "themes", "predictions", "optimizations"];

const LANGUAGES = { en: "en-US", de: "de-DE" };
const WIDTHS = { desktop: 1280, phone: 390 };
const FIRST_SCREEN_HEIGHT = 860;
const MAX_HEIGHT = 4_000;
/** Charts and fonts settle after the page has loaded. */
const SETTLE_MS = 800;

interface Picture {
  readonly name: string;
  readonly file: string;
  readonly locale: string;
  readonly width: number;
  /** Whether the picture shows the whole page instead of its first screen. */
  readonly isWhole: boolean;
}

async function takePicture(browser: Browser, picture: Picture): Promise<void> {
  const { name, file, locale, width, isWhole } = picture;
  const context = await newBrowserContext(browser, locale);
  const page = await context.newPage();
  await page.setViewportSize({ width, height: FIRST_SCREEN_HEIGHT });
  const [path = "", row] = (PAGES[name] ?? "").split(" >> ");
  await page.goto(`${APP}${path}`);
  const app = page.frame({ name: "app-iframe" }) ?? page.mainFrame();
  await app.locator("main, .Polaris-Page").first().waitFor();
  if (row) await openFirstRow(app, row);
  await app.locator('[class*="Polaris-Skeleton"]').first().waitFor({ state: "detached" });
  await page.waitForTimeout(SETTLE_MS);
  if (isWhole) {
    const height = await app.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width, height: Math.min(MAX_HEIGHT, height + 60) });
    await page.waitForTimeout(SETTLE_MS);
  }
  await page.screenshot({ path: file, type: "jpeg", quality: 82 });
  await context.close();
}

async function openFirstRow(app: Frame, row: string): Promise<void> {
  const link = app.locator(`a[href*="/${row}"]:visible`).first();
  const href = await link.getAttribute("href");
  await link.click();
  await app.waitForURL((url) => href !== null && url.pathname.endsWith(href.split("?")[0] ?? href));
}

function listPictures(folder: string | undefined): Picture[] {
  if (!folder) {
    return IN_DOCS.map((name) => ({
      name,
      file: `${DOCS}/${name}.jpg`,
      locale: LANGUAGES.en,
      width: WIDTHS.desktop,
      isWhole: false,
    }));
  }
  return Object.entries(LANGUAGES).flatMap(([language, locale]) =>
    Object.entries(WIDTHS).flatMap(([device, width]) =>
      Object.keys(PAGES).map((name) => ({
        name,
        file: `${folder}/${name}-${device}-${language}.jpg`,
        locale,
        width,
        isWhole: true,
      })),
    ),
  );
}

const [folder] = process.argv.slice(2);
const chromium = findChromium();
if (!chromium) throw new Error(NO_BROWSER);
await mkdir(folder ?? DOCS, { recursive: true });
const browser = await launchBrowser(chromium);
let failed = 0;
for (const picture of listPictures(folder)) {
  try {
    await takePicture(browser, picture);
    console.log(picture.file);
  } catch (error) {
    failed += 1;
    console.error(`${picture.file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
await browser.close();
process.exitCode = failed === 0 ? 0 : 1;
