import { existsSync } from "node:fs";
import { chromium, type Browser, type Frame, type Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openEmbeddedApp, type EmbeddedApp } from "./embedded-app";
import { openTestBed, type TestBed } from "./local-app";

const CHROMIUM = "/usr/bin/chromium";

describe.skipIf(!existsSync(CHROMIUM))("App Bridge", () => {
  let app: EmbeddedApp;
  let bed: TestBed;
  let browser: Browser;
  let page: Page;
  let frame: Frame;

  beforeAll(async () => {
    app = await openEmbeddedApp();
    bed = await openTestBed({ appUrl: app.url });
    app.appBridgeUrl = bed.shopify.appBridgeUrl;
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
    });
  });
  afterAll(async () => {
    await browser.close();
    await Promise.all([bed.stop(), app.stop()]);
  });

  async function appFrame(): Promise<Frame> {
    const found = await (await page.waitForSelector("#app")).contentFrame();
    if (!found) throw new Error("The admin has no app in its frame");
    return found;
  }

  async function open(path: string): Promise<void> {
    await page.goto(bed.shopify.origin + path);
    frame = await appFrame();
    await frame.waitForFunction(() => "kindredBridge" in window);
  }

  beforeEach(async () => {
    page = await browser.newPage();
    await open("/store/acme");
    return () => page.close();
  });

  it("renders the app's navigation, and follows it in the admin's URL", async () => {
    await page.getByRole("link", { name: "Flows" }).click();

    await frame.getByRole("heading", { name: "/app/flows" }).waitFor();
    await page.waitForURL("**/store/acme/apps/kindred/app/flows");
    await page.reload();
    frame = await appFrame();
    await frame.getByRole("heading", { name: "/app/flows" }).waitFor();
  });

  it("sends a session token with every request to the app, and retries when it was stale", async () => {
    app.bearers.length = 0;
    app.stale = 1;
    const text = await frame.evaluate(async () => (await fetch("/app/data")).text());

    expect(text).toBe("data");
    expect(app.bearers).toHaveLength(2);
    expect(app.bearers[0]).toMatch(/^Bearer ey/);
    expect(app.bearers[1]).not.toBe(app.bearers[0]);
  });

  it("returns from the bounce page with a fresh token", async () => {
    await frame.evaluate(() => {
      const url = new URL(location.href);
      url.searchParams.delete("id_token");
      location.replace(url);
    });

    await frame.waitForURL(/\/app\?.*id_token=ey/);
    await frame.getByRole("heading", { name: "/app" }).waitFor();
  });

  it("leaves a page without a menu by a document request that gets a token on the way", async () => {
    const link = page.getByRole("link", { name: "Flows" });
    await link.waitFor();
    await frame.evaluate(() => document.querySelector("ui-nav-menu")?.remove());
    await link.click();

    await frame.waitForURL(/\/app\/flows\?.*id_token=ey/);
  });

  it("renders the title bar, and passes its button's click to the app", async () => {
    await page.getByText("Place /app").waitFor();
    await page.getByRole("button", { name: "Create" }).click();

    await frame.waitForFunction(() => document.title === "pressed");
  });

  it("shows the save bar on request, and the app's own button saves", async () => {
    expect(await page.locator("#save-bar").isHidden()).toBe(true);
    await frame.evaluate(() => globalThis.shopify.saveBar.show("bar"));
    await page.getByText("Unsaved changes").waitFor();

    await page.getByRole("button", { name: "Save" }).click();
    await frame.waitForFunction(() => document.title === "saved");

    await frame.evaluate(() => globalThis.shopify.saveBar.hide("bar"));
    await page.locator("#save-bar").waitFor({ state: "hidden" });
  });

  it("shows toasts and modals", async () => {
    await frame.evaluate(() => globalThis.shopify.toast.show("Flow switched on"));
    await page.getByText("Flow switched on").waitFor();

    await frame.evaluate(() => globalThis.shopify.modal.show("modal"));
    await frame.getByText("Are you sure?").waitFor();
    await frame.evaluate(() => globalThis.shopify.modal.hide("modal"));
    await frame.getByText("Are you sure?").waitFor({ state: "hidden" });
  });

  it("picks products", async () => {
    const picked = frame.evaluate(() =>
      globalThis.shopify.resourcePicker({ type: "product", multiple: true }),
    );
    await page.getByLabel("Mug").check();
    await page.getByRole("button", { name: "Select" }).click();

    expect(await picked).toEqual([expect.objectContaining({ id: "gid://shopify/Product/102" })]);
  });

  it("collapses the navigation on a phone", async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await page.getByRole("link", { name: "Flows" }).isVisible()).toBe(false);

    await page.getByRole("button", { name: "Menu" }).click();
    await page.getByRole("link", { name: "Flows" }).click();
    await frame.getByRole("heading", { name: "/app/flows" }).waitFor();
    expect(await page.getByRole("link", { name: "Flows" }).isVisible()).toBe(false);
  });
});

declare global {
  /** The tested parts of App Bridge in the app's pages. */
  var shopify: {
    saveBar: { show(id: string): Promise<void>; hide(id: string): Promise<void> };
    modal: { show(id: string): Promise<void>; hide(id: string): Promise<void> };
    toast: { show(text: string): string };
    scopes: {
      request(scopes: readonly string[]): Promise<{ result: "granted-all" | "declined-all" }>;
    };
    resourcePicker(options: object): Promise<unknown>;
  };
}
