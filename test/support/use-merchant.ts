import type { FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import { findChromium, NO_BROWSER, openMerchantBrowser, type MerchantBrowser } from "./browser";
import { openSharedStage } from "./shared-stage";
import { openStage, type ShopOptions, type Stage, type StageOptions } from "./stage";

/** A merchant with a browser, in a store with Kindred. */
export interface MerchantInBrowser {
  readonly stage: Stage;
  readonly browser: MerchantBrowser;
  readonly page: Page;
  /** The app within the admin. */
  readonly app: FrameLocator;
}

interface Options extends ShopOptions {
  /** Size of the window in pixels. */
  readonly size?: { readonly width: number; readonly height: number };
  /** The browser's language, which is also the admin's: BCP 47. Default: American English. */
  readonly locale?: string;
  /** The app's environment, which makes the app the file's own. Default: the shared app. */
  readonly env?: StageOptions["env"];
}

const CHROMIUM = findChromium();

/**
 * Opens a store, the app and a merchant's browser for the tests of a file, and closes them after the last. Without
 * Chromium the tests are skipped with a reason.
 *
 * @param begin set-up before the first test
 */
export function useMerchant(
  { size, locale, env, ...options }: Options,
  begin: (opened: MerchantInBrowser) => unknown,
): void {
  let opened: MerchantInBrowser | null = null;
  beforeAll(async () => {
    if (CHROMIUM === null) return;
    const stage = await (env
      ? openStage({ ...options, env, isOnServer: true })
      : openSharedStage(options));
    const browser = await openMerchantBrowser(CHROMIUM, locale);
    const { page, app } = browser;
    opened = { stage, browser, page, app };
    if (size) await page.setViewportSize(size);
    await begin(opened);
  });
  afterAll(async () => {
    await opened?.browser.close();
    await opened?.stage.close();
  });
  test.beforeEach(({ skip, onTestFailed }) => {
    if (CHROMIUM === null) skip(NO_BROWSER);
    onTestFailed(async () => {
      if (opened) console.error(await describeScreen(opened.browser));
    });
  });
}

/** The page's visible text when a test fails, since a missing locator does not show what was there. */
async function describeScreen({ page, app, complaints }: MerchantBrowser): Promise<string> {
  const text = await app.locator("body").innerText({ timeout: 5_000 }).catch(String);
  return [`The page at ${page.url()} says:`, text, "The browser complained:", ...complaints].join(
    "\n",
  );
}
