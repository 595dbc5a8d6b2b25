import { afterAll, beforeAll, expect, test } from "vitest";
import { smallStore } from "../support/small-store";
import { openSharedStage } from "../support/shared-stage";
import type { Stage } from "../support/stage";
import { step } from "../support/step";

// The same ids on purpose: only the shop distinguishes their rows.
const KETTLE = smallStore({ domain: "kettle.myshopify.com" });
const TEAPOT = smallStore({ domain: "teapot.myshopify.com" });

let stage: Stage;
let kettle: string;
let teapot: string;

beforeAll(async () => {
  stage = await openSharedStage({
    seeds: [KETTLE, { ...TEAPOT, shop: { ...TEAPOT.shop, name: "Teapot Ltd" } }],
  });
  [kettle, teapot] = stage.shops as [string, string];
});
afterAll(() => stage.close());

test("two shops with the same ids share nothing", async () => {
  await step(
    "a checkout of one shop brings an email in that shop's name, and none from the other",
    async () => {
      await stage.control.play(
        kettle,
        [
          {
            kind: "checkout_created",
            checkout: {
              token: "shared-token",
              customerId: "1001000",
              lines: [{ productId: "1000003", variantId: "1000103", quantity: 1 }],
            },
          },
        ],
        { wait: true },
      );
      await stage.advance(0.1);
      await stage.advance(2.5);
      const emails = await stage.emails();
      expect(emails).toHaveLength(1);
      expect(emails[0]!.html).toContain("Kettle &amp; Co");
      expect(emails[0]!.html).not.toContain("Teapot Ltd");
    },
  );

  await step("a session of one shop finds nothing of the other", async () => {
    const [message] = await stage.emails();
    const answer = await stage.merchants[1]!.get(`/app/outbox/${message!.messageId}`);
    expect(answer.status).toBe(404);
  });

  await step(
    "uninstalling one shop stops its email at once and leaves the other alone",
    async () => {
      const left = (token: string) => ({
        kind: "checkout_created" as const,
        checkout: {
          token,
          customerId: "1001005",
          lines: [{ productId: "1000002", variantId: "1000102", quantity: 1 }],
        },
      });
      await stage.control.play(kettle, [left("k2")], { wait: true });
      await stage.control.play(teapot, [left("t2")], { wait: true });
      await stage.control.uninstall(kettle);
      await stage.merchants[0]!.waitUntilHidden();
      await stage.merchants[1]!.waitUntilQuiet();
      await stage.control.setClock({ advanceMs: 6 * 60_000 });
      await stage.merchants[1]!.waitUntilQuiet();
      await stage.control.setClock({ advanceMs: 2.5 * 3_600_000 });
      await stage.merchants[1]!.waitUntilQuiet();

      const emails = await stage.emails();
      const second = emails.filter(({ to }) => to === "customer-1001005@example.com");
      expect(second).toHaveLength(1);
      expect(second[0]!.html).toContain("Teapot Ltd");

      await stage.withDatabase(async (db) => {
        for (const { shopId, profileId, orderId } of await db.order.findMany({
          where: { shopId: { in: [kettle, teapot] } },
          select: { shopId: true, profileId: true, orderId: true },
        })) {
          const owner = await db.profile.findUnique({
            where: { shopId_profileId: { shopId, profileId: profileId! } },
          });
          expect(owner, orderId).not.toBeNull();
        }
      });
    },
  );
});
