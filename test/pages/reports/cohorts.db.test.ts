import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { textIn } from "~/i18n/text-in.server";
import { cohortsOf, monthBefore, monthsBetween } from "~/pages/reports/cohort";
import { cohortCsv } from "~/pages/reports/cohort-csv";
import { getCohortPage } from "~/pages/reports/cohort-page.server";
import { anId, createShop, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { createOrderRow } from "../../support/rows";
import { emptyTables, storeProfile } from "../../support/stored-rows";
import { propertyRuns } from "../../support/property-runs";

let database: Database;
const { keyring } = createTestDeps();

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const monthOf = (at: Date) => at.toISOString().slice(0, 7);

interface Bought {
  readonly customerId: string;
  readonly at: Date;
  readonly minor: number;
}

/** Naive reference by customer and month, without SQL. */
function cohortsTheLongWay(orders: readonly Bought[]) {
  const firsts = new Map<string, string>();
  for (const { customerId: customerId, at } of orders) {
    const known = firsts.get(customerId);
    if (known === undefined || monthOf(at) < known) firsts.set(customerId, monthOf(at));
  }
  const thisMonth = monthOf(NOW);
  const months = [...new Set(firsts.values())].sort();
  return months
    .filter((month) => monthsBetween(month, thisMonth) < 12)
    .map((month) => {
      const people = [...firsts]
        .filter(([, first]) => first === month)
        .map(([customerId]) => customerId);
      const own = orders.filter(({ customerId: customerId }) => people.includes(customerId));
      return {
        month,
        size: people.length,
        months: Array.from({ length: monthsBetween(month, thisMonth) + 1 }, (_, after) => {
          const upTo = own.filter(({ at }) => monthsBetween(month, monthOf(at)) <= after);
          const inIt = own.filter(({ at }) => monthsBetween(month, monthOf(at)) === after);
          return {
            orderedRate:
              new Set(inIt.map(({ customerId: customerId }) => customerId)).size / people.length,
            spentMinor: upTo.reduce((sum, { minor }) => sum + minor, 0) / people.length,
          };
        }),
      };
    });
}

const anOrder = fc.record({
  customerId: fc.constantFrom("1", "2", "3", "4"),
  daysAgo: fc.nat({ max: 500 }),
  minor: fc.integer({ min: 1, max: 99_99 }),
});

test("customers are grouped by the month of their first order, as in a naive count", async () => {
  const { db } = database;
  await fc.assert(
    fc.asyncProperty(fc.array(anOrder, { maxLength: 15 }), async (lines) => {
      await emptyTables(db);
      await createShop(db);
      await db.shop.update({ where: { shopId: SHOP }, data: { timeZone: "UTC" } });
      for (const customerId of ["1", "2", "3", "4"]) await storeProfile(db, keyring, customerId);
      const orders = lines.map(({ customerId: customerId, daysAgo, minor }) => ({
        customerId: customerId,
        minor,
        at: new Date(NOW.getTime() - daysAgo * 86_400_000),
      }));
      for (const { customerId: customerId, at, minor } of orders) {
        await createOrderRow(db, {
          profileId: `c${customerId}`,
          placedAt: at,
          totalMinor: BigInt(minor),
        });
      }
      const { cohorts } = await getCohortPage(db, SHOP, NOW);
      expect(cohorts).toEqual(cohortsTheLongWay(orders));
    }),
    { numRuns: propertyRuns(12) },
  );
});

test("canceled and test orders and those of another shop are not counted", async () => {
  const { db } = database;
  await emptyTables(db);
  await createShop(db);
  await createShop(db, OTHER_SHOP);
  const profileId = await storeProfile(db, keyring, anId());
  await createOrderRow(db, { profileId, placedAt: NOW, cancelledAt: NOW });
  await createOrderRow(db, { profileId, placedAt: NOW, test: true });
  expect((await getCohortPage(db, SHOP, NOW)).cohorts).toEqual([]);
  await createOrderRow(db, { profileId, placedAt: NOW });
  expect((await getCohortPage(db, OTHER_SHOP, NOW)).cohorts).toEqual([]);
});

test("the months before a month cross the year boundary", () => {
  expect(monthBefore("2026-03", 11)).toBe("2025-04");
  expect(monthBefore("2026-03", 3)).toBe("2025-12");
  expect(monthsBetween("2025-12", "2026-03")).toBe(3);
});

test("the CSV file has one line per month, with money in whole units", () => {
  const cells = [
    { month: "2026-01", monthsAfter: 0, people: 4, netMinor: 100_00 },
    { month: "2026-01", monthsAfter: 2, people: 1, netMinor: 20_00 },
  ];
  const csv = cohortCsv(
    { currency: "GBP", cohorts: cohortsOf(cells, "2026-03"), countedAt: null },
    textIn("en", "reports"),
  );
  expect(csv.split("\r\n").slice(1)).toEqual([
    '"2026-01","4","0","1","25.00"',
    '"2026-01","4","1","0","25.00"',
    '"2026-01","4","2","0.25","30.00"',
    "",
  ]);
});
