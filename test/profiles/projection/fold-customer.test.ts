import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AnyEvent, CustomerSnapshot, MarketingState, Personal } from "~/events/event";
import { resolveConsent, type Consent } from "~/profiles/consent";
import { listTags } from "~/profiles/customer-tags";
import { foldCustomer, UNKNOWN_CUSTOMER } from "~/profiles/projection/fold-customer";
import { anOrder, anOrderPlaced, daysAgo, NOW, SHOP } from "../../support/builders";
import { propertyRuns } from "../../support/property-runs";

const common = { shopId: SHOP, source: "shopify", sourceId: "x", customerId: "1" } as const;

function aCustomer(updatedAt: Date, personal: Personal, locale: string | null = null): AnyEvent {
  const payload: CustomerSnapshot = {
    locale,
    countryCode: null,
    createdAt: daysAgo(100),
    updatedAt,
    consent: null,
  };
  return { ...common, kind: "customer_updated", occurredAt: updatedAt, payload, personal };
}

const anOrderBy = (updatedAt: Date, personal: Personal): AnyEvent => ({
  ...anOrderPlaced(anOrder({ placedAt: updatedAt }), "1"),
  personal,
});

function aConsent(marketingState: MarketingState, changedAt: Date): AnyEvent {
  const payload = { marketingState, optIn: null, changedAt };
  return { ...common, kind: "consent_changed", occurredAt: changedAt, payload, personal: null };
}

function aTagChange(
  change: "listed" | "added" | "removed",
  tags: readonly string[],
  occurredAt: Date,
): AnyEvent {
  const personal = { tags: [...tags] };
  return { ...common, kind: "customer_tags_changed", occurredAt, payload: { change }, personal };
}

const aDeletion: AnyEvent = {
  ...common,
  kind: "customer_deleted",
  occurredAt: NOW,
  payload: {},
  personal: null,
};

const fold = (...events: AnyEvent[]) => events.reduce(foldCustomer, UNKNOWN_CUSTOMER);

describe("contact", () => {
  test("comes from the newest customer record, whatever arrived last", () => {
    const events = [
      aCustomer(daysAgo(1), { email: "new@example.com" }),
      aCustomer(daysAgo(2), { email: "old@example.com" }),
    ];
    expect(fold(...events).contact.email).toBe("new@example.com");
  });

  test("keeps a field that the newest record omits and clears one that it sets to null", () => {
    const { contact } = fold(
      aCustomer(daysAgo(2), { email: "a@example.com", phone: "1" }),
      aCustomer(daysAgo(1), { phone: null }),
    );
    expect(contact).toMatchObject({ email: "a@example.com", phone: null });
  });

  test("comes from an order until the customer record arrives", () => {
    const order = anOrderBy(NOW, { email: "gift@example.com", city: "Bath" });
    expect(fold(order).contact.email).toBe("gift@example.com");
    const record = aCustomer(daysAgo(9), { email: "own@example.com" });
    expect(fold(order, record).contact).toMatchObject({ email: "own@example.com", city: "Bath" });
  });

  test("is not stored for a deleted customer", () => {
    const update = aCustomer(daysAgo(1), { email: "a@example.com" });
    for (const events of [
      [update, aDeletion],
      [aDeletion, update],
    ]) {
      expect(fold(...events).contact.email).toBeNull();
    }
  });
});

