import type { FrameLocator, Page, Route } from "playwright-core";
import { describe, expect, test } from "vitest";
import { countClicks } from "../support/count-clicks";
import type { Stage } from "../support/stage";
import { useMerchant } from "../support/use-merchant";

let stage: Stage;
let page: Page;
let app: FrameLocator;

const heading = (name: string) => app.getByRole("heading", { name, level: 1, exact: true });
const menu = (name: string) => page.locator("#app-nav").getByRole("link", { name, exact: true });
const outline = () => app.locator("[data-page-outline]");
const isBarShown = () => page.locator("body.is-loading").count();

/** Keeps requests from being answered until the function that it returns is called. */
async function hold(url: string, isHeld: (route: Route) => boolean = () => true) {
  const held = Promise.withResolvers<null>();
  await page.route(url, async (route) => {
    if (isHeld(route)) await held.promise;
    await route.continue();
  });
  return async () => {
    held.resolve(null);
    await page.unrouteAll({ behavior: "wait" });
  };
}

const openHome = async () => {
  await page.goto(stage.appUrl);
  await heading("Home").waitFor();
};

describe("the home page", () => {
  useMerchant({}, async (opened) => {
    ({ stage, page, app } = opened);
    await openHome();
  });

  test("shows which blocks are in the theme, and leads to the theme editor for the others", async () => {
    await app.getByText("Added", { exact: true }).nth(3).waitFor();
    await stage.control.placeBlocks(stage.shops[0]!, [
      { block: "sign-up", templates: ["index"], area: "footer" },
    ]);
    await openHome();
    await app.getByText("Not added", { exact: true }).nth(2).waitFor();
    const link = app.getByRole("link", { name: /^Add in theme editor: Recommended products/ });
    const url = new URL((await link.getAttribute("href")) ?? "");
    expect(url.pathname).toBe("/admin/themes/current/editor");
    expect(url.searchParams.get("addAppBlockId")).toMatch(/\/recommended$/);
    await app
      .getByRole("link", { name: /^Add in theme editor: Sign-up form/ })
      .waitFor({ state: "detached" });
  });
});

describe("opening a page", () => {
  useMerchant({}, async (opened) => {
    ({ stage, page, app } = opened);
    await openHome();
  });

  test("shows the loading bar and the page's outline before its data arrives", async () => {
    const release = await hold("**/app/flows.data*");
    await menu("Flows").click();
    await outline().getByText("Flows", { exact: true }).waitFor();
    await expect.poll(isBarShown).toBe(1);
    await heading("Home").waitFor({ state: "hidden" });
    await release();
    await heading("Flows").waitFor();
    await outline().waitFor({ state: "detached" });
    await expect.poll(isBarShown).toBe(0);
  });

  test("has the revenue and its certainty one click from any page", async () => {
    await menu("Flows").click();
    await heading("Flows").waitFor();
    const click = countClicks();
    await click(page.getByRole("link", { name: "Kindred", exact: true }).first());
    await app.getByRole("heading", { name: "Attributed revenue, last 30 days" }).waitFor();
    await app.getByRole("heading", { name: "Effect of your emails" }).waitFor();
    expect(click.count()).toBe(1);
  });

  test("keeps the page while its own address changes", async () => {
    await menu("Outbox").click();
    await heading("Outbox").waitFor();
    const release = await hold("**/app/outbox.data*");
    await app.getByLabel("Status", { exact: true }).selectOption("sent");
    await expect.poll(isBarShown).toBe(1);
    await heading("Outbox").waitFor();
    await outline().waitFor({ state: "detached" });
    await release();
    await expect.poll(isBarShown).toBe(0);
  });

  test("shows a flow as on before the server has answered", async () => {
    await menu("Flows").click();
    await heading("Flows").waitFor();
    const release = await hold(
      "**/app/flows.data*",
      (route) => route.request().method() === "POST",
    );
    await app.getByRole("button", { name: "Turn on Welcome", exact: true }).click();
    await app.getByRole("button", { name: "Pause Welcome", exact: true }).waitFor();
    await release();
    await expect
      .poll(() => app.getByRole("button", { name: "Pause Welcome", exact: true }).isEnabled())
      .toBe(true);
  });
});
