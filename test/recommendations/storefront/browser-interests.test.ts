import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldInteractions, interestsAt } from "~/recommendations/interests/interest";
import {
  joinInterests,
  browserInterests,
  type BrowserEvent,
} from "~/recommendations/storefront/browser-interests";
import { hoursAgo, NOW } from "../../support/builders";

const viewed = (productId: string, hours: number): BrowserEvent => ({
  kind: "viewed",
  productId,
  at: hoursAgo(hours),
});
const login = (hours: number): BrowserEvent => ({
  kind: "logged_in",
  productId: null,
  at: hoursAgo(hours),
});

describe("browserInterests", () => {
  test("uses all events of a browser without a login", () => {
    const interests = browserInterests([viewed("tray", 0.1), viewed("cup", 90)], NOW);
    expect([...interests.keys()].sort()).toEqual(["cup", "tray"]);
  });

  test("uses only the current session after a login", () => {
    const events = [viewed("tray", 0.1), viewed("pot", 0.4), login(5), viewed("cup", 5)];
    expect([...browserInterests(events, NOW).keys()].sort()).toEqual(["pot", "tray"]);
  });

  test("uses nothing once the session with the login has ended", () => {
    expect(browserInterests([viewed("cup", 1), login(1)], NOW).size).toBe(0);
  });

  test("counts a pause of exactly half an hour as the same session", () => {
    expect(browserInterests([viewed("tray", 0.5), login(0.5)], NOW).size).toBe(1);
  });
});

describe("joinInterests", () => {
  const anyInterests = fc
    .array(
      fc.record({
        kind: fc.constantFrom("viewed" as const, "put_in_cart" as const),
        productId: fc.constantFrom("a", "b", "c"),
        at: fc.integer({ min: 0, max: 2_000 }).map(hoursAgo),
      }),
    )
    .map((interactions) => foldInteractions(interactions, NOW));
  const weights = (interests: Parameters<typeof interestsAt>[0]) =>
    new Map(interestsAt(interests, NOW).map((it) => [it.productId, it.weight]));

  test("uses the higher weight of each product", () => {
    fc.assert(
      fc.property(anyInterests, anyInterests, (one, other) => {
        const joined = weights(joinInterests(one, other, NOW));
        const [first, second] = [weights(one), weights(other)];
        expect(new Set(joined.keys())).toEqual(new Set([...first.keys(), ...second.keys()]));
        for (const [id, weight] of joined) {
          expect(weight).toBe(Math.max(first.get(id) ?? 0, second.get(id) ?? 0));
        }
      }),
    );
  });
});