describe("tags", () => {
  const tagsOf = (...events: AnyEvent[]) => listTags(fold(...events).contact.tags);

  test("are those of the newest list with the later changes", () => {
    const events = [
      aTagChange("added", ["vip"], daysAgo(1)),
      aTagChange("removed", ["wholesale"], daysAgo(2)),
      aTagChange("listed", ["old", "wholesale"], daysAgo(3)),
      aTagChange("added", ["forgotten"], daysAgo(4)),
      aTagChange("listed", ["older"], daysAgo(5)),
    ];
    expect(tagsOf(...events)).toEqual(["old", "vip"]);
    expect(tagsOf(...events.toReversed())).toEqual(["old", "vip"]);
  });

  test("are not stored for a deleted customer, or from an erased event", () => {
    const added = aTagChange("added", ["vip"], daysAgo(1));
    expect(tagsOf(added, aDeletion)).toEqual([]);
    expect(tagsOf(aDeletion, added)).toEqual([]);
    expect(tagsOf({ ...added, personal: null })).toEqual([]);
  });

  test("may have any name", () => {
    const names = ["__proto__", "constructor", ""];
    expect(tagsOf(aTagChange("added", names, NOW))).toEqual(names.toSorted());
  });
});

describe("consent", () => {
  test("that was withdrawn is not restored by an older import", () => {
    const { consent } = fold(
      aConsent("unsubscribed", daysAgo(1)),
      aConsent("subscribed", daysAgo(2)),
    );
    expect(consent.marketingState).toBe("unsubscribed");
  });

  test("given again later counts", () => {
    const { consent } = fold(
      aConsent("unsubscribed", daysAgo(2)),
      aConsent("subscribed", daysAgo(1)),
    );
    expect(consent.marketingState).toBe("subscribed");
  });

  test("with two states at one instant is the more restrictive", () => {
    const both = [aConsent("subscribed", NOW), aConsent("unsubscribed", NOW)];
    expect(fold(...both).consent.marketingState).toBe("unsubscribed");
    expect(fold(...both.toReversed()).consent.marketingState).toBe("unsubscribed");
  });

  const consents = fc.record({
    marketingState: fc.constantFrom<MarketingState>(
      "subscribed",
      "not_subscribed",
      "unsubscribed",
      "pending",
      "redacted",
    ),
    optIn: fc.constantFrom(null, "single_opt_in"),
    changedAt: fc.constantFrom(null, daysAgo(1), daysAgo(2)),
  }) satisfies fc.Arbitrary<Consent>;

  test("does not depend on event order", () => {
    fc.assert(
      fc.property(consents, consents, consents, (a, b, c) => {
        expect(resolveConsent(a, b)).toEqual(resolveConsent(b, a));
        expect(resolveConsent(resolveConsent(a, b), c)).toEqual(
          resolveConsent(a, resolveConsent(b, c)),
        );
      }),
    );
  });
});

test("createdAt comes from the customer record, else from the first event", () => {
  const order = anOrderBy(daysAgo(50), {});
  expect(fold(anOrderBy(daysAgo(3), {}), order).createdAt).toEqual(daysAgo(50));
  expect(fold(order, aCustomer(NOW, {})).createdAt).toEqual(daysAgo(100));
});

test("the folded customer does not depend on the order or number of events", () => {
  const value = fc.constantFrom(null, "a", "b");
  const personal = fc.record(
    { email: value, firstName: value, city: value },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Personal>;
  const at = fc.integer({ min: 0, max: 4 }).map(daysAgo);
  const event = fc.oneof(
    fc.tuple(at, personal, fc.constantFrom(null, "en")).map((it) => aCustomer(...it)),
    fc.tuple(at, personal).map((it) => anOrderBy(...it)),
    at.map((it) => aConsent("subscribed", it)),
    fc
      .tuple(
        fc.constantFrom("listed", "added", "removed"),
        fc.subarray(["a", "b", "__proto__"]),
        at,
      )
      .map((it) => aTagChange(...it)),
    at.map((it) => aConsent("unsubscribed", it)),
    fc.constant(aDeletion),
  );
  fc.assert(
    fc.property(
      fc
        .array(event, { maxLength: 8 })
        .chain((events) =>
          fc.tuple(
            fc.constant(events),
            fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
          ),
        ),
      ([events, shuffled]) => {
        expect(fold(...shuffled)).toEqual(fold(...events));
      },
    ),
    { numRuns: propertyRuns(500) },
  );
});
