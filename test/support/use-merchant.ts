import type { FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import { findChromium, NO_BROWSER, openMerchantBrowser, type MerchantBrowser } from "./browser";
import { openSharedStage } from "./shared-stage";
import { openStage, type ShopOptions, type Stage, type StageOptions } from "./stage";

/** A merchant with a browser, in a store where Kindred runs. */
export interface MerchantAtWork {
  readonly stage: Stage;
  readonly browser: MerchantBrowser;
  readonly page: Page;
  /** The app within the admin. */
  readonly app: FrameLocator;
}

interface Options extends ShopOptions {
  /** Of the window, in pixels. */
  readonly size?: { readonly width: number; readonly height: number };
  /** What the app is started with: it is one of the file's own then. Default: the app that files share. */
  readonly env?: StageOptions["env"];
}

const CHROMIUM = findChromium();

/**
 * Opens a store, the app and a merchant's browser for the tests of a file, and ends them after the last. Where there is
 * no Chromium the tests are skipped, and say so.
 *
 * @param begin what is there before the first test
 */
export function useMerchant(
  { size, env, ...options }: Options,
  begin: (opened: MerchantAtWork) => unknown,
): void {
  let opened: MerchantAtWork | null = null;
  beforeAll(async () => {
    if (CHROMIUM === null) return;
    const stage = await (env ? openStage({ ...options, env }) : openSharedStage(options));
    const browser = await openMerchantBrowser(CHROMIUM);
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

/** What a merchant would see where a test failed: the locator that found nothing does not say what was there. */
async function describeScreen({ page, app, complaints }: MerchantBrowser): Promise<string> {
  const text = await app.locator("body").innerText({ timeout: 5_000 }).catch(String);
  return [`The page at ${page.url()} says:`, text, "The browser complained:", ...complaints].join(
    "\n",
  );
}
