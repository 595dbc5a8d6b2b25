import type { BrowserContext, Page } from "playwright-core";
import { newBrowserContext, type MerchantBrowser } from "./browser";

export interface ShopperBrowser {
  readonly page: Page;
  readonly context: BrowserContext;
}

/** A new, empty browser context. */
export async function openShopperBrowser({ page }: MerchantBrowser): Promise<ShopperBrowser> {
  const context = await newBrowserContext(page.context().browser()!);
  return { context, page: await context.newPage() };
}

/** Opens a page and stays until the pixel has sent its batch of a second. */
export async function inspectProgress(page: Page, url: string): Promise<void> {
  const sent = page.waitForResponse((it) => it.url().endsWith("/collect"));
  await page.goto(url);
  await sent;
}
