import { expect, test } from "vitest";
import { NO_EMAILS } from "~/feedback/counts/email-counts";
import { planDigest, type DigestFacts } from "~/feedback/digest/digest";
import { digestText } from "~/feedback/digest/digest-text";

const WEEK: DigestFacts = {
  shopName: "Kettle & Co",
  currency: "GBP",
  from: "2026-02-23",
  to: "2026-03-01",
  totals: {
    ...NO_EMAILS,
    sent: 1_204,
    delivered: 1_200,
    clickedByPeople: 96,
    orders: 3,
    grossMinor: 90_00,
  },
  reportsDelivery: true,
  before: { ...NO_EMAILS, sent: 900, delivered: 900 },
  rows: [
    { name: "Welcome", counts: { ...NO_EMAILS, sent: 900 } },
    { name: "Cross-sell", counts: { ...NO_EMAILS, orders: 1, grossMinor: 20_00 } },
    { name: "Win-back", counts: { ...NO_EMAILS, orders: 2, grossMinor: 70_00 } },
  ],
  revenueLift: { kind: "not_enough_data", peopleNeeded: 4_000 },
  changes: 0,
  standsStill: false,
};

test("compares the week with the previous one, best sources first", () => {
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

test("reads as plain text, with one line per number and each URL on its own line", () => {
  const links = {
    shop: "https://kettle.example",
    report: "https://a.example/reports",
    changes: "https://a.example/changes",
    outbox: "https://a.example/outbox",
    settings: "https://a.example/settings",
  };
  const digest = planDigest({ ...WEEK, changes: 2, standsStill: true })!;
  expect(digestText("Kettle & Co", digest, links)).toBe(`Kettle & Co

Your week, 23 February to 1 March

Emails stand still now: the outbox says why.
https://a.example/outbox

Sent: 1,204 (900 the week before)
Click rate: 8% (0% the week before)
Orders: 3 (0 the week before)
Revenue: £90.00 (£0.00 the week before)
Unsubscribe rate: 0% (0% the week before)
Complaint rate: 0% (0% the week before)

What brought the most:
- Win-back: £70.00 from 2 orders
- Cross-sell: £20.00 from 1 order

Kindred changed 2 things this week, by what your emails brought. You can take each back.
https://a.example/changes

The report:
https://a.example/reports

--
Kindred sends this each Monday to the shop's owner, and to nobody else. Turn it off in the settings, under Measuring:
https://a.example/settings`);
});

test("claims new revenue only when the whole range is above zero", () => {
  const lift = { kind: "measured", incrementalMinor: 5_00, perPersonMinor: 1, people: 5 } as const;
  const of = (lowMinor: number) =>
    planDigest({ ...WEEK, revenueLift: { ...lift, lowMinor, highMinor: 900_00 } })?.effect;
  expect(of(120_00)).toContain("between £120.00 and £900.00");
  expect(of(-1)).toBeNull();
});

test("sends no email about two weeks without emails, unless sending is stopped", () => {
  const quiet = { ...WEEK, totals: NO_EMAILS, before: NO_EMAILS, rows: [] };
  expect(planDigest(quiet)).toBeNull();
  expect(planDigest({ ...quiet, standsStill: true })?.alarm).toContain("stand still");
});
