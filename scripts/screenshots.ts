import { mkdir } from "node:fs/promises";
import type { Browser, Frame, Page } from "playwright-core";
import { listPaths, type ShownObjects } from "../test/support/admin-pages";
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
//
// With the demo's address as a further argument if it is not http://127.0.0.1:3456.

const given = process.argv.slice(2);
const isUrl = (argument: string) => argument.startsWith("http");
const demoUrl = given.find(isUrl) ?? "http://127.0.0.1:3456";
const folder = given.find((argument) => !isUrl(argument));
const APP = `${demoUrl}/store/hanging-heart/apps/kindred/app`;
const DOCS = "docs/images";

/** Lists of the objects that some pages show. Their first row is shown. */
const LISTS: Readonly<Record<keyof ShownObjects, string>> = {
  campaignId: "/campaigns",
  segmentId: "/segments",
  formId: "/forms",
  messageId: "/outbox?state=sent",
  customerId: "/customers?orders=several&sort=orders",
};

/** Pictures of the documentation: the first screen at desktop width. */
const IN_DOCS: Readonly<Record<string, (shown: ShownObjects) => string>> = {
  home: () => "",
  flow: () => "/flows/abandoned-checkout",
  customer: ({ customerId }) => `/customers/${customerId}`,
  email: () => "/emails/abandoned-checkout/email-2",
  themes: () => "/emails/themes",
  predictions: () => "/predictions",
  optimizations: () => "/optimizations",
};

const LANGUAGES = { en: "en-US", de: "de-DE" };
const WIDTHS = { desktop: 1280, phone: 390 };
const FIRST_SCREEN_HEIGHT = 860;
const MAX_HEIGHT = 4_000;
/** Charts and fonts settle after the page has loaded. */
const SETTLE_MS = 800;

interface Picture {
  readonly path: string;
  readonly file: string;
  readonly locale: string;
  readonly width: number;
  /** Whether the picture shows the whole page instead of its first screen. */
  readonly isWhole: boolean;
}

async function takePicture(browser: Browser, picture: Picture): Promise<void> {
  const { path, file, locale, width, isWhole } = picture;
  const context = await newBrowserContext(browser, locale);
  const page = await context.newPage();
  await page.setViewportSize({ width, height: FIRST_SCREEN_HEIGHT });
  const app = await openPage(page, path);
  if (isWhole) {
    const height = await app.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width, height: Math.min(MAX_HEIGHT, height + 60) });
    await page.waitForTimeout(SETTLE_MS);
  }
  await page.screenshot({ path: file, type: "jpeg", quality: 82 });
  await context.close();
}

async function openPage(page: Page, path: string): Promise<Frame> {
  await page.goto(`${APP}${path}`);
  const app = page.frame({ name: "app-iframe" }) ?? page.mainFrame();
  await app.locator("main, .Polaris-Page").first().waitFor();
  await app.locator('[class*="Polaris-Skeleton"]').first().waitFor({ state: "detached" });
  await page.waitForTimeout(SETTLE_MS);
  return app;
}

/** In the place of an id that a list does not have. */
const NONE = "none-in-the-list";

/** The ids in the first row of each list, or `NONE`. */
async function findObjects(browser: Browser): Promise<ShownObjects> {
  const context = await newBrowserContext(browser, LANGUAGES.en);
  const page = await context.newPage();
  const shown = {
    ...{ campaignId: NONE, segmentId: NONE, formId: NONE },
    ...{ messageId: NONE, customerId: NONE },
  };
  for (const key of Object.keys(LISTS) as (keyof ShownObjects)[]) {
    const list = LISTS[key].replace(/\?.*/, "");
    const app = await openPage(page, LISTS[key]);
    const links = await app
      .locator(`a[href*="/app${list}/"]`)
      .evaluateAll((found) => found.map((link) => link.getAttribute("href") ?? ""));
    const ids = links.map((href) => /^[^?]*\/([^/?]+)/.exec(href)?.[1] ?? "");
    // Words are pages beside the list.
    shown[key] = ids.find((id) => /\d|^[a-z]+-/.test(id)) ?? NONE;
  }
  await context.close();
  return shown;
}

function listPictures(shown: ShownObjects): Picture[] {
  if (!folder) {
    return Object.entries(IN_DOCS).map(([name, pathOf]) => ({
      path: pathOf(shown),
      file: `${DOCS}/${name}.jpg`,
      locale: LANGUAGES.en,
      width: WIDTHS.desktop,
      isWhole: false,
    }));
  }
  return Object.entries(LANGUAGES).flatMap(([language, locale]) =>
    Object.entries(WIDTHS).flatMap(([device, width]) =>
      listShown(shown).map((path) => ({
        path,
        file: `${folder}/${nameOf(path)}-${device}-${language}.jpg`,
        locale,
        width,
        isWhole: true,
      })),
    ),
  );
}

/** Without the pages of what the demo does not have. */
const listShown = (shown: ShownObjects): string[] =>
  listPaths(shown).flatMap(({ path }) => (path.includes(NONE) ? [] : path));

/** "/flows/abandoned-checkout?tab=notes" becomes "flows-abandoned-checkout-notes". */
const nameOf = (path: string) =>
  path
    .replace(/[?&]\w+=/g, "-")
    .replace(/[^\w]+/g, "-")
    .replace(/^-/, "") || "home";

const chromium = findChromium();
if (!chromium) throw new Error(NO_BROWSER);
await mkdir(folder ?? DOCS, { recursive: true });
const browser = await launchBrowser(chromium);
let failed = 0;
const shown = await findObjects(browser);
for (const key of Object.keys(LISTS) as (keyof ShownObjects)[]) {
  if (shown[key] === NONE) console.error(`${LISTS[key]} is empty, so its page is left out`);
}
for (const picture of listPictures(shown)) {
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
