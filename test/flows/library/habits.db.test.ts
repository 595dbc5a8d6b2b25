import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { daysAgo, hoursAgo, NOW, SHOP } from "../../support/builders";
import { createOrderRow } from "../../support/rows";
import { storeProfile } from "../../support/stored-rows";
import { storeUpliftModel } from "../../support/stored-uplift";
import { openFlowStage, orderNow, setProfile, stepsOf, type FlowStage } from "./flow-stage";

let stage: FlowStage;
beforeAll(async () => {
  stage = await openFlowStage();
});
afterAll(() => stage.database.close());

const later = (hours: number) => hoursAgo(-hours);

describe("9 win-back", () => {
  test("sends over four weeks to customers who are overdue", async () => {
    await stage.begin("win-back");
    await setProfile(stage, { lastOrderAt: daysAgo(70) });
    await stage.pass(24 * 40);
    expect(await stage.sent()).toEqual([
      [0, "email-1"],
      [168, "email-2"],
      [336, "email-3-small"],
    ]);
  });

  test("skips recent and slow-paced buyers and stops after an order", async () => {
    await stage.begin("win-back");
    await setProfile(stage, { lastOrderAt: daysAgo(70), traits: { meanGapDays: 90 } });
    await stage.pass(24);
    expect(await stepsOf(stage)).toEqual([]);
    await setProfile(stage, { traits: {} });
    await stage.pass(2);
    await orderNow(stage);
    await stage.pass(24 * 20);
    expect(await stepsOf(stage)).toEqual(["email-1"]);
  });

  test("uses the churn prediction only after the customer's usual interval", async () => {
    await stage.begin("win-back");
    await stage.database.db.prediction.create({
      data: {
        ...{ shopId: SHOP, profileId: "c1", computedAt: NOW, modelVersions: {} },
        ...{ grade: "A", churnRate: 0.9, detail: {} },
      },
    });
    await setProfile(stage, { lastOrderAt: daysAgo(20), traits: {} });
    await stage.pass(2);
    await setProfile(stage, { traits: { meanGapDays: 30 } });
    await stage.pass(2);
    expect(await stepsOf(stage)).toEqual([]);
    await setProfile(stage, { traits: { meanGapDays: 18 } });
    await stage.pass(2);
    expect(await stepsOf(stage)).toEqual(["email-1"]);
  });

  test("enters at most so many customers per day", async () => {
    const { db } = stage.database;
    await stage.begin("win-back");
    for (const id of ["2", "3"]) await storeProfile(db, stage.deps.keyring, id);
    await db.profile.updateMany({ data: { lastOrderAt: daysAgo(70) } });
    await db.$executeRaw`update flow_version
      set definition = jsonb_set(definition, '{trigger,maxPerDay}', '1') where flow_id = 'win-back'`;
    for (const count of [1, 2, 3]) {
      await stage.pass(2);
      expect(await stepsOf(stage)).toEqual(Array.from({ length: count }, () => "email-1"));
      await stage.pass(24);
    }
  });
});

describe("14 best customers", () => {
  const begin = async (ownMinor: bigint) => {
    await stage.begin("vip");
    for (let i = 0; i < 30; i++) {
      await createOrderRow(stage.database.db, { profileId: `cother${i}`, placedAt: daysAgo(20) });
    }
    const orderId = await createOrderRow(stage.database.db, {
      profileId: "c1",
      placedAt: daysAgo(30),
    });
    await stage.database.db.order.updateMany({
      where: { orderId },
      data: { totalMinor: ownMinor },
    });
  };

  test("sends to the top five percent and again two weeks later", async () => {
    await begin(900_00n);
    await stage.pass(24 * 20);
    expect(await stage.sent()).toEqual([
      [0, "email-1"],
      [336, "email-2"],
    ]);
  });

  test("stops for customers who dropped out of the top", async () => {
    await begin(900_00n);
    await stage.pass(24);
    await stage.database.db.order.updateMany({
      where: { profileId: "c1" },
      data: { refundedMinor: 890_00n },
    });
    await stage.pass(24 * 20);
    expect(await stepsOf(stage)).toEqual(["email-1"]);
    expect(await stage.database.db.enrollment.findMany()).toMatchObject([
      { state: "ended", exitReason: "fell_back" },
    ]);
  });

  test("skips all other customers", async () => {
    await begin(9_00n);
    await stage.pass(24);
    expect(await stepsOf(stage)).toEqual([]);
  });
});

