import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { daysAgo, hoursAgo, NOW, SHOP } from "../../support/builders";
import { createOrderRow } from "../../support/rows";
import { storeProfile } from "../../support/stored-rows";
import { openFlowStage, orderNow, setProfile, stepsOf, type FlowStage } from "./flow-stage";

let stage: FlowStage;
beforeAll(async () => {
  stage = await openFlowStage();
});
afterAll(() => stage.database.close());

const later = (hours: number) => hoursAgo(-hours);

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

  test("writes five days before a product is used up that many buy again", async () => {
    await begin(30);
    await stage.pass(24 * 10);
    expect(await stage.sent()).toEqual([
      [0, "mail-1"],
      [192, "mail-2"],
    ]);
  });

  test.each([2, 3, 12])(
    "writes at the same time to who buys %i pieces each time",
    async (units) => {
      await begin(30, units);
      await stage.pass(24 * 2);
      expect(await stage.sent()).toEqual([[0, "mail-1"]]);
    },
  );

  test("counts how long a piece lasts: who bought twice as much is asked twice as late", async () => {
    await stage.begin("replenishment");
    for (let i = 0; i < 30; i++) await buyAgain(`cother${i}`, [70, 40, 10]);
    await buyAgain("c1", [0.1], 2);
    await stage.pass(24 * 54);
    expect(await stepsOf(stage)).toEqual([]);
    await stage.pass(24);
    expect(await stepsOf(stage)).toEqual(["mail-1"]);
  });

  test("stays silent of a product that few buy again, unless the merchant has tagged it", async () => {
    await begin(2);
    await stage.pass(24 * 3);
    expect(await stepsOf(stage)).toEqual([]);
    await begin(2);
    await tag();
    await stage.pass(24 * 3);
    expect(await stage.sent()).toEqual([[0, "mail-1"]]);
  });

  test("goes by somebody's own rhythm where nobody else buys a tagged product again", async () => {
    await stage.begin("replenishment");
    await tag();
    await buyAgain("c1", [85, 55, 25.1], 6);
    await stage.pass(24 * 3);
    expect(await stage.sent()).toEqual([[0, "mail-1"]]);
  });
});

describe("9 win-back", () => {
  test("writes over four weeks to who has been away for longer than usual", async () => {
    await stage.begin("win-back");
    await setProfile(stage, { lastOrderAt: daysAgo(70) });
    await stage.pass(24 * 40);
    expect(await stage.sent()).toEqual([
      [0, "mail-1"],
      [168, "mail-2"],
      [336, "mail-3-small"],
    ]);
  });

  test("leaves alone who ordered lately, or whose rhythm is slow, and stops with an order", async () => {
    await stage.begin("win-back");
    await setProfile(stage, { lastOrderAt: daysAgo(70), traits: { meanGapDays: 90 } });
    await stage.pass(24);
    expect(await stepsOf(stage)).toEqual([]);
    await setProfile(stage, { traits: {} });
    await stage.pass(2);
    await orderNow(stage);
    await stage.pass(24 * 20);
    expect(await stepsOf(stage)).toEqual(["mail-1"]);
  });

  test("takes somebody for lost by the predictions only after the time that is usual for them", async () => {
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
    expect(await stepsOf(stage)).toEqual(["mail-1"]);
  });
});

