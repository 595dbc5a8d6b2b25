import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeCustomers } from "~/ml/customers/customer-features";
import { fitGroups, placeInGroups } from "~/predictions/models/customer-groups";
import { GROUP_PROTOTYPES, nameCenters } from "~/predictions/group-prototypes";
import { END_DAY, ordersOf, purchasesOf, type Bought } from "../builders";

const described = (customers: number, orders: readonly Bought[]) =>
  describeCustomers(purchasesOf(customers, orders), END_DAY, 30, null);

/** Forty each of frequent high spenders, of recent first-time buyers, and of one-time buyers from a year ago. */
const APART: Bought[] = Array.from({ length: 120 }, (_, customer) => customer).flatMap(
  (customer) => {
    const value = 1_000 + customer;
    if (customer < 40) {
      return Array.from({ length: 20 }, (_, n) => ({
        customer,
        daysAgo: 3 + 7 * n,
        value: 20 * value,
      }));
    }
    return [{ customer, daysAgo: (customer < 80 ? 3 : 340) + (customer % 5), value }];
  },
);

describe("fitGroups", () => {
  test("finds separate groups, and names them in a merchant's terms", () => {
    const customers = described(120, APART);
    const { groups, candidates } = fitGroups(customers);
    const placed = placeInGroups(groups, customers).map(({ key }) => key);
    const namesOf = (from: number) => [...new Set(placed.slice(from, from + 40).map((key) => key))];
    expect([0, 40, 80].map(namesOf)).toEqual([["best"], ["new"], ["lapsed"]]);
    expect(candidates.filter(({ isChosen }) => isChosen)).toHaveLength(1);
    const silhouettes = candidates.map(({ metrics }) => metrics.silhouette!);
    expect(groups.silhouette).toBe(Math.max(...silhouettes));
  });

  test("names the groups of a small shop by defaults", () => {
    const customers = described(9, ordersOf(9));
    const { groups, candidates } = fitGroups(customers);
    expect(groups.silhouette).toBeNull();
    expect(candidates).toEqual([]);
    expect(placeInGroups(groups, customers)).toHaveLength(9);
  });

  test("is repeatable on the same customers", () => {
    expect(fitGroups(described(120, APART))).toEqual(fitGroups(described(120, APART)));
  });
});

describe("nameCenters", () => {
  test("gives each prototype its own name, in any order", () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...GROUP_PROTOTYPES], { minLength: 1, maxLength: 6 }),
        (prototypes) => {
          const centers = Float64Array.from(prototypes.flatMap(({ center }) => [...center]));
          expect(nameCenters(centers)).toEqual(prototypes.map(({ key }) => key));
        },
      ),
    );
  });

  test("gives no name twice, also for near centers", () => {
    const center = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(center, center, center), { maxLength: 6 }), (centers) => {
        const keys = nameCenters(Float64Array.from(centers.flat()));
        expect(new Set(keys).size).toBe(centers.length);
      }),
    );
  });
});
