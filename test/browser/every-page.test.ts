import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Frame, FrameLocator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { SEGMENT_TEMPLATES } from "~/segments/templates";
import { ADMIN_PAGES, listPaths, type ShownObjects } from "../support/admin-pages";
import { newBrowserContext } from "../support/browser";
import { findCutText } from "../support/find-cut-text";
import { findViolations } from "../support/find-violations";
import { IS_DEEP } from "../support/is-deep";
import { PSEUDO_LANGUAGE } from "../support/pseudo-language";
import { pseudoText } from "../support/pseudo-text";
import { smallStore } from "../support/small-store";
import type { Stage } from "../support/stage";
import { step } from "../support/step";
import { useMerchant } from "../support/use-merchant";

const CUSTOMER = "1001000";
const WIDTHS = [1280, 390];
/** Pages are read at the first of these widths in every run, and at both in a deep one. */
const READ_WIDTHS = IS_DEEP ? WIDTHS : WIDTHS.slice(0, 1);
/** Longer pages are split, or paged. In pixels at the first width, with words half longer than in English. */
const MAX_HEIGHT = 2_400;
const LAYOUT = "app.tsx";

/** Parts that load after their page. */
const LATER_PARTS: Readonly<Record<string, string>> = {
  "app.flows.$flowId": "[data-step-id]",
  "app.emails.$emailGroup.$emailKey": "iframe",
};

/** Pages with many labels, which are read in German on a phone. */
const GERMAN_PAGES = ["/flows/abandoned-checkout", "/customers", "/reports", "/settings", ""];

/** The routes of the admin that have a page. */
const PAGE_ROUTES = readdirSync("app/routes")
  .filter((entry) => /^app\./.test(entry) && entry !== LAYOUT && hasPage(entry))
  .map((entry) => entry.replace(/\.tsx$/, ""))
  .sort();

function hasPage(entry: string): boolean {
  const inFolder = join("app/routes", entry, "route.tsx");
  const file = existsSync(inFolder) ? inFolder : join("app/routes", entry);
  return file.endsWith(".tsx") && readFileSync(file, "utf8").includes("export default");
}

test("knows every page of the admin", () => {
  expect(Object.keys(ADMIN_PAGES).sort()).toEqual(PAGE_ROUTES);
});

let stage: Stage;
let page: Page;
let app: FrameLocator;

describe("every page of the admin, in a language of long words", () => {
  // Enough customers for models, groups and full lists.
  const seeds = [smallStore({ customers: 60 })];
  useMerchant({ locale: PSEUDO_LANGUAGE, flows: ["abandoned-checkout"], seeds }, (opened) => {
    ({ stage, page, app } = opened);
  });

  test("fits its window, can be used by everyone, and is not too long", async () => {
    const made = await step("has a campaign, a segment and an email", makeOfEach);
    await page.goto(`${stage.appUrl}/app/sync`);
    await app.getByRole("heading", { name: pseudoText("Sync status"), level: 1 }).waitFor();
    await step("would notice what is wrong", async () => {
      await frame().evaluate(() => {
        const cut = "width: 30px; margin-left: 3000px; overflow: hidden; white-space: nowrap";
        document.body.insertAdjacentHTML(
          "beforeend",
          `<p class="cut" style="${cut}">Too long <img src="data:,"></p>`,
        );
      });
      expect(await findLasting()).toEqual([expect.stringMatching(/px wider/), "cut: Too long "]);
      expect(await findViolations(frame())).toContainEqual(expect.stringMatching(/^image-alt/));
      await frame().evaluate(() => document.querySelector(".cut")?.remove());
    });
    const found: Record<string, readonly string[]> = {};
    for (const { route, path, tab } of listPaths(made)) {
      await page.setViewportSize({ width: WIDTHS[0]!, height: 900 });
      await (tab === null ? openPage(`/app${path}`) : openTab(`/app${path}`, tab));
      await frame()
        .locator(LATER_PARTS[route] ?? "h1")
        .first()
        .waitFor();
      const height = await frame().evaluate(() => document.documentElement.scrollHeight);
      const problems = height > MAX_HEIGHT ? [`${height} px long`] : [];
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        const seen = [
          ...(await findLasting()),
          ...(READ_WIDTHS.includes(width) ? await findViolations(frame()) : []),
        ];
        problems.push(...seen.map((problem) => `at ${width} px: ${problem}`));
      }
      if (problems.length > 0) found[path] = problems;
    }
    expect(found).toEqual({});
  });

  test("is in German, with German numbers, in a German admin, and fits a phone", async () => {
    const context = await newBrowserContext(page.context().browser()!, "de-DE");
    page = await context.newPage();
    app = page.frameLocator("#app");
    await page.goto(stage.appUrl);
    await app.getByRole("heading", { name: "Startseite", level: 1, exact: true }).waitFor();
    const names = await page.locator("#app-nav").getByRole("link").allTextContents();
    expect(names).toEqual(expect.arrayContaining(["Kampagnen", "Kunden", "Einstellungen"]));
    await app
      .getByText(/^Neue Bestellung #\d+ über \d+,\d\d\s£$/)
      .first()
      .waitFor();
    await page.setViewportSize({ width: WIDTHS.at(-1)!, height: 900 });
    const cut: Record<string, readonly string[]> = {};
    for (const path of GERMAN_PAGES) {
      await openPage(`/app${path}`);
      // Polaris inserts these English words into its names of all languages.
      const english = await frame()
        .locator('[aria-label~="left"], [aria-label~="right"]')
        .evaluateAll((named) => named.map((it) => it.getAttribute("aria-label") ?? ""));
      const found = [...(await findLasting()), ...english];
      if (found.length > 0) cut[path] = found;
    }
    expect(cut).toEqual({});
  });
});

