import { expect, test } from "vitest";
import { appealOf, type EmailInInbox } from "../../shopify/life/appeal";
import { planReaction } from "../../shopify/life/plan-reaction";
import { seededRandom } from "../../shopify/life/seeded-random";

const DAY_MS = 86_400_000;
const NOON = Date.parse("2010-11-02T12:00:00Z");
const email = (change: Partial<EmailInInbox> = {}): EmailInInbox => ({
  ...{ address: "a@example.com", sentAtMs: NOON, earlierAtMs: [] },
  subject: "Something that you may like from our store",
  ...change,
});
const clicks = (change: Partial<EmailInInbox>) => appealOf(email(change)).clicks;

test("a short question is liked better than a long exclamation, and that better than capitals", () => {
  const order = [
    "Forgot something?",
    "You forgot something",
    "You forgot something in your basket, and it is still there for you",
    "You forgot something in your basket, and it is still there for you!",
    "You forgot SOMETHING in your basket, and it is still there for you!",
  ].map((subject) => clicks({ subject }));
  expect(order).toEqual(order.toSorted((a, b) => b - a));
  expect(new Set(order).size).toBe(5);
});

test("each reader has an hour, which is not everybody's", () => {
  const hours = Array.from({ length: 24 }, (_, h) => NOON - DAY_MS / 2 + (h * DAY_MS) / 24);
  const best = (address: string) =>
    hours.map((sentAtMs) => clicks({ address, sentAtMs })).flatMap((it, h) => (it > 1 ? [h] : []));
  const of = Array.from({ length: 30 }, (_, n) => best(`customer-${n}@example.com`));
  expect(of.every((own) => own.length >= 4 && own.length <= 5)).toBe(true);
  expect(new Set(of.map((own) => own[0])).size).toBeGreaterThan(8);
});

test("more than one email a week is clicked less, and more readers leave", () => {
  const after = (count: number) =>
    appealOf(email({ earlierAtMs: Array.from({ length: count }, (_, n) => NOON - n * DAY_MS) }));
  expect(after(3)).toEqual(after(0));
  expect(after(8).clicks).toBeLessThan(after(4).clicks);
  expect(after(8).leaves).toBeGreaterThan(after(4).leaves);
  // Those of more than four weeks ago are forgotten.
  const old = Array.from({ length: 20 }, (_, n) => NOON - (29 + n) * DAY_MS);
  expect(appealOf(email({ earlierAtMs: old }))).toEqual(after(0));
});

test("readers click more of what appeals to them, and no more than all of it", () => {
  const count = (appeal: { clicks: number; leaves: number }, kind: "click" | "unsubscribe") =>
    Array.from({ length: 4_000 }, (_, n) =>
      planReaction(
        {
          ...{ messageId: `m${n}`, customerId: "1", links: ["a", "b"], appeal },
          ...{ sentAt: "2010-11-02T12:00:00Z", nextOrderAt: null },
        },
        seededRandom(1, `m${n}`),
      ),
    ).filter((it) => it.kind === kind).length;
  const usual = count({ clicks: 1, leaves: 1 }, "click");
  expect(count({ clicks: 1.5, leaves: 1 }, "click") / usual).toBeCloseTo(1.5, 1);
  expect(count({ clicks: 1, leaves: 3 }, "unsubscribe")).toBeGreaterThan(
    2 * count({ clicks: 1, leaves: 1 }, "unsubscribe"),
  );
  expect(count({ clicks: 99, leaves: 1 }, "click")).toBeLessThanOrEqual(4_000);
});
