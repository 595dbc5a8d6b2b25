import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { scanInventoryTriggersJob } from "~/flows/scan/scan-inventory-triggers.job.server";
import { daysAgo, NOW } from "../../support/builders";
import { readDueShops } from "../../support/due-shops";
import { storeOrder } from "../../support/stored-checkout";
import { storeProfile } from "../../support/stored-rows";
import { openFlowStage, setVariant, stepsOf, storeVisit, type FlowStage } from "./flow-stage";

let stage: FlowStage;
beforeAll(async () => {
  stage = await openFlowStage();
});
afterAll(() => stage.database.close());

describe("11 back in stock", () => {
  const ask = (customerId: string, n: number, at = NOW) =>
    stage.receive(
      "notify_me_requested",
      { requestId: `r${n}`, notify: "back_in_stock", productId: "501", variantId: "601" },
      { source: "kindred", customerId, occurredAt: new Date(at.getTime() + n) },
    );

  test("sends at once, oldest request first, to at most two customers per unit", async () => {
    await stage.begin("back-in-stock");
    for (const n of [2, 3]) await storeProfile(stage.database.db, stage.deps.keyring, String(n));
    await setVariant(stage, "601", { inventoryQuantity: 0, availableForSale: false });
    for (const n of [1, 2, 3]) await ask(String(n), n);
    await stage.pass(1);
    expect(await stepsOf(stage)).toEqual([]);
    await setVariant(stage, "601", { inventoryQuantity: 1, availableForSale: true });
    await stage.pass(0.5);
    expect(await stepsOf(stage)).toEqual(["email-1", "email-1"]);
    const enrollments = await stage.database.db.enrollment.findMany({
      orderBy: { objectKey: "asc" },
    });
    expect(enrollments.map(({ objectKey }) => objectKey)).toEqual(["r1", "r2"]);
  });

  test("scans once an hour, and within five minutes after an event or a changed flow", async () => {
    await stage.begin("back-in-stock");
    const { db } = stage.database;
    const isDueAfter = async (minutes: number) => {
      const at = new Date(NOW.getTime() + minutes * 60_000);
      return (await readDueShops(db, scanInventoryTriggersJob.selectDueShops!(at))).length > 0;
    };
    expect(await isDueAfter(0)).toBe(true);
    await stage.pass(0);
    expect(await isDueAfter(59)).toBe(false);
    expect(await isDueAfter(60)).toBe(true);
    await ask("1", 1);
    expect(await isDueAfter(4)).toBe(false);
    expect(await isDueAfter(5)).toBe(true);
    await db.event.deleteMany();
    expect(await isDueAfter(5)).toBe(false);
    await db.flow.updateMany({ data: { updatedAt: new Date(NOW.getTime() + 1_000) } });
    expect(await isDueAfter(5)).toBe(true);
    await db.flow.updateMany({ data: { status: "paused" } });
    expect(await isDueAfter(60)).toBe(false);
  });

  test("sends nothing for a request of half a year ago", async () => {
    await stage.begin("back-in-stock");
    await storeProfile(stage.database.db, stage.deps.keyring, "2");
    await setVariant(stage, "601", { inventoryQuantity: 0, availableForSale: false });
    await ask("1", 1, daysAgo(181));
    await ask("2", 2, daysAgo(179));
    await setVariant(stage, "601", { inventoryQuantity: 9, availableForSale: true });
    await stage.pass(0.5);
    const sent = await stage.database.db.messageStatus.findMany({ where: { state: "sent" } });
    expect(sent.map(({ profileId }) => profileId)).toEqual(["c2"]);
  });

  describe("when it sold out again before their turn", () => {
    const gone = { inventoryQuantity: 0, availableForSale: false };
    const back = { inventoryQuantity: 1, availableForSale: true };
    /** Three customers request one unit: two are notified, and it sells within the hour. */
    const begin = async () => {
      await stage.begin("back-in-stock");
      for (const n of [2, 3]) await storeProfile(stage.database.db, stage.deps.keyring, String(n));
      await setVariant(stage, "601", gone);
      for (const n of [1, 2, 3]) await ask(String(n), n);
      await setVariant(stage, "601", back);
      await stage.pass(0.5);
      await setVariant(stage, "601", gone);
    };
    const emailsOf = async (profileId: string) =>
      (
        await stage.database.db.messageStatus.findMany({
          where: { profileId, state: "sent" },
          orderBy: { sentAt: "asc" },
        })
      ).map(({ stepId }) => stepId);

    test("offers alternatives once, a week later, only to customers who were not notified", async () => {
      await begin();
      await stage.pass(24 * 20);
      expect(await emailsOf("c1")).toEqual(["email-1"]);
      expect(await emailsOf("c3")).toEqual(["email-3"]);
      const email = stage.deps.mailer.taken.at(-1)!;
      expect(email.subject).toBe("Sold out again: Cedar tray");
      expect(email.html).toContain("Linen towel");
    });

    test("still notifies them when it is restocked and then offers no alternatives", async () => {
      await begin();
      await stage.pass(24);
      await setVariant(stage, "601", { ...back, inventoryQuantity: 40 });
      await stage.pass(24 * 10);
      expect(await emailsOf("c3")).toEqual(["email-1", "email-2"]);
    });

    test("offers nothing to customers without a marketing opt-in", async () => {
      await begin();
      await stage.database.db.profile.updateMany({
        where: { profileId: "c3" },
        data: { marketingState: "not_subscribed" },
      });
      await stage.pass(24 * 10);
      expect(await emailsOf("c3")).toEqual([]);
    });

    test("offers nothing when it was never back in stock", async () => {
      await stage.begin("back-in-stock");
      await setVariant(stage, "601", gone);
      await ask("1", 1);
      await stage.pass(24 * 10);
      expect(await stepsOf(stage)).toEqual([]);
    });
  });

  test("sends no second email once it has sold out again", async () => {
    await stage.begin("back-in-stock");
    await ask("1", 1);
    await stage.pass(1);
    await setVariant(stage, "601", { inventoryQuantity: 0, availableForSale: false });
    await stage.pass(48);
    expect(await stepsOf(stage)).toEqual(["email-1"]);
  });
});