describe("15 anniversary", () => {
  test("sends three days before, at the best hour, and a reminder", async () => {
    await stage.begin("birthday");
    await setProfile(stage, { createdAt: new Date("2024-03-06T09:00:00Z") });
    await stage.pass(24 * 14);
    expect(await stage.sent()).toEqual([
      [22, "email-1"],
      [310, "email-2"],
    ]);
  });

  test("skips other days and customers without an order in two years", async () => {
    await stage.begin("birthday");
    await setProfile(stage, { createdAt: new Date("2024-05-06T09:00:00Z") });
    await stage.pass(24);
    await setProfile(stage, {
      createdAt: new Date("2020-03-07T09:00:00Z"),
      lastOrderAt: daysAgo(800),
    });
    await stage.pass(24);
    expect(await stepsOf(stage)).toEqual([]);
  });
});

describe("16 next order", () => {
  /** Two days ago, when the next order was not close, or not likely. */
  const EARLIER = { earlierAt: daysAgo(2), earlierBuy7Rate: 0.1 };
  const begin = async (nextOrderAt: Date, earlier: object = EARLIER) => {
    await stage.begin("next-order");
    await stage.database.db.prediction.create({
      data: {
        ...{ earlierNextOrderAt: nextOrderAt, ...earlier },
        shopId: SHOP,
        profileId: "c1",
        computedAt: NOW,
        modelVersions: {},
        grade: "A",
        buy7Rate: 0.1,
        nextOrderAt,
        bestHour: 15,
        detail: {},
      },
    });
    // Other customers are more likely to order.
    for (let i = 10; i < 20; i++) {
      await storeProfile(stage.database.db, stage.deps.keyring, String(i), {
        marketingState: "not_subscribed",
      });
      await stage.database.db.prediction.create({
        data: {
          shopId: SHOP,
          profileId: `c${i}`,
          computedAt: NOW,
          modelVersions: {},
          grade: "A",
          buy7Rate: 0.5,
          ...{ earlierAt: daysAgo(2), earlierBuy7Rate: 0.5 },
          detail: {},
        },
      });
    }
  };

  test("sends at the best hour to customers expected to order within three days", async () => {
    await begin(later(48));
    await stage.pass(24 * 3);
    expect(await stage.sent()).toEqual([[3, "email-1"]]);
  });

  test("skips a customer whose order is no longer expected when the email is due", async () => {
    await begin(later(48));
    await stage.pass(1);
    await stage.database.db.prediction.updateMany({
      where: { profileId: "c1" },
      data: { nextOrderAt: later(24 * 20) },
    });
    await stage.pass(24);
    expect(await stepsOf(stage)).toEqual([]);
  });

  test("still sends when the expected date passes before the email is due", async () => {
    await begin(later(2), { ...EARLIER, earlierNextOrderAt: later(24 * 9) });
    await stage.pass(24);
    expect(await stage.sent()).toEqual([[3, "email-1"]]);
  });

  test("skips customers unlikely to be influenced where the holdout shows who they are", async () => {
    const { db } = stage.database;
    const withEstimate = async (upliftRate: number | null, isInUse: boolean) => {
      await begin(later(48));
      await storeUpliftModel(db, 0.02, isInUse);
      await db.prediction.updateMany({ data: { upliftRate: 0.1 } });
      await db.prediction.updateMany({ where: { profileId: "c1" }, data: { upliftRate } });
      await stage.pass(24);
      return stepsOf(stage);
    };
    expect(await withEstimate(0.01, true)).toEqual([]);
    expect(await withEstimate(0.03, true)).toEqual(["email-1"]);
    expect(await withEstimate(null, true)).toEqual(["email-1"]);
    expect(await withEstimate(0.01, false)).toEqual(["email-1"]);
  });

  test("skips customers without an order", async () => {
    await begin(later(48));
    await setProfile(stage, { orderCount: 0, firstOrderAt: null, lastOrderAt: null });
    await stage.pass(24);
    expect(await stage.database.db.enrollment.count()).toBe(0);
  });

  test("sends to customers who newly rank among the most likely", async () => {
    const { db } = stage.database;
    const withScore = async (earlier: object) => {
      await begin(later(24 * 20), earlier);
      await db.prediction.updateMany({ where: { profileId: "c1" }, data: { buy7Rate: 0.9 } });
      await stage.pass(24);
      return stepsOf(stage);
    };
    expect(await withScore(EARLIER)).toEqual(["email-1"]);
    expect(await withScore({ ...EARLIER, earlierBuy7Rate: 0.8 })).toEqual([]);
    const first = { earlierAt: null, earlierBuy7Rate: null, earlierNextOrderAt: null };
    expect(await withScore(first)).toEqual([]);
  });

  test("skips customers who were as close to an order the day before", async () => {
    await begin(later(24), { ...EARLIER, earlierNextOrderAt: daysAgo(-0.5) });
    await stage.pass(24);
    expect(await stepsOf(stage)).toEqual([]);
  });

  test("skips customers whose order is far off", async () => {
    await begin(later(24 * 20));
    await stage.pass(24);
    expect(await stepsOf(stage)).toEqual([]);
  });
});
