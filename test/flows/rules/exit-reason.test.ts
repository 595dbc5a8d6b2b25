import { describe, expect, test } from "vitest";
import { NO_ACTIVITY } from "~/flows/facts/load-activity.server";
import { ExitCondition } from "~/flows/definition/exit-condition";
import { findExitReason } from "~/flows/rules/exit-reason";
import type { ObjectFacts } from "~/flows/rules/enrollment-facts";
import {
  checkoutFacts,
  orderFacts,
  anOrderSince,
  productFacts,
  profileFacts,
  enrollmentFacts,
} from "../../support/enrollment-builders";
import { hoursAgo, NOW } from "../../support/builders";

describe("exitReason", () => {
  test("returns null when no exit condition is met", () => {
    expect(findExitReason(["order_placed", "checkout_completed"], enrollmentFacts())).toBeNull();
  });

  test("keeps a customer without an opt-in, since the step decides whether to send", () => {
    const profile = profileFacts({ marketingState: "not_subscribed" });
    expect(findExitReason([], enrollmentFacts({ profile }))).toBeNull();
  });

  test.each([
    ["an erased profile", { isDeleted: true }, "profile_deleted"],
    ["a withdrawn consent", { marketingState: "unsubscribed" }, "unsubscribed"],
    ["a redacted profile", { marketingState: "redacted" }, "unsubscribed"],
    ["an unsubscribe link", { suppressions: ["unsubscribe"] }, "unsubscribed"],
    ["a bounced address", { suppressions: ["hard_bounce"] }, "suppressed"],
  ] as const)("ends every enrollment on %s", (_what, profile, reason) => {
    expect(findExitReason([], enrollmentFacts({ profile: profileFacts(profile) }))).toBe(reason);
  });

  test.each([
    ["an order", { ordersSince: [anOrderSince()] }, "order_placed"],
    ["a completed checkout", { object: checkoutFacts({ completedAt: NOW }) }, "checkout_completed"],
    [
      "a canceled order",
      { object: orderFacts({ isCanceled: true }) },
      "order_canceled_or_refunded",
    ],
    ["a refund", { object: orderFacts({ refundedMinor: 1 }) }, "order_canceled_or_refunded"],
  ] as const)("ends an enrollment on %s if its flow says so", (_what, facts, rule) => {
    expect(findExitReason([rule], enrollmentFacts(facts))).toBe(rule);
    expect(findExitReason([], enrollmentFacts(facts))).toBeNull();
  });

  test.each([
    ["what it is about is sold out", { isAvailable: false }, "sold_out"],
    ["what it is about was taken out of the shop", { isPublished: false }, "product_gone"],
    ["what was sold out can be bought", {}, "in_stock"],
    ["there is more than the few that it is about", { fewUnits: 5 }, "restocked"],
    ["what was few is not counted any more", { fewUnits: 5, unitsLeft: null }, "restocked"],
    ["the price is what they saw", { seenMinor: 20_00 }, "price_back_up"],
    ["they bought it", { boughtSince: true }, "product_bought"],
  ] as const)("ends an enrollment when %s, if its flow says so", (_what, product, rule) => {
    const facts = enrollmentFacts({ object: productFacts(product) });
    expect(findExitReason([rule], facts)).toBe(rule);
    expect(findExitReason([], facts)).toBeNull();
  });

  test.each([
    ["what it is about can be bought", {}, "sold_out"],
    ["what it is about is sold out", { isAvailable: false }, "in_stock"],
    ["there are as few as it is about", { fewUnits: 8 }, "restocked"],
    ["it is not about there being few", {}, "restocked"],
  ] as const)("continues an enrollment while %s", (_what, product, rule) => {
    expect(findExitReason([rule], enrollmentFacts({ object: productFacts(product) }))).toBeNull();
  });

  test.each(["visitedAt", "clickedAt", "openedAt", "preferencesChangedAt"] as const)(
    "counts activity since the trigger as engagement (%s)",
    (what) => {
      const person = { kind: "person", hasMovedBack: false, noLongerQualifies: false } as const;
      const object = { ...person, at: hoursAgo(2) };
      const did = (at: Date) =>
        enrollmentFacts({ object, activity: { ...NO_ACTIVITY, [what]: at } });
      expect(findExitReason(["came_back"], did(hoursAgo(1)))).toBe("came_back");
      expect(findExitReason(["came_back"], did(hoursAgo(3)))).toBeNull();
    },
  );

  test("ends when the customer no longer qualifies, if the flow has that exit condition", () => {
    const object = { kind: "person", at: hoursAgo(2), hasMovedBack: false } as const;
    const found = (hasFallenBack: boolean) =>
      enrollmentFacts({ object: { ...object, noLongerQualifies: hasFallenBack } });
    expect(findExitReason(["fell_back"], found(true))).toBe("fell_back");
    expect(findExitReason(["fell_back"], found(false))).toBeNull();
    expect(findExitReason([], found(true))).toBeNull();
  });

  /** Objects to which everything has happened. */
  const person = { kind: "person", at: hoursAgo(2) } as const;
  const OBJECTS: Record<string, ObjectFacts> = {
    checkout: checkoutFacts({ completedAt: NOW }),
    order: orderFacts({ isCanceled: true }),
    "refunded order": orderFacts({ refundedMinor: 48_00 }),
    "order refunded in part": orderFacts({ refundedMinor: 47_99 }),
    cart: {
      ...{ kind: "cart", startedAt: hoursAgo(2), updatedAt: hoursAgo(1), lines: [] },
      ...{ availableLineCount: 0, totalMinor: 0 },
    },
    "gone product": productFacts({ isPublished: false, boughtSince: true, seenMinor: 19_99 }),
    product: productFacts({ seenMinor: null }),
    "cheap product": productFacts({ seenMinor: 20_01 }),
    "restocked product": productFacts({ fewUnits: 7, seenMinor: 20_00 }),
    "moved person": { ...person, hasMovedBack: true, noLongerQualifies: false },
    "fallen person": { ...person, hasMovedBack: false, noLongerQualifies: true },
  };
  const APPLIES: Partial<Record<ExitCondition, readonly string[]>> = {
    checkout_completed: ["checkout"],
    order_canceled_or_refunded: ["order", "refunded order", "order refunded in part"],
    order_canceled_or_fully_refunded: ["order", "refunded order"],
    cart_emptied: ["cart"],
    product_bought: ["gone product"],
    sold_out: ["gone product"],
    in_stock: ["product", "cheap product", "restocked product"],
    restocked: ["restocked product"],
    product_gone: ["gone product"],
    price_back_up: ["gone product", "restocked product"],
    moved_back: ["moved person"],
    fell_back: ["fallen person"],
  };

  test.each(ExitCondition.options)("applies to the right objects only: %s", (rule) => {
    const ended = Object.entries(OBJECTS).flatMap(([name, object]) =>
      findExitReason([rule], enrollmentFacts({ object })) === rule ? [name] : [],
    );
    expect(ended).toEqual(APPLIES[rule] ?? []);
  });

  test.each([
    ["added_to_cart", "cartAddedAt"],
    ["checkout_started", "checkoutStartedAt"],
  ] as const)("ends with activity after the start of any object: %s", (rule, what) => {
    const starts: readonly ObjectFacts[] = Object.values({
      ...OBJECTS,
      checkout: checkoutFacts({ startedAt: hoursAgo(5) }),
    });
    for (const object of starts) {
      const startedAt =
        "startedAt" in object
          ? object.startedAt
          : "placedAt" in object
            ? object.placedAt
            : object.at;
      const found = (ms: number) => {
        const at = new Date(startedAt.getTime() + ms);
        const activity = { ...NO_ACTIVITY, [what]: at };
        return findExitReason([rule], enrollmentFacts({ object, activity }));
      };
      expect([object.kind, found(0), found(1)]).toEqual([object.kind, null, rule]);
    }
  });

  test("counts an order as engagement", () => {
    const facts = enrollmentFacts({ ordersSince: [anOrderSince()] });
    expect(findExitReason(["came_back"], facts)).toBe("came_back");
  });

  test("ends with the first condition met, in the flow's order", () => {
    const facts = enrollmentFacts({
      ...{ ordersSince: [anOrderSince()], object: checkoutFacts({ completedAt: NOW }) },
    });
    expect(findExitReason(["sold_out", "checkout_completed", "order_placed"], facts)).toBe(
      "checkout_completed",
    );
  });

  test("ends when the trigger object was deleted", () => {
    expect(findExitReason([], enrollmentFacts({ object: null }))).toBe("object_gone");
    expect(
      findExitReason([], enrollmentFacts({ object: checkoutFacts({ isDeleted: true }) })),
    ).toBe("object_gone");
  });
});
