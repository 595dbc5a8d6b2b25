import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  CONFIRM_WITHIN_DAYS,
  foldLedger,
  unsubscribedSince,
  WAIT_FOR_EMAIL_DAYS,
  type ConsentEntry,
} from "~/delivery/consents/consent-ledger";
import { daysAgo, NOW } from "../../support/builders";

const entry = (kind: ConsentEntry["kind"], days: number, requestId = "r1"): ConsentEntry => ({
  kind,
  requestId,
  at: daysAgo(days),
  source: "shopify",
  optIn: null,
});

const byForm = (days: number) => ({ ...entry("given", days), source: "storefront_form" });

describe("foldLedger", () => {
  test("returns nothing for an address without entries", () => {
    expect(foldLedger([], NOW)).toEqual({ state: "none" });
  });

  test("returns the time since which an open request is pending", () => {
    expect(foldLedger([entry("requested", 2), entry("requested", 1, "r2")], NOW)).toEqual({
      state: "pending",
      since: daysAgo(2),
    });
  });

  test("expires a request seven days after its email", () => {
    const days = WAIT_FOR_EMAIL_DAYS + CONFIRM_WITHIN_DAYS;
    expect(foldLedger([entry("requested", days)], NOW).state).toBe("pending");
    expect(foldLedger([entry("requested", days + 0.01)], NOW).state).toBe("none");
  });

  test("counts a confirmation of a request", () => {
    expect(foldLedger([entry("requested", 30), entry("confirmed", 29)], NOW)).toEqual({
      state: "subscribed",
      since: daysAgo(29),
      optIn: "confirmed_opt_in",
    });
  });

  test.each([
    ["of another request", [entry("requested", 3), entry("confirmed", 2, "r2")], "pending"],
    ["of no request", [entry("confirmed", 2)], "none"],
    ["that came too late", [entry("requested", 30), entry("confirmed", 8)], "none"],
  ])("does not count a confirmation %s", (_what, entries, state) => {
    expect(foldLedger(entries, NOW).state).toBe(state);
  });

  test("accepts a form that asks for no confirmation", () => {
    expect(foldLedger([byForm(4)], NOW)).toMatchObject({ optIn: "single_opt_in" });
  });

  test("accepts a consent from another source with its opt-in level", () => {
    const confirmed = { ...entry("given", 4), optIn: "confirmed_opt_in" };
    expect(foldLedger([confirmed], NOW)).toMatchObject({
      state: "subscribed",
      optIn: confirmed.optIn,
    });
  });

  test("ignores consents before a withdrawal", () => {
    const before = [entry("given", 9), entry("withdrawn", 5)];
    expect(foldLedger(before, NOW)).toEqual({ state: "withdrawn", since: daysAgo(5) });
    expect(foldLedger([...before, entry("requested", 4, "r2")], NOW).state).toBe("pending");
    expect(foldLedger([...before, entry("given", 3, "r2")], NOW)).toMatchObject({
      state: "subscribed",
      since: daysAgo(3),
    });
  });

  test("ignores a form that the owner withdrew, since anyone could have submitted it", () => {
    const entries = [entry("given", 9), entry("withdrawn", 5), byForm(3)];
    expect(foldLedger(entries, NOW)).toEqual({ state: "withdrawn", since: daysAgo(5) });
    expect(unsubscribedSince(entries)).toEqual(daysAgo(5));
  });

  test("does not depend on the order of its entries", () => {
    const anyEntry = fc.record({
      kind: fc.constantFrom(
        "requested" as const,
        "confirmed" as const,
        "given" as const,
        "withdrawn" as const,
      ),
      optIn: fc.constantFrom(null, "confirmed_opt_in"),
      source: fc.constantFrom("shopify", "storefront_form"),
      requestId: fc.constantFrom("r1", "r2", "r3"),
      at: fc.integer({ min: 0, max: 40 }).map(daysAgo),
    });
    fc.assert(
      fc.property(
        fc
          .array(anyEntry)
          .chain((entries) =>
            fc.tuple(
              fc.constant(entries),
              fc.shuffledSubarray(entries, { minLength: entries.length }),
            ),
          ),
        ([entries, shuffled]) => {
          expect(foldLedger(shuffled, NOW)).toEqual(foldLedger(entries, NOW));
        },
      ),
    );
  });
});

describe("unsubscribedSince", () => {
  test.each([
    ["nothing", [], null],
    ["an opt-in", [entry("given", 3)], null],
    ["an unsubscribe", [entry("given", 3), entry("withdrawn", 2)], daysAgo(2)],
    ["a later opt-in", [entry("withdrawn", 2), entry("given", 1)], null],
    ["a later click", [entry("withdrawn", 2), entry("confirmed", 1)], null],
    ["an opt-in of the same instant", [entry("withdrawn", 2), entry("given", 2)], daysAgo(2)],
    ["a later request", [entry("withdrawn", 2), entry("requested", 1)], daysAgo(2)],
    [
      "a later consent of an import",
      [entry("withdrawn", 2), { ...entry("given", 1), source: "import" }],
      daysAgo(2),
    ],
  ])("after %s", (_what, words, since) => {
    expect(unsubscribedSince(words)).toEqual(since);
  });
});
