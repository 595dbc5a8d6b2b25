import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decideDelivery } from "~/delivery/decision/decide-delivery";
import { repeatKeyOf, repeatSince, repeatsUntil } from "~/delivery/decision/repeat-rule";
import { SENDING_RULES } from "~/delivery/decision/sending-rules";
import { MessagePurpose, getPurpose } from "~/flows/definition/purpose";
import { FLOW_LIBRARY } from "~/flows/library/library";
import type { SendIntent } from "~/flows/definition/send-step";
import { daysAgo, hoursAgo, NOW } from "../../support/builders";
import { anIntent, deliveryFacts, SETTINGS } from "../../support/delivery-builders";

const product = (productId: string, at = daysAgo(40), key = `viewed/${productId}/2026-03-01`) =>
  ({ kind: "product", key, productId, variantId: null, at, seenMinor: null }) as const;
const checkout = (token: string) =>
  ({ kind: "checkout", token, cartToken: null, startedAt: NOW, idleMinutes: 60 }) as const;
const letter = (overrides: Partial<SendIntent> = {}) =>
  anIntent({ purpose: "lifecycle", templateId: "vip/email-1", ...overrides });
const decide = (intent: SendIntent, sameSentAt: Date | null, settings = SETTINGS) =>
  decideDelivery(deliveryFacts({ intent, sameSentAt }), settings, NOW);
const REPEATED = { kind: "skip", reason: "repeated" };

describe("repeats of the same email", () => {
  test("are allowed once in thirty days", () => {
    expect(decide(letter(), null)).toEqual({ kind: "send" });
    expect(decide(letter(), daysAgo(29))).toEqual(REPEATED);
    expect(decide(letter(), daysAgo(30))).toEqual({ kind: "send" });
  });

  test("are allowed as often as the shop's settings and the flow say", () => {
    const often = { ...SETTINGS, repeatDays: 7 };
    expect(decide(letter(), daysAgo(8), often)).toEqual({ kind: "send" });
    expect(decide(letter({ repeatDays: 90 }), daysAgo(60), often)).toEqual(REPEATED);
    expect(decide(letter({ repeatDays: 0 }), daysAgo(1))).toEqual({ kind: "send" });
  });

  test("are allowed for another product", () => {
    const about = (trigger: SendIntent["trigger"]) =>
      repeatKeyOf(letter({ purpose: "browse", trigger }));
    expect(about(product("501"))).not.toBe(about(product("502")));
    expect(about(product("501", daysAgo(1), "viewed/501/2026-03-02"))).toBe(about(product("501")));
    const ofPerson = (key: string) =>
      repeatKeyOf(letter({ trigger: { kind: "person", key, at: NOW } }));
    expect(ofPerson("asked/1")).toBe(ofPerson("asked/2"));
  });

  test("are allowed for each notification request", () => {
    const requested = (key: string) =>
      repeatKeyOf(letter({ purpose: "back_in_stock", trigger: product("501", daysAgo(1), key) }));
    expect(requested("request-1")).not.toBe(requested("request-2"));
  });

  test("are allowed once per purchase for replenishment", () => {
    const again = (boughtAt: Date) =>
      decide(letter({ purpose: "replenishment", trigger: product("501", boughtAt) }), daysAgo(9));
    expect(again(daysAgo(8))).toEqual({ kind: "send" });
    expect(again(daysAgo(20))).toEqual(REPEATED);
  });
});

describe("the same email about another checkout", () => {
  const about = (overrides: Partial<SendIntent> = {}) =>
    letter({ purpose: "checkout", trigger: checkout("c2"), exemptFromHourCap: true, ...overrides });

  test("is allowed after the shop's hours between two emails", () => {
    expect(decide(about(), hoursAgo(15))).toEqual(REPEATED);
    expect(decide(about(), hoursAgo(16))).toEqual({ kind: "send" });
    const rare = { ...SETTINGS, marketingCapHours: 24, repeatDays: 0 };
    expect(decide(about(), hoursAgo(23), rare)).toEqual(REPEATED);
    expect(decide(about(), hoursAgo(1), { ...SETTINGS, marketingCapHours: 0 })).toEqual({
      kind: "send",
    });
  });

  test("is allowed as often as the flow's own days say", () => {
    expect(decide(about({ repeatDays: 0 }), hoursAgo(1))).toEqual({ kind: "send" });
    expect(decide(about({ repeatDays: 2 }), hoursAgo(40))).toEqual(REPEATED);
  });
});

