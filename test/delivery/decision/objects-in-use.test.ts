import { describe, expect, test } from "vitest";
import { decideDelivery, type DeliveryFacts } from "~/delivery/decision/decide-delivery";
import { hoursAgo, NOW } from "../../support/builders";
import { anIntent, deliveryFacts, SETTINGS } from "../../support/delivery-builders";
import { checkoutFacts, enrollmentFacts } from "../../support/enrollment-builders";

const decide = (facts: Partial<DeliveryFacts>) =>
  decideDelivery(deliveryFacts(facts), SETTINGS, NOW);

describe("a message about a checkout or cart", () => {
  test("waits while the checkout is in use", () => {
    const enrollment = enrollmentFacts({ object: checkoutFacts({ updatedAt: hoursAgo(0.5) }) });
    expect(decide({ enrollment })).toEqual({
      kind: "defer",
      reason: "checkout_in_use",
      until: hoursAgo(-0.5),
    });
  });

  test("no longer waits when the checkout has been idle for exactly its hour", () => {
    const object = checkoutFacts({ updatedAt: hoursAgo(1) });
    expect(decide({ enrollment: enrollmentFacts({ object }) })).toEqual({ kind: "send" });
  });

  test("skips a message as expired if its checkout stays in use until then", () => {
    const object = checkoutFacts({ updatedAt: hoursAgo(0.5) });
    const facts = { enrollment: enrollmentFacts({ object }), expiresAt: hoursAgo(-0.25) };
    expect(decide(facts)).toEqual({ kind: "skip", reason: "expired" });
  });

  test("waits while the cart is in use", () => {
    const cart = { ...checkoutFacts({ updatedAt: hoursAgo(0.25) }), kind: "cart", lines: [] };
    const intent = anIntent({
      ...{ purpose: "cart", exits: [] },
      trigger: { kind: "cart", key: "cart/1", startedAt: hoursAgo(3), idleMinutes: 30 },
    });
    const enrollment = enrollmentFacts({ object: cart as never });
    expect(decide({ intent, enrollment })).toMatchObject({
      ...{ reason: "checkout_in_use", until: hoursAgo(-0.25) },
    });
  });
});
