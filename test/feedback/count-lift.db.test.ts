import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import type { SendingSettings } from "~/delivery/settings/sending-settings";
import { advanceCursor } from "~/events/event-store.server";
import { countLiftJob } from "~/feedback/count-lift.job.server";
import {
  findLift,
  listLiftBetween,
  selectShopsDueForLift,
} from "~/feedback/lift/lift-store.server";
import { anId, hoursAgo, NOW, SHOP } from "../support/builders";
import type { WindowDays } from "~/feedback/lift/lift-days";
import { openTestDatabase } from "../support/database";
import { createTestDeps } from "../support/deps";
import { readDueShops } from "../support/due-shops";
import { createOrderRow } from "../support/rows";
import {
  emptyTables,
  FLOW_ID,
  storeEnrollment,
  storeMessage,
  storeProfile,
  storeShopWithFlows,
} from "../support/stored-rows";
import { countLiftNaively } from "./lift/count-lift-naively";
import { propertyRuns } from "../support/property-runs";

const HOUR_MS = 3_600_000;
const PEOPLE = ["ada", "bea", "cy", "dot", "eve"];

let database: Database;
let now: Date;
let position: bigint;
const { keyring } = createTestDeps();

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(() => startAnew());
afterAll(() => database.close());

async function startAnew() {
  const { db } = database;
  now = NOW;
  position = 0n;
  await emptyTables(db);
  await db.cursor.deleteMany();
  await storeShopWithFlows(db);
  for (const person of PEOPLE) await storeProfile(db, keyring, person);
}

/** Like the sweep. */
async function sweep() {
  const due = await readDueShops(database.db, selectShopsDueForLift(now));
  const deps = { db: database.db, now: () => now };
  for (const shopId of due) await countLiftJob.run(shopId, deps, new AbortController().signal);
  return due.length;
}

const later = (hours: number) => (now = new Date(now.getTime() + hours * HOUR_MS));
const EVER = { from: "2000-01-01", to: "2100-01-01" };
const stored = async (windowDays: WindowDays = 7) => {
  const experiments = await listLiftBetween(database.db, SHOP, EVER);
  return experiments.filter((it) => it.windowDays === windowDays);
};

async function eventsAreFolded() {
  position += 1n;
  await database.db.$transaction((tx) => advanceCursor(tx, SHOP, "profiles", position));
}

async function email(person: string, variant: "treated" | "holdout") {
  const profileId = `c${person}`;
  const enrollment = { enrollmentId: anId(), variant, enrolledAt: now };
  const enrollmentId = await storeEnrollment(database.db, profileId, enrollment);
  const state = variant === "holdout" ? "withheld" : "sent";
  await storeMessage(database.db, profileId, { enrollmentId, plannedAt: now, state });
}

async function order(person: string, placedAt: Date) {
  await createOrderRow(database.db, { profileId: `c${person}`, placedAt });
  await eventsAreFolded();
}

async function cancelAnOrder() {
  const known = await database.db.order.findFirst({
    where: { shopId: SHOP, cancelledAt: null },
    orderBy: { orderId: "asc" },
  });
  if (!known) return;
  await database.db.order.updateMany({
    where: { shopId: SHOP, orderId: known.orderId },
    data: { cancelledAt: now },
  });
  await eventsAreFolded();
}

async function saveSettings(sending: Pick<SendingSettings, "holdoutRate">) {
  const { db } = database;
  await db.settings.upsert({
    where: { shopId: SHOP },
    create: { shopId: SHOP, sending, updatedAt: now },
    update: { sending, version: { increment: 1 }, updatedAt: now },
  });
  const saved = { actor: "merchant", action: "settings_saved", detail: sending };
  await db.auditEntry.create({ data: { shopId: SHOP, auditId: anId(), at: now, ...saved } });
}

describe("the schedule of the lift count", () => {
  test("a new shop is counted at once, and then not until something happens", async () => {
    expect(await sweep()).toBe(1);
    expect(await stored()).toEqual([]);
    later(1_000);
    expect(await sweep()).toBe(0);
  });

  test("events are counted after half an hour", async () => {
    await sweep();
    await order("ada", now);
    later(0.49);
    expect(await sweep()).toBe(0);
    later(0.01);
    expect(await sweep()).toBe(1);
  });

  test("the end of a window is counted without an event", async () => {
    await email("ada", "treated");
    await sweep();
    for (const days of [7, 23]) {
      later(days * 24 - 1);
      expect(await sweep()).toBe(0);
      later(1);
      expect(await sweep()).toBe(1);
    }
    const counted = [{ flowId: FLOW_ID, treated: { people: 1 } }];
    expect(await stored(7)).toMatchObject(counted);
    expect(await stored(30)).toMatchObject(counted);
  });

  test("changed settings make the count due at once", async () => {
    await sweep();
    await saveSettings({ holdoutRate: 0.1 });
    expect(await sweep()).toBe(1);
    expect(await sweep()).toBe(0);
    expect((await findLift(database.db, SHOP))?.countedAt).toEqual(now);
  });

  test("an uninstalled shop is not counted", async () => {
    await database.db.shop.updateMany({ data: { uninstalledAt: hoursAgo(1) } });
    expect(await sweep()).toBe(0);
  });
});

describe("the incremental lift count", () => {
  const person = fc.constantFrom(...PEOPLE);
  const anOrder = fc.record({
    kind: fc.constant("order" as const),
    person,
    hoursAgo: fc.nat({ max: 300 }),
  });
  const aCancellation = fc.record({ kind: fc.constant("cancel" as const) });
  const aHappening = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant("email" as const), person }) },
    { weight: 4, arbitrary: anOrder },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant("later" as const), hours: fc.nat(90) }) },
    { weight: 1, arbitrary: aCancellation },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("settings" as const),
        holdoutRate: fc.constantFrom(0.05, 0.5),
      }),
    },
  );
  type Happening = typeof aHappening extends fc.Arbitrary<infer T> ? T : never;

  async function happens(it: Happening) {
    // No two events share an instant: of two simultaneous saves neither is later.
    later(1 / 60);
    switch (it.kind) {
      case "email":
        return email(it.person, it.person < "c" ? "holdout" : "treated");
      case "order":
        return order(it.person, new Date(now.getTime() - it.hoursAgo * HOUR_MS));
      case "cancel":
        return cancelAnOrder();
      case "later":
        return later(it.hours);
      case "settings":
        return saveSettings(it);
    }
  }

  test("matches a naive count, late orders included", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(aHappening, { minLength: 5, maxLength: 20 }),
        fc.array(fc.oneof(anOrder, aCancellation), { minLength: 1, maxLength: 4 }),
        async (life, afterthoughts) => {
          await startAnew();
          for (const it of life) {
            await happens(it);
            await sweep();
          }
          later(720);
          await sweep();
          for (const it of afterthoughts) await happens(it);
          later(0.5);
          await sweep();
          for (const days of [7, 30] as const) {
            expect(await stored(days)).toEqual(
              await countLiftNaively(database.db, SHOP, now, days),
            );
          }
        },
      ),
      { numRuns: propertyRuns(8) },
    );
  });
});
