import { afterAll, beforeAll, expect, test } from "vitest";
import { openSharedStage } from "../support/shared-stage";
import type { ReceivedEmail, Stage } from "../support/stage";
import { step } from "../support/step";

const BROWSER =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1";
const CUSTOMER = "1001000";
const LINE = { productId: "1000003", variantId: "1000103", quantity: 2 };
const LOST = ["orders/create", "orders/updated", "orders/paid", "checkouts/update"];

let stage: Stage;
let shop: string;
let email: ReceivedEmail;

beforeAll(async () => {
  stage = await openSharedStage();
  shop = stage.shops[0]!;
});
afterAll(() => stage.close());

/** The data of the merchant's page, with its findings by name. */
async function finds() {
  return (await stage.merchants[0]!.get("/app/sync")).text();
}

test("finds and counts an order whose webhooks were all lost", async () => {
  await step(
    "an email is clicked, and every webhook of the order that follows is lost",
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
      await stage.advance(0.1);
      await stage.advance(2.25);
      email = (await stage.emails())[0]!;
      for (const link of new Set(email.links)) {
        await fetch(link, { redirect: "manual", headers: { "user-agent": BROWSER } });
        await stage.advance(0.01);
      }
      await stage.control.setFaults({ webhooks: { topics: LOST, drop: 20 } });
      await stage.control.play(
        shop,
        [{ kind: "checkout_completed", token: "left", orderId: "777" }],
        {
          wait: true,
        },
      );
      await stage.control.clearFaults();
      const lost = (await stage.control.webhookLog()).filter((it) => it.outcome === "dropped");
      expect(lost.map((it) => it.topic)).toContain("orders/create");
      await stage.advance(0.1);
      expect(await finds()).not.toContain("newCount");
    },
  );

  await step("the hourly look takes the order in, and the page says so", async () => {
    await stage.advance(1.2);
    expect(await finds()).toContain("newCount");
  });

  await step("webhooks that come hours late change nothing", async () => {
    const lost = (await stage.control.webhookLog()).filter((it) => it.outcome === "dropped");
    const answers = await stage.control.sendWebhooks(
      shop,
      lost.map(({ topic, body, webhookId }) => ({ topic, rawBody: body, webhookId })),
    );
    expect(new Set(answers.map((it) => it.status))).toEqual(new Set([200]));
    await stage.advance(0.1);
    await stage.advance(72);
    expect(await stage.emails()).toHaveLength(1);
  });

  await step("order, profile, flow and attribution are as if the webhook had arrived", async () => {
    await stage.withDatabase(async (db) => {
      expect(
        await db.event.count({
          where: { shopId: shop, kind: "order_placed", sourceId: "order/777/placed" },
        }),
      ).toBe(1);
      expect(await db.order.findMany({ where: { shopId: shop, orderId: "777" } })).toMatchObject([
        { profileId: `c${CUSTOMER}`, totalMinor: 30_00n },
      ]);
      expect(
        await db.profile.findFirst({ where: { shopId: shop, customerId: CUSTOMER } }),
      ).toMatchObject({
        orderCount: 3,
      });
      expect(await db.attribution.findMany({ where: { shopId: shop } })).toMatchObject([
        { orderId: "777", messageId: email.messageId, grossMinor: 30_00n },
      ]);
      expect(
        await db.enrollment.findMany({ where: { shopId: shop, flowId: "abandoned-checkout" } }),
      ).toMatchObject([{ objectKey: "left", state: "ended" }]);
      expect(
        await db.reconciliationFind.findMany({ where: { shopId: shop, resource: "orders" } }),
      ).toMatchObject([{ newCount: 1, deletedCount: 0 }]);
    });
  });
});