const frame = (): Frame => page.frame({ name: "app-iframe" })!;

/** Opens a page like a link of the app does, which costs less than the admin around it. */
async function openPage(path: string): Promise<void> {
  await frame().evaluate(async (to) => {
    document.querySelector("h1")?.setAttribute("data-of-last-page", "");
    await window.__remixRouter.navigate(to);
  }, path);
  await frame().locator("h1:not([data-of-last-page])").first().waitFor();
  await frame().locator("[data-page-outline]").waitFor({ state: "detached" });
}

/** Opens another tab of the same page, which keeps its heading. */
async function openTab(path: string, tab: string): Promise<void> {
  await frame().evaluate((to) => window.__remixRouter.navigate(to), path);
  await frame().locator(`[role="tab"][id="${tab}"][aria-selected="true"]`).waitFor();
}

/** What is still cut after twenty frames: a page needs a few to adapt to a new width. */
async function findLasting(): Promise<readonly string[]> {
  for (let frames = 0; ; frames++) {
    const cut = await frame().evaluate(findCutText);
    if (cut.length === 0 || frames === 20) return cut;
    await frame().evaluate(() => new Promise(requestAnimationFrame));
  }
}

async function makeOfEach(): Promise<ShownObjects> {
  const [merchant] = stage.merchants;
  const idIn = async (answer: Promise<Response>, folder: string) =>
    new RegExp(`/app/${folder}/([0-9a-f-]{36})`).exec(await (await answer).text())?.[1] ?? "";
  const rule = SEGMENT_TEMPLATES.find(({ key }) => key === "regulars")!.rule;
  const lines = [{ productId: "1000003", variantId: "1000103", quantity: 2 }];
  const checkout = { token: "left", customerId: CUSTOMER, lines };
  for (const kind of ["recommendations", "predictions"]) {
    await merchant!.submit(`/app/${kind}`, { train: "now" });
  }
  await stage.control.play(stage.shops[0]!, [{ kind: "checkout_created", checkout }], {
    wait: true,
  });
  await stage.advance(0.1);
  await stage.advance(2.5);
  return {
    campaignId: await idIn(merchant!.submit("/app/campaigns?index", {}), "campaigns"),
    segmentId: await idIn(
      merchant!.submitJson("/app/segments/new", { name: "Regulars", rule }),
      "segments",
    ),
    formId: await idIn(
      merchant!.submitJson("/app/forms?index", { kind: "create", template: "welcome" }),
      "forms",
    ),
    messageId: (await stage.emails())[0]!.messageId,
    customerId: CUSTOMER,
  };
}