describe("10 sunset", () => {
  const begin = async (clickedDaysAgo: number | null) => {
    await stage.begin("sunset");
    await setProfile(stage, { lastOrderAt: daysAgo(300), marketingChangedAt: daysAgo(300) });
    for (let i = 0; i < 15; i++) {
      const messageId = `old-${i}`;
      const at = daysAgo(100 - i * 6);
      await stage.database.db.message.create({
        data: {
          shopId: SHOP,
          messageId,
          profileId: "c1",
          state: "sent",
          plannedAt: at,
          nextAttemptAt: at,
          expiresAt: at,
          sentAt: i === 0 ? daysAgo(200) : at,
          intent: {},
        },
      });
    }
    if (clickedDaysAgo === null) return;
    await stage.database.db.hit.create({
      data: {
        shopId: SHOP,
        hitId: "h1",
        messageId: "old-14",
        linkIndex: 0,
        occurredAt: daysAgo(clickedDaysAgo),
        class: "human",
      },
    });
  };

  /** On the preference page: fewer mails. */
  const choose = async () => {
    const { db } = stage.database;
    const { emailIndex } = await db.profile.findFirstOrThrow({ where: { profileId: "c1" } });
    await db.mailPreference.create({
      data: {
        ...{ shopId: SHOP, emailIndex: emailIndex!, topicsOff: [] },
        ...{ frequency: "monthly", updatedAt: stage.now() },
      },
    });
  };

  test("asks three times, then writes no more", async () => {
    await begin(null);
    await stage.pass(24 * 20);
    expect(await stepsOf(stage)).toEqual(expect.arrayContaining(["mail-1", "mail-2", "mail-3"]));
    expect(await stage.database.db.suppression.findMany({ select: { reason: true } })).toEqual([
      { reason: "sunset" },
    ]);
  });

  test("ends with a choice of what they get, and leaves alone who chose lately", async () => {
    await begin(null);
    await stage.pass(24);
    const asked = async () => (await stepsOf(stage)).filter((stepId) => stepId !== "");
    expect(await asked()).toEqual(["mail-1"]);
    await choose();
    await stage.pass(24 * 20);
    expect(await asked()).toEqual(["mail-1"]);
    expect(await stage.database.db.suppression.count()).toBe(0);
    await begin(null);
    await choose();
    await stage.pass(24 * 3);
    expect(await stage.database.db.enrollment.count()).toBe(0);
  });

  test("leaves alone who clicked", async () => {
    await begin(10);
    await stage.pass(24 * 3);
    expect(await stage.database.db.enrollment.count()).toBe(0);
  });

  /** Eight mails more than half a year ago, the last of which were answered in this way. */
  const begunLongAgo = async (kind: "click" | "open", answered: number, hitClass = "human") => {
    const { db } = stage.database;
    await begin(null);
    await db.message.deleteMany({ where: { messageId: { in: ["old-8", "old-9", "old-10"] } } });
    await db.message.deleteMany({ where: { messageId: { in: ["old-11", "old-12"] } } });
    await db.message.deleteMany({ where: { messageId: { in: ["old-13", "old-14"] } } });
    for (let i = 0; i < 8; i++) {
      const at = daysAgo(260 - i * 8);
      await db.message.updateMany({ where: { messageId: `old-${i}` }, data: { sentAt: at } });
      if (i < 8 - answered) continue;
      await db.hit.create({
        data: {
          ...{ shopId: SHOP, hitId: `answer-${i}`, messageId: `old-${i}`, kind },
          ...{ linkIndex: kind === "click" ? 0 : null, class: hitClass },
          occurredAt: new Date(at.getTime() + 3_600_000),
        },
      });
    }
  };

  test.each(["click", "open"] as const)(
    "never asks who answered by a %s and simply was not written to since",
    async (kind) => {
      await begunLongAgo(kind, 1);
      await stage.pass(24 * 20);
      expect(await stepsOf(stage)).not.toContain("mail-1");
      expect(await stage.database.db.suppression.count()).toBe(0);
    },
  );

  test("asks who answered none of eight, though a program opened them", async () => {
    await begunLongAgo("open", 8, "machine");
    await stage.pass(24);
    expect(await stepsOf(stage)).toContain("mail-1");
  });

  test("offers less often, a pause and no by links that lead where they say", async () => {
    await begin(null);
    await stage.pass(1);
    const { html } = stage.deps.mailer.taken.at(-1)!;
    const links = [...html.matchAll(/<a\b[^>]*href="([^"]+)"[^>]*>(.*?)<\/a>/gs)];
    const hrefOf = (label: string) => links.find(([, , inside]) => inside?.includes(label))?.[1];
    expect(hrefOf("At most once a month")).toMatch(/\/p\/[^/]+\?choose=less-often$/);
    expect(hrefOf("Pause for a month")).toMatch(/\/p\/[^/]+\?choose=pause$/);
    expect(hrefOf("No, unsubscribe")).toMatch(/\/u\/[^/]+$/);
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

  test("thanks who is among the best twentieth, and again two weeks later", async () => {
    await begin(900_00n);
    await stage.pass(24 * 20);
    expect(await stage.sent()).toEqual([
      [0, "mail-1"],
      [336, "mail-2"],
    ]);
  });

  test("writes no more to who is not among them any more", async () => {
    await begin(900_00n);
    await stage.pass(24);
    await stage.database.db.order.updateMany({
      where: { profileId: "c1" },
      data: { refundedMinor: 890_00n },
    });
    await stage.pass(24 * 20);
    expect(await stepsOf(stage)).toEqual(["mail-1"]);
    expect(await stage.database.db.enrollment.findMany()).toMatchObject([
      { state: "exited", exitReason: "fell_back" },
    ]);
  });

  test("stays silent to others", async () => {
    await begin(9_00n);
    await stage.pass(24);
    expect(await stepsOf(stage)).toEqual([]);
  });
});

describe("15 anniversary", () => {
  test("writes three days before, at a good hour, and once more", async () => {
    await stage.begin("birthday");
    await setProfile(stage, { createdAt: new Date("2024-03-06T09:00:00Z") });
    await stage.pass(24 * 14);
    expect(await stage.sent()).toEqual([
      [22, "mail-1"],
      [310, "mail-2"],
    ]);
  });

  test("stays silent on other days, and to who has not ordered for two years", async () => {
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
  const begin = async (nextOrderAt: Date) => {
    await stage.begin("next-order");
    await stage.database.db.prediction.create({
      data: {
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
    // Others are more likely to order.
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
          detail: {},
        },
      });
    }
  };

  test("writes at the best hour to who is expected to order within three days", async () => {
    await begin(later(48));
    await stage.pass(24 * 3);
    expect(await stage.sent()).toEqual([[3, "mail-1"]]);
  });

  test("stays silent where it is expected no more before the mail leaves", async () => {
    await begin(later(48));
    await stage.pass(1);
    await stage.database.db.prediction.updateMany({
      where: { profileId: "c1" },
      data: { nextOrderAt: later(24 * 20) },
    });
    await stage.pass(24);
    expect(await stepsOf(stage)).toEqual([]);
  });

  test("does not take an order for late that was expected before the mail leaves", async () => {
    await begin(later(2));
    await stage.pass(24);
    expect(await stage.sent()).toEqual([[3, "mail-1"]]);
  });

  test("stays silent to who never ordered", async () => {
    await begin(later(48));
    await setProfile(stage, { orderCount: 0, firstOrderAt: null, lastOrderAt: null });
    await stage.pass(24);
    expect(await stage.database.db.enrollment.count()).toBe(0);
  });

  test("stays silent when the order is far off", async () => {
    await begin(later(24 * 20));
    await stage.pass(24);
    expect(await stepsOf(stage)).toEqual([]);
  });
});
