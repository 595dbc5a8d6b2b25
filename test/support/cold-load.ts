import type { Browser, Request } from "playwright-core";
import { expect } from "vitest";
import { newBrowserContext } from "./browser";

interface ColdLoad {
  /** In the admin. */
  readonly url: string;
  /** Shown when the page is ready. */
  readonly heading: string;
  /** Selectors of parts that the page loads after it is shown. */
  readonly laterParts?: readonly string[];
}

/**
 * Opens a page of the app with an empty cache, in a browser that is never idle: what a page preloads then is not part of
 * its first load.
 *
 * @returns the bytes that the app sent for it, with headers, without Shopify's own script
 */
export async function measureColdLoad(
  browser: Browser,
  { url, heading, laterParts = [] }: ColdLoad,
): Promise<number> {
  const context = await newBrowserContext(browser);
  await context.addInitScript(() => {
    window.requestIdleCallback = () => 0;
  });
  const page = await context.newPage();
  const finished: Request[] = [];
  const pending = new Set<Request>();
  let changedAt = performance.now();
  const finish = (request: Request) => {
    changedAt = performance.now();
    pending.delete(request);
  };
  page.on("request", (request) => pending.add(request));
  page.on("requestfailed", finish);
  page.on("requestfinished", (request) => {
    finish(request);
    finished.push(request);
  });
  await page.goto(url);
  const app = page.frameLocator("#app");
  await app.getByRole("heading", { name: heading }).first().waitFor();
  // The network may be idle before the browser has run the scripts that request these parts.
  for (const part of laterParts) await app.locator(part).first().waitFor();
  // Playwright's own "networkidle" did not always come on the flow page, although no request was pending.
  await expect.poll(() => pending.size === 0 && performance.now() - changedAt > 500).toBe(true);
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
