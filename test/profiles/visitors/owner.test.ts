import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { customerAt } from "~/profiles/visitors/owner";
import { daysAgo } from "../../support/builders";

const ada = { customerId: "ada", shownAt: daysAgo(10) };
const eve = { customerId: "eve", shownAt: daysAgo(5) };

describe("customerAt", () => {
  test("returns null without a proof", () => {
    expect(customerAt([])(daysAgo(1))).toBeNull();
  });

  test("returns the customer from the proof on and for fourteen days before it", () => {
    const owner = customerAt([ada]);
    expect(owner(daysAgo(1))).toBe("ada");
    expect(owner(daysAgo(10))).toBe("ada");
    expect(owner(daysAgo(24))).toBe("ada");
    expect(owner(daysAgo(25))).toBeNull();
  });

  test("returns another customer from that customer's proof on", () => {
    const owner = customerAt([ada, eve]);
    expect(owner(daysAgo(6))).toBe("ada");
    expect(owner(daysAgo(4))).toBe("eve");
  });

  test("never returns the second customer before the first proof", () => {
    expect(customerAt([ada, eve])(daysAgo(12))).toBe("ada");
  });

  test("does not depend on the order of proofs", () => {
    const aJoin = fc.record({
      customerId: fc.constantFrom("ada", "eve", "ida"),
      shownAt: fc.integer({ min: 0, max: 60 }).map(daysAgo),
    });
    fc.assert(
      fc.property(
        fc
          .array(aJoin, { maxLength: 8 })
          .chain((joins) =>
            fc.tuple(fc.constant(joins), fc.shuffledSubarray(joins, { minLength: joins.length })),
          ),
        fc.integer({ min: 0, max: 90 }),
        ([joins, shuffled], days) => {
          expect(customerAt(shuffled)(daysAgo(days))).toBe(customerAt(joins)(daysAgo(days)));
        },
      ),
    );
  });
});