describe("13 low stock", () => {
  const begin = async (sold: number) => {
    await stage.begin("low-stock");
    await storeVisit(stage, [{ productId: "501", views: 3 }], daysAgo(2));
    await storeOrder(stage.database.db, "cother", { placedAt: daysAgo(3) });
    await stage.database.db.orderLine.updateMany({ data: { productId: "501", quantity: sold } });
    await setVariant(stage, "601", { inventoryQuantity: 4 });
  };

  test("shows customers with three views that four are left", async () => {
    await begin(9);
    await stage.pass(2);
    expect(await stepsOf(stage)).toEqual(["email-1"]);
  });

  test("skips a product that is restocked before the email is sent", async () => {
    await begin(9);
    await stage.database.db.settings.updateMany({
      data: {
        sending: {
          senderAddress: "hello@kettle.example",
          quietHours: { startHour: 8, endHour: 20 },
        },
      },
    });
    await stage.pass(2);
    expect(await stage.database.db.messageStatus.count({ where: { state: "planned" } })).toBe(1);
    await setVariant(stage, "601", { inventoryQuantity: 40 });
    await stage.pass(12);
    expect(await stage.database.db.messageStatus.findMany()).toMatchObject([
      { state: "skipped", reason: "restocked" },
    ]);
  });

  test("skips slow-selling and sold-out products", async () => {
    await begin(2);
    await stage.pass(2);
    await begin(9);
    await setVariant(stage, "601", { inventoryQuantity: 0, availableForSale: false });
    await stage.pass(2);
    expect(await stepsOf(stage)).toEqual([]);
  });
});
