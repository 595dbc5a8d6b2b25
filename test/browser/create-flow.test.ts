import type { FrameLocator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { Stage } from "../support/stage";
import { countClicks } from "../support/count-clicks";
import { step } from "../support/step";
import { useMerchant } from "../support/use-merchant";

let stage: Stage;
let page: Page;
let app: FrameLocator;

describe("a new flow", () => {
  const size = { width: 1280, height: 1000 };
  useMerchant({ flows: [], size }, (opened) => {
    ({ stage, page, app } = opened);
    return Promise.resolve();
  });

  const base = () => stage.appUrl;
  const box = (name: RegExp) =>
    app.locator("[data-step-id]").and(app.getByRole("button", { name }));

  test("takes few clicks to create, to extend and to turn on", async () => {
    await step("is created for a trigger, and is duplicated", async () => {
      await page.goto(`${base()}/app/flows`);
      await app.getByRole("link", { name: "Create flow" }).click();
      await app.getByText("Order delivered", { exact: true }).click();
      await app.getByRole("button", { name: "Create flow" }).click();
      await app.getByRole("heading", { name: "Order delivered" }).first().waitFor();
      await box(/^Email 1, draft\./).waitFor();
      await box(/^Wait\. 14 days/).waitFor();
      await app.getByRole("button", { name: "Duplicate" }).click();
      await app.getByRole("heading", { name: "Order delivered copy" }).first().waitFor();
    });

    await step("gets a wait and a second email in 7 clicks from the list of flows", async () => {
      await page.goto(`${base()}/app/flows`);
      const click = countClicks();
      await click(app.getByRole("link", { name: "Order delivered", exact: true }));
      await click(app.getByRole("button", { name: "Add a step after Email 1" }));
      await click(app.getByRole("menuitem", { name: "Wait", exact: true }));
      await click(app.getByRole("button", { name: /^Add a step after Wait: 1 day/ }));
      await click(app.getByRole("menuitem", { name: "Email", exact: true }));
      await click(page.getByRole("button", { name: "Save" }));
      await page.getByText("Flow saved").waitFor();
      await click(app.getByRole("link", { name: "Write email 2" }));
      await app.getByRole("button", { name: "Publish", exact: true }).waitFor();
      expect(click.count()).toBe(7);
    });

    await step("is turned on in 2 clicks from any page", async () => {
      const click = countClicks();
      await click(page.getByRole("link", { name: "Flows", exact: true }).last());
      await click(app.getByRole("button", { name: "Turn on Welcome", exact: true }));
      await app
        .getByRole("button", { name: "Pause Welcome", exact: true, disabled: false })
        .waitFor();
      expect(click.count()).toBe(2);
    });
  });
});
