import { afterAll, beforeAll, expect, test } from "vitest";
import { openSharedStage } from "../support/shared-stage";
import type { ReceivedEmail, Stage } from "../support/stage";
import { step } from "../support/step";

const BROWSER =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1";
const CUSTOMER = "1001000";
const PRODUCT = { productId: "1000003", variantId: "1000103" };

let stage: Stage;
let shop: string;
let email: ReceivedEmail;

beforeAll(async () => {
  stage = await openSharedStage();
  shop = stage.shops[0]!;
});
afterAll(() => stage.close());

test("an abandoned checkout leads to an email, a click, and an attributed order", async () => {
  await step("the back-fill takes in all that the store has", async () => {
    const { backfills } = await stage.merchants[0]!.progress();
    expect(backfills.map((it) => [it.resource, it.state, it.importedCount])).toEqual([
      ["products", "done", 8],
      ["collections", "done", 0],
      ["customers", "done", 12],
      ["orders", "done", 24],
    ]);
  });

  await step("models are fitted from it, in a thread of the built app", async () => {
    await expect.poll(() => stage.log()).toContain('"msg":"models fitted"');
  });

  await step("a checkout that is left behind brings one email, an hour later", async () => {
    await stage.control.play(
      shop,
      [
        {
          kind: "checkout_created",
          checkout: { token: "left", customerId: CUSTOMER, lines: [{ ...PRODUCT, quantity: 2 }] },
        },
      ],
      { wait: true },
    );
    await stage.advance(0.75);
    expect(await stage.emails()).toEqual([]);
    await stage.advance(0.75);

    const emails = await stage.emails();
    expect(emails).toHaveLength(1);
    email = emails[0]!;
    expect(email.to).toBe(`customer-${CUSTOMER}@example.com`);
    expect(email.html).toContain("Beeswax candle");
    expect(email.text).toContain("Beeswax candle");
    expect(email.html).toContain("£30.00");
    expect(email.unsubscribeUrl).toContain("/u/");
  });

  await step("a click leads to the checkout as it was left", async () => {
    await stage.advance(0.25);
    const targets: string[] = [];
    for (const link of new Set(email.links)) {
      const response = await fetch(link, {
        redirect: "manual",
        headers: { "user-agent": BROWSER },
      });
      expect(response.status).toBe(302);
      targets.push(response.headers.get("location") ?? "");
      await stage.advance(0.01);
    }
    expect(targets.some((target) => target.includes("left"))).toBe(true);
  });

  await step("the order that follows ends the flow", async () => {
    await stage.control.play(
      shop,
      [{ kind: "checkout_completed", token: "left", orderId: "777" }],
      {
        wait: true,
      },
    );
    await stage.advance(0.1);
    await stage.advance(72);
    expect(await stage.emails()).toHaveLength(1);
  });

  await step("the order is credited to the email, and a refund is taken off", async () => {
    const order = await stage.control.record(shop, "orders", "777");
    await stage.control.play(
      shop,
      [
        {
          kind: "order_refunded",
          orderId: "777",
          lines: [{ lineId: order.lines[0]!.id, quantity: 1 }],
        },
      ],
      { wait: true },
    );
    await stage.advance(0.1);

    await stage.withDatabase(async (db) => {
      expect(await db.attribution.findMany({ where: { shopId: shop } })).toMatchObject([
        { orderId: "777", messageId: email.messageId, grossMinor: 30_00n, refundedMinor: 15_00n },
      ]);
      expect(
        await db.enrollment.findMany({ where: { shopId: shop, flowId: "abandoned-checkout" } }),
      ).toMatchObject([{ objectKey: "left", state: "ended" }]);
    });
  });
});
