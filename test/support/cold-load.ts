import type { Browser, Request } from "playwright-core";
import { newBrowserContext } from "./browser";

interface ColdLoad {
  /** In the admin. */
  readonly url: string;
  /** Resolves when the page is ready. */
  readonly heading: string;
}

/**
 * Opens a page of the app with an empty cache.
 *
 * @returns the bytes that the app sent for it, with headers, without Shopify's own script
 */
export async function measureColdLoad(
  browser: Browser,
  { url, heading }: ColdLoad,
): Promise<number> {
  const context = await newBrowserContext(browser);
  const page = await context.newPage();
  const finished: Request[] = [];
  page.on("requestfinished", (request) => finished.push(request));
  await page.goto(url);
  await page.frameLocator("#app").getByRole("heading", { name: heading }).first().waitFor();
  // Parts that a page loads after it is shown.
  await page.waitForLoadState("networkidle");
  const frame = await page.locator("#app").elementHandle();
  const appOrigin = new URL((await frame.contentFrame())?.url() ?? "").origin;
  const sizes = await Promise.all(
    finished
      .filter((request) => new URL(request.url()).origin === appOrigin)
      .map(async (request) => request.sizes()),
  );
  await context.close();
  return sizes.reduce((sum, it) => sum + it.responseHeadersSize + it.responseBodySize, 0);
}