describe("the repeat key", () => {
  const keyOf = (purpose: MessagePurpose, trigger: SendIntent["trigger"]) =>
    repeatKeyOf(anIntent({ purpose, templateId: "letter", trigger }));
  const variant = (variantId: string) => ({ ...product("501"), variantId });

  test("is the template for an email that the shop started", () => {
    expect(keyOf("lifecycle", product("501"))).toBe("letter");
  });

  test("is the template with the variant or product, if it is about one", () => {
    expect(keyOf("browse", product("501"))).toBe("letter|501");
    expect(keyOf("replenishment", variant("601"))).toBe("letter|601");
  });

  test("is the template for all checkouts, and with the order for an email about one", () => {
    expect(keyOf("checkout", checkout("c1"))).toBe(keyOf("checkout", checkout("c2")));
    const order = { kind: "order", orderId: "701", placedAt: NOW } as const;
    expect(keyOf("order", order)).toBe("letter|701");
  });

  test("is missing for a confirmation, which has no limit", () => {
    expect(keyOf("opt_in_confirmation", product("501"))).toBeNull();
    const confirmation = letter({ purpose: "opt_in_confirmation" });
    expect(repeatsUntil(confirmation, daysAgo(1), SETTINGS)).toBeNull();
  });
});

describe("the end of the period without repeats", () => {
  test("is the flow's days after the last one, else the shop's", () => {
    expect(repeatsUntil(letter(), daysAgo(1), SETTINGS)).toEqual(daysAgo(-29));
    expect(repeatsUntil(letter({ repeatDays: 7 }), daysAgo(1), SETTINGS)).toEqual(daysAgo(-6));
    expect(repeatsUntil(letter(), null, SETTINGS)).toBeNull();
    expect(repeatsUntil(letter(), daysAgo(1), { ...SETTINGS, repeatDays: 0 })).toBeNull();
  });

  test("is the next purchase for replenishment", () => {
    const again = (boughtAt: Date, purpose: MessagePurpose = "replenishment") =>
      repeatsUntil(letter({ purpose, trigger: product("501", boughtAt) }), daysAgo(9), SETTINGS);
    expect(again(daysAgo(8))).toBeNull();
    expect(again(daysAgo(9))).toEqual(daysAgo(-21));
    expect(again(daysAgo(8), "browse")).toEqual(daysAgo(-21));
  });

  test("starts as many days ago", () => {
    expect(repeatSince(letter(), SETTINGS, NOW)).toEqual(daysAgo(30));
    expect(repeatSince(letter({ repeatDays: 7 }), SETTINGS, NOW)).toEqual(daysAgo(7));
  });
});

test("derives the purpose of a flow's messages from its trigger", () => {
  const person = { kind: "person", key: "k", at: NOW } as const;
  const purposes = FLOW_LIBRARY.map(({ key, trigger }) => [key, getPurpose(trigger.kind, person)]);
  expect(Object.fromEntries(purposes)).toMatchObject({
    "abandoned-checkout": "checkout",
    "abandoned-cart": "cart",
    "back-in-stock": "back_in_stock",
    "price-drop": "price_drop",
    "low-stock": "low_stock",
    "thank-you": "order",
    replenishment: "replenishment",
    vip: "lifecycle",
  });
  const goneAgain = { ...product("501"), isGoneAgain: true };
  expect(SENDING_RULES[getPurpose("back_in_stock", goneAgain)].startedBy).toBe("shop");
});

test("never repeats an email within its period, for any purpose and request time", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(
        ...MessagePurpose.options.filter(
          (it) => !["none", "hours"].includes(SENDING_RULES[it].repeat),
        ),
      ),
      fc.integer({ min: 0, max: 120 }),
      fc.integer({ min: 1, max: 90 }),
      (purpose, age, repeatDays) => {
        const intent = letter({ purpose, trigger: product("501", daysAgo(200)) });
        const { kind } = decide(intent, daysAgo(age), { ...SETTINGS, repeatDays });
        return (kind === "send") === age >= repeatDays;
      },
    ),
  );
});
