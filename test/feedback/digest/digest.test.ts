import { expect, test } from "vitest";
import { NO_EMAILS } from "~/feedback/counts/email-counts";
import { planDigest, type DigestFacts } from "~/feedback/digest/digest";
import { digestText } from "~/feedback/digest/digest-text";
import { createFormat } from "~/i18n/create-format";
import { textIn } from "~/i18n/text-in.server";

const text = textIn("en", "merchant-email");
const WRITER = {
  text,
  measures: textIn("en", "measures"),
  format: createFormat("en-GB", "Europe/London"),
};
const named = (name: string) => ({ kind: "named", name }) as const;
const plan = (facts: DigestFacts) => planDigest(facts, WRITER);

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
    { name: named("Welcome"), counts: { ...NO_EMAILS, sent: 900 } },
    { name: named("Cross-sell"), counts: { ...NO_EMAILS, orders: 1, grossMinor: 20_00 } },
    { name: named("Win-back"), counts: { ...NO_EMAILS, orders: 2, grossMinor: 70_00 } },
  ],
  lift: null,
  changes: 0,
  standsStill: false,
};

test("compares the week with the previous one, best sources first", () => {
  const digest = plan(WEEK);
  expect(digest).toMatchObject({
    subject: "Kettle & Co: £90.00 from 3 orders last week",
    heading: "Your week, 23 Feb to 1 Mar",
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
  const digest = plan({ ...WEEK, changes: 2, standsStill: true })!;
  expect(digestText("Kettle & Co", digest, links, text)).toBe(`Kettle & Co

Your week, 23 Feb to 1 Mar

Sending is on hold. See why in the outbox.
https://a.example/outbox

Sent: 1,204 (900 the week before)
Click rate: 8% (0% the week before)
Orders: 3 (0 the week before)
Revenue: £90.00 (£0.00 the week before)
Unsubscribe rate: 0% (0% the week before)
Complaint rate: 0% (0% the week before)

Top flows and campaigns:
- Win-back: £70.00 from 2 orders
- Cross-sell: £20.00 from 1 order

Kindred changed 2 email settings this week, based on your results. You can revert each change.
https://a.example/changes

View report:
https://a.example/reports

--
Kindred sends this report to your store’s report address on Mondays. To stop it, turn off the weekly report in Settings:
https://a.example/settings`);
});

test("claims new revenue only when the whole range is above zero", () => {
  const lift = {
    ...{ incrementalMinor: 5_00, standardErrorMinor: 1_00, chancePositive: 0.9, priorMinor: 9_00 },
    ...{ people: 5, revenueMinor: 90_00, holdoutPeople: 1, fraction: 0.2 },
    ...{ from: "2026-01-05", to: "2026-03-02" },
  };
  const of = (lowMinor: number) =>
    plan({ ...WEEK, lift: { ...lift, lowMinor, highMinor: 900_00 } })?.effect;
  expect(of(120_00)).toContain("£120.00 to £900.00");
  expect(of(-1)).toBeNull();
});

test("sends no email about two weeks without emails, unless sending is stopped", () => {
  const quiet = { ...WEEK, totals: NO_EMAILS, before: NO_EMAILS, rows: [] };
  expect(plan(quiet)).toBeNull();
  expect(plan({ ...quiet, standsStill: true })?.alarm).toContain("Sending is on hold");
});
