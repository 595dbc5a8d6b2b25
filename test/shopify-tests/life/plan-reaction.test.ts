import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  findNextOrders,
  planReaction,
  type DeliveredEmail,
} from "../../shopify/life/plan-reaction";
import { seededRandom } from "../../shopify/life/seeded-random";

const SENT_AT = "2010-10-05T09:00:00.000Z";
const hoursLater = (hours: number) =>
  new Date(Date.parse(SENT_AT) + hours * 3_600_000).toISOString();

const anEmail = (overrides: Partial<DeliveredEmail> = {}): DeliveredEmail => ({
  messageId: "message",
  customerId: "6000000012345",
  links: ["https://a.example/1", "https://a.example/2", "https://a.example/3"],
  sentAt: SENT_AT,
  nextOrderAt: null,
  ...overrides,
});

const react = (email: DeliveredEmail, n: number) =>
  planReaction(email, seededRandom(1, `email ${n}`));

function shares(email: DeliveredEmail) {
  const kinds = Array.from({ length: 4_000 }, (_, n) => react(email, n).kind);
  const share = (kind: string) => kinds.filter((it) => it === kind).length / kinds.length;
  return { click: share("click"), unsubscribe: share("unsubscribe") };
}

describe("planReaction", () => {
  test("makes about 18 in 100 click and 4 in 1,000 unsubscribe", () => {
    const { click, unsubscribe } = shares(anEmail());
    expect(click).toBeCloseTo(0.18, 1);
    expect(unsubscribe).toBeGreaterThan(0.001);
    expect(unsubscribe).toBeLessThan(0.008);
  });

  test.each([
    ["an order within five days", 100, 0.6],
    ["an order after five days", 121, 0.18],
    ["an order before one can click", 0.1, 0.18],
  ])("makes the documented share click with %s", (_what, hours, rate) => {
    const { click } = shares(anEmail({ nextOrderAt: hoursLater(hours) }));
    expect(Math.abs(click - rate)).toBeLessThan(0.03);
  });

  test("clicks an existing link, after the email, and before the order that it leads to", () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 0, max: 5 }),
        fc.double({ min: 0.2, max: 120, noNaN: true }),
        (n, links, hours) => {
          const nextOrderAt = hoursLater(hours);
          const email = anEmail({
            links: Array<string>(links).fill("https://a.example"),
            nextOrderAt,
          });
          const reaction = react(email, n);
          if (reaction.kind === "none") return;
          expect(Date.parse(reaction.at)).toBeGreaterThan(Date.parse(SENT_AT));
          if (reaction.kind === "unsubscribe") return;
          expect(reaction.linkIndex).toBeLessThan(links);
          expect(reaction.at < nextOrderAt).toBe(true);
        },
      ),
    );
  });

  test("is deterministic", () => {
    expect(react(anEmail(), 7)).toEqual(react(anEmail(), 7));
  });
});

describe("findNextOrders", () => {
  test("finds the customer's first order after an instant", () => {
    const order = (customerId: string, hours: number) => ({
      id: "1",
      name: "#1",
      createdAt: hoursLater(hours),
      customerId,
      email: null,
      currency: "GBP",
      lines: [],
      discountCodes: [],
      refunds: [],
      cancelledAt: null,
      fulfilledAt: null,
      checkoutToken: "t",
    });
    const nextOrderAt = findNextOrders([order("1", -1), order("2", 1), order("1", 2)]);
    expect(nextOrderAt("1", SENT_AT)).toBe(hoursLater(2));
    expect(nextOrderAt("1", hoursLater(2))).toBeNull();
    expect(nextOrderAt("3", SENT_AT)).toBeNull();
  });
});
