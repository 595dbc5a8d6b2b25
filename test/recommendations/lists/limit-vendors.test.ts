import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { limitVendors } from "~/recommendations/lists/limit-vendors";

const itself = (vendor: string) => vendor;

describe("limitVendors", () => {
  test("delays the third product of a vendor until another vendor's", () => {
    expect(limitVendors(["a", "a", "a", "b", "c"], itself, 4)).toEqual(["a", "a", "b", "c"]);
  });

  test("keeps a ranking with one vendor", () => {
    expect(limitVendors(["a", "a", "a", "a", "a"], itself, 4)).toEqual(["a", "a", "a", "a"]);
  });

  test("returns fewer products when only a limited vendor remains", () => {
    expect(limitVendors(["a", "a", "a", "b"], itself, 4)).toEqual(["a", "a", "b"]);
  });

  test("does not count products without a vendor as one vendor", () => {
    expect(limitVendors(["", "", "", "", "a"], itself, 4)).toEqual(["", "", "", ""]);
    expect(limitVendors(["", "", "", "a", "b"], itself, 4)).toEqual(["", "", "", "a"]);
  });

  test("never has three of a vendor in any four, and drops none too early", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 20 }),
        fc.integer({ min: 1, max: 12 }),
        (vendors, count) => {
          const ranked = vendors.map((vendor, rank) => ({ vendor, rank }));
          const chosen = limitVendors(ranked, ({ vendor }) => vendor, count);
          expect(new Set(chosen).size).toBe(chosen.length);
          if (new Set(vendors).size < 2) {
            expect(chosen).toEqual(ranked.slice(0, count));
            return;
          }

          chosen.forEach((_, start) => {
            const window = chosen.slice(start, start + 4);
            for (const vendor of ["a", "b", "c"]) {
              expect(window.filter((entry) => entry.vendor === vendor).length).toBeLessThan(3);
            }
          });
          for (const vendor of ["a", "b", "c"]) {
            const ranks = chosen.filter((entry) => entry.vendor === vendor).map((e) => e.rank);
            const all = ranked.filter((entry) => entry.vendor === vendor).map((e) => e.rank);
            expect(ranks).toEqual(all.slice(0, ranks.length));
          }
        },
      ),
    );
  });
});
