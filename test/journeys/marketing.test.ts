import { afterAll, beforeAll, expect, test } from "vitest";
import { openSharedStage } from "../support/shared-stage";
import type { Stage } from "../support/stage";
import { step } from "../support/step";

const CUSTOMER = "1001000";
const BROWSER =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1";
const LINE = { productId: "1000003", variantId: "1000103", quantity: 2 };

let stage: Stage;
let shop: string;

beforeAll(async () => {
  stage = await openSharedStage({ flows: ["abandoned-checkout"] });
  shop = stage.shops[0]!;
});
afterAll(() => stage.close());

const engagementCalls = async () =>
  (await stage.control.graphqlLog()).filter(
    (it) => it.shop === shop && it.operation === "MarketingEngagementCreate",
  );
const synced = async () =>
  (await stage.control.records(shop, "marketing")).find(
    ({ remoteId }) => remoteId === "flow/abandoned-checkout",
  );

test("a flow's emails, clicks and orders are synced to Shopify", async () => {
  await step(
    "an email leaves, and its links carry what Shopify will know its visits by",
    async () => {
      await stage.control.play(
        shop,
        [
          {
            kind: "checkout_created",
            checkout: { token: "left", customerId: CUSTOMER, lines: [LINE] },
          },
        ],
        { wait: true },
      );
      for (let hour = 0; hour < 20 && (await stage.emails()).length < 1; hour++)
        await stage.advance(1);
      const [email] = await stage.emails();
      // A click at the instant of the send would be a machine's.
      await stage.advance(0.25);
      const response = await fetch(email!.links[0]!, {
        redirect: "manual",
        headers: { "user-agent": BROWSER },
      });
      const target = new URL(response.headers.get("location") ?? "");
      expect(target.searchParams.get("utm_campaign")).toBe("kindred-flow-abandoned-checkout");
      await stage.advance(0.1);
    },
  );

  await step("syncs a finished day to Shopify once, with the right figures", async () => {
    await stage.control.play(shop, [{ kind: "checkout_completed", token: "left" }], {
      wait: true,
    });
    await stage.control.clearLogs();
    await stage.advance(24);
    await stage.advance(24);
    // The new day wakes the sync job.
    await expect.poll(synced).toMatchObject({
      status: "ACTIVE",
      tactic: "ABANDONED_CART",
      utm: { source: "kindred", medium: "email", campaign: "kindred-flow-abandoned-checkout" },
    });
    const days = async () => Object.values((await synced())!.engagements);
    const figures = async () => {
      const all = await days();
      const sum = (name: string) => all.reduce((total, day) => total + Number(day[name]), 0);
      return ["sendsCount", "clicksCount", "uniqueClicksCount", "failsCount", "orders"].map(sum);
    };
    await expect.poll(figures).toEqual([1, 1, 1, 0, 1]);
    const sales = (await days()).map(
      (day) => day["sales"] as { amount: string; currencyCode: string },
    );
    expect(sales.reduce((total, { amount }) => total + Number(amount), 0)).toBe(30);
    expect(new Set(sales.map(({ currencyCode }) => currencyCode))).toEqual(new Set(["GBP"]));
    const calls = await engagementCalls();
    const once = new Set(calls.map(({ variables }) => JSON.stringify(variables)));
    expect(calls).toHaveLength(once.size);
    await stage.advance(24);
    expect(await engagementCalls()).toHaveLength(calls.length);
  });
});
