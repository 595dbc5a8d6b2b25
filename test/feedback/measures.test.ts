import fc from "fast-check";
import { expect, test } from "vitest";
import { addEmailCounts, NO_EMAILS, type EmailCounts } from "~/feedback/counts/email-counts";
import { contextOfCounts, MEASURES, type MeasureId } from "~/feedback/measures";

const COUNTS: EmailCounts = {
  sent: 1000,
  delivered: 950,
  bounced: 50,
  complained: 1,
  unsubscribed: 19,
  opened: 600,
  openedByPeople: 400,
  clicked: 120,
  clickedByPeople: 95,
  orders: 20,
  grossMinor: 1_100_00,
  refundedMinor: 100_00,
};
const INCREMENTAL = { minor: 500_00, lowMinor: 100_00, highMinor: 900_00, costMinor: 100_00 };
const ALL_KNOWN = contextOfCounts({ tracksOpens: true, reportsDelivery: true });
const NO_OPENS = contextOfCounts({ tracksOpens: false, reportsDelivery: true });
const of = (id: MeasureId, costMinor = 200_00) =>
  MEASURES[id].of(COUNTS, { ...ALL_KNOWN, costMinor, incremental: INCREMENTAL });

test.each([
  ["sent", 1000],
  ["deliveredRate", 0.95],
  ["bounceRate", 0.05],
  ["openRate", 0.4],
  ["openRateTotal", 0.6],
  ["clickRate", 0.1],
  ["clickRateTotal", 120 / 950],
  ["clickToOpenRate", 95 / 400],
  ["conversionRate", 0.02],
  ["orders", 20],
  ["revenue", 1_000_00],
  ["revenuePerRecipient", 100],
  ["returnOnCost", 4],
  ["incrementalRevenue", 500_00],
  ["incrementalReturnOnCost", 4],
  ["unsubscribeRate", 0.02],
  ["complaintRate", 1 / 950],
] as const)("%s is %d", (id, expected) => {
  expect(of(id)).toBeCloseTo(expected, 10);
});

test("omits a measure that would divide by zero", () => {
  for (const { of: measure, unit } of Object.values(MEASURES)) {
    const value = measure(NO_EMAILS, ALL_KNOWN);
    expect(value).toBe(unit === "count" || measure === MEASURES.revenue.of ? 0 : null);
  }
  expect(of("returnOnCost", 0)).toBeNull();
});

test("omits opens while they are not tracked, except for emails of a tracked period", () => {
  const clicksAlone = { ...COUNTS, opened: COUNTS.clicked, openedByPeople: COUNTS.clickedByPeople };
  for (const id of ["openRate", "openRateTotal", "clickToOpenRate"] as const) {
    expect(MEASURES[id].of(clicksAlone, NO_OPENS)).toBeNull();
    expect(MEASURES[id].of(clicksAlone, ALL_KNOWN)).not.toBeNull();
    expect(MEASURES[id].of(COUNTS, NO_OPENS)).toBe(MEASURES[id].of(COUNTS, ALL_KNOWN));
  }
});

test("omits rates of delivery while the provider reports none, unless one of these emails has a report", () => {
  const unreported = { ...COUNTS, delivered: COUNTS.sent, bounced: 0, complained: 0 };
  const silent = contextOfCounts({ tracksOpens: true, reportsDelivery: false });
  for (const id of ["deliveredRate", "bounceRate", "complaintRate"] as const) {
    expect(MEASURES[id].of(unreported, silent)).toBeNull();
    expect(MEASURES[id].of(unreported, ALL_KNOWN)).not.toBeNull();
    expect(MEASURES[id].of(COUNTS, silent)).toBe(MEASURES[id].of(COUNTS, ALL_KNOWN));
  }
});

test("an estimate's range follows the same rule as the estimate itself", () => {
  const context = { ...ALL_KNOWN, costMinor: 200_00, incremental: INCREMENTAL };
  expect(MEASURES.incrementalRevenue.between?.(context)).toEqual([100_00, 900_00]);
  expect(MEASURES.incrementalReturnOnCost.between?.(context)).toEqual([0, 8]);
  expect(MEASURES.incrementalReturnOnCost.between?.(ALL_KNOWN)).toBeNull();
});

const aCount = fc.record(
  Object.fromEntries(Object.keys(NO_EMAILS).map((key) => [key, fc.nat({ max: 1e6 })])),
) as fc.Arbitrary<unknown> as fc.Arbitrary<EmailCounts>;

test("counts of parts add up to the total in any order", () => {
  fc.assert(
    fc.property(aCount, aCount, aCount, (a, b, c) => {
      expect(addEmailCounts(a, addEmailCounts(b, c))).toEqual(
        addEmailCounts(addEmailCounts(c, a), b),
      );
      expect(addEmailCounts(a, NO_EMAILS)).toEqual(a);
    }),
  );
});
