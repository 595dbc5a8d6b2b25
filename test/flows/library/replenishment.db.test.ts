import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { daysAgo, SHOP } from "../../support/builders";
import { createOrderRow } from "../../support/rows";
import { openFlowStage, stepsOf, type FlowStage } from "./flow-stage";

let stage: FlowStage;
beforeAll(async () => {
  stage = await openFlowStage();
});
afterAll(() => stage.database.close());

describe("8 replenishment", () => {
  const buyAgain = async (profileId: string, days: readonly number[], quantity = 1) => {
    for (const [i, ago] of days.entries()) {
      const orderId = await createOrderRow(stage.database.db, {
        profileId,
        placedAt: daysAgo(ago),
      });
      await stage.database.db.orderLine.create({
        data: {
          shopId: SHOP,
          orderId,
          lineId: `${orderId}-${i}`,
          productId: "501",
          variantId: "601",
          title: "Cedar tray",
          quantity,
          netMinor: 24_00n,
        },
      });
    }
  };
  const begin = async (buyers: number, quantity = 1) => {
    await stage.begin("replenishment");
    for (let i = 0; i < buyers; i++) await buyAgain(`cother${i}`, [70, 40, 10], quantity);
    await buyAgain("c1", [55, 25.1], quantity);
  };
  const tag = async () => {
    await stage.database.db.product.updateMany({
      where: { productId: "501" },
      data: { tags: ["Home", "Replenishable"] },
    });
  };

  test("sends five days before a product that many rebuy is used up", async () => {
    await begin(30);
    await stage.pass(24 * 10);
    expect(await stage.sent()).toEqual([
      [0, "email-1"],
      [192, "email-2"],
    ]);
  });

  test.each([2, 3, 12])(
    "sends at the same time to customers who buy %i units each time",
    async (units) => {
      await begin(30, units);
      await stage.pass(24 * 2);
      expect(await stage.sent()).toEqual([[0, "email-1"]]);
    },
  );

  test("scales with quantity: twice the units, twice the wait", async () => {
    await stage.begin("replenishment");
    for (let i = 0; i < 30; i++) await buyAgain(`cother${i}`, [70, 40, 10]);
    await buyAgain("c1", [0.1], 2);
    await stage.pass(24 * 54);
    expect(await stepsOf(stage)).toEqual([]);
    await stage.pass(24);
    expect(await stepsOf(stage)).toEqual(["email-1"]);
  });

  test("skips a product that few rebuy unless the merchant tagged it", async () => {
    await begin(2);
    await stage.pass(24 * 3);
    expect(await stepsOf(stage)).toEqual([]);
    await begin(2);
    await tag();
    await stage.pass(24 * 3);
    expect(await stage.sent()).toEqual([[0, "email-1"]]);
  });

  test("uses the customer's own interval when no one else rebuys a tagged product", async () => {
    await stage.begin("replenishment");
    await tag();
    await buyAgain("c1", [85, 55, 25.1], 6);
    await stage.pass(24 * 3);
    expect(await stage.sent()).toEqual([[0, "email-1"]]);
  });
});
