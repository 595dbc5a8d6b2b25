import { existsSync } from "node:fs";
import {
  chromium,
  type Browser,
  type BrowserContext,
  type FrameLocator,
  type Page,
} from "playwright-core";

const PLACES = [
  // Without the parts that draw windows it uses a third less CPU.
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** Why browser tests are skipped without a browser. */
export const NO_BROWSER = "no Chromium was found; CHROMIUM_PATH may name one";

/** A Chromium on this machine: `CHROMIUM_PATH`, else in the usual places, else null. */
export function findChromium(): string | null {
  const named = process.env.CHROMIUM_PATH;
  if (named) return named;
  return PLACES.find((path) => existsSync(path)) ?? null;
}

/** Ends hanging operations, and does not measure a page's speed. */
const PATIENCE_MS = 60_000;

/** A headless browser. */
export function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    timeout: PATIENCE_MS,
    // It ends with its pipe, which ends with this process; Playwright's own listener would end this process.
    handleSIGTERM: false,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** Shopify's library answers 410 to a browser that identifies itself as headless. */
export const USER_AGENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";

/**
 * A new, empty browser context.
 *
 * @param locale BCP 47, the browser's language
 */
export async function newBrowserContext(
  browser: Browser,
  locale = "en-US",
): Promise<BrowserContext> {
  const context = await browser.newContext({ userAgent: USER_AGENT, locale });
  context.setDefaultTimeout(PATIENCE_MS);
  return context;
}

export interface MerchantBrowser {
  readonly page: Page;
  /** The app within the admin. */
  readonly app: FrameLocator;
  /** The browser's errors, of which a working page has none. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

let shared: Promise<Browser> | null = null;

/** The browser that all files of this worker process share in sequence. It ends with the process. */
function sharedBrowser(executablePath: string): Promise<Browser> {
  shared ??= launchBrowser(executablePath);
  return shared;
}

/** A merchant's browser with one empty tab. Further tabs are closed with it. */
export async function openMerchantBrowser(
  executablePath: string,
  locale?: string,
): Promise<MerchantBrowser> {
  const browser = await sharedBrowser(executablePath);
  const context = await newBrowserContext(browser, locale);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  return {
    page,
    app: page.frameLocator("#app"),
    complaints,
    async close() {
      await Promise.all(browser.contexts().map((it) => it.close()));
    },
  };
}
