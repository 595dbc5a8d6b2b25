import { expect, test } from "vitest";
import { NO_MAILS } from "~/feedback/counts/mail-counts";
import { planDigest, type DigestFacts } from "~/feedback/digest/digest";

const WEEK: DigestFacts = {
  shopName: "Kettle & Co",
  currency: "GBP",
  from: "2026-02-23",
  to: "2026-03-01",
  totals: {
    ...NO_MAILS,
    sent: 1_204,
    delivered: 1_200,
    clickedByPeople: 96,
    orders: 3,
    grossMinor: 90_00,
  },
  before: { ...NO_MAILS, sent: 900, delivered: 900 },
  rows: [
    { name: "Welcome", counts: { ...NO_MAILS, sent: 900 } },
    { name: "Cross-sell", counts: { ...NO_MAILS, orders: 1, grossMinor: 20_00 } },
    { name: "Win-back", counts: { ...NO_MAILS, orders: 2, grossMinor: 70_00 } },
  ],
  revenueLift: { kind: "not_enough_data", peopleNeeded: 4_000 },
  changes: 0,
  standsStill: false,
};

test("tells the week beside the one before, and what brought most first", () => {
  const digest = planDigest(WEEK);
  expect(digest).toMatchObject({
    subject: "Kettle & Co: £90.00 from 3 orders last week",
    heading: "Your week, 23 February to 1 March",
    best: ["Win-back: £70.00 from 2 orders", "Cross-sell: £20.00 from 1 order"],
    effect: null,
    changes: null,
    alarm: null,
  });
  expect(digest?.figures.slice(0, 2)).toEqual([
    { name: "Sent", value: "1,204", before: "900" },
    { name: "Click rate", value: "8%", before: "0%" },
  ]);
});

test("claims new revenue only where the whole range lies above nothing", () => {
  const lift = { kind: "measured", incrementalMinor: 5_00, perPersonMinor: 1, people: 5 } as const;
  const of = (lowMinor: number) =>
    planDigest({ ...WEEK, revenueLift: { ...lift, lowMinor, highMinor: 900_00 } })?.effect;
  expect(of(120_00)).toContain("between £120.00 and £900.00");
  expect(of(-1)).toBeNull();
});

test("there is no mail about two weeks without mails, unless mails stand still", () => {
  const quiet = { ...WEEK, totals: NO_MAILS, before: NO_MAILS, rows: [] };
  expect(planDigest(quiet)).toBeNull();
  expect(planDigest({ ...quiet, standsStill: true })?.alarm).toContain("stand still");
});
