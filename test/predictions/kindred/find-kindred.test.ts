import fc from "fast-check";
import KNN from "ml-knn";
import { describe, expect, test } from "vitest";
import { applyScales, fitScales } from "~/ml/regression/standardise";
import { describeKindred } from "~/predictions/kindred/describe-kindred";
import { prepareKindred } from "~/predictions/kindred/find-kindred";
import { portrayCustomers, type CustomerFacts } from "~/predictions/kindred/portray-customers";
import { Traits } from "~/profiles/profile";
import { hoursAgo, NOW } from "../../support/builders";

const daysAgo = (days: number) => hoursAgo(24 * days);

/** A customer who ordered twice and bought mugs. */
function aCustomer(profileId: string, overrides: Partial<CustomerFacts> = {}): CustomerFacts {
  return {
    profileId,
    segment: "everybody",
    lastOrderAt: daysAgo(30),
    netSpendMinor: 40_00,
    traits: traitsOf(2, { Mugs: 1 }),
    ...overrides,
  };
}

function traitsOf(purchaseDays: number, affinities: Readonly<Record<string, number>>): Traits {
  return Traits.parse({
    purchaseDays,
    averageOrderMinor: 20_00,
    affinities: Object.entries(affinities).map(([productType, share]) => ({ productType, share })),
    priceBands: { low: 0.5, middle: 0.5, high: 0 },
  });
}

/** Ada and Bea are regulars who buy teapots; the others came once. */
const REGULARS = ["ada", "bea"].map((profileId, n) =>
  aCustomer(profileId, {
    lastOrderAt: daysAgo(2 + n),
    netSpendMinor: 900_00,
    traits: traitsOf(20 + n, { Teapots: 0.9, Mugs: 0.1 }),
  }),
);
const OTHERS = Array.from({ length: 20 }, (_, n) =>
  aCustomer(`once-${n}`, { lastOrderAt: daysAgo(100 + n), traits: traitsOf(1, { Mugs: 1 }) }),
);

const crowd = fc.uniqueArray(
  fc.record({
    profileId: fc.string({ minLength: 1, maxLength: 4 }),
    segment: fc.constantFrom("regulars", "others"),
    days: fc.nat({ max: 400 }),
    spend: fc.nat({ max: 1_000_00 }),
    purchaseDays: fc.integer({ min: 1, max: 30 }),
    mugs: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { selector: ({ profileId }) => profileId, minLength: 1, maxLength: 25 },
);
type Crowd = typeof crowd extends fc.Arbitrary<infer T> ? T : never;
const customersOf = (people: Crowd) =>
  people.map(({ profileId, segment, days, spend, purchaseDays, mugs }) =>
    aCustomer(profileId, {
      segment,
      lastOrderAt: daysAgo(days),
      netSpendMinor: spend,
      traits: traitsOf(purchaseDays, { Mugs: mugs, Teapots: 1 - mugs }),
    }),
  );

describe("prepareKindred", () => {
  test("finds the other regular for a regular, and says what they share", () => {
    const findKindred = prepareKindred(portrayCustomers([...OTHERS, ...REGULARS], NOW), 1);
    const [found] = findKindred("ada");
    expect(found?.profileId).toBe("bea");
    expect(describeKindred(found?.shared ?? [])).toBe(
      "Both buy Teapots, seldom buy Mugs and have spent much",
    );
  });

  test("keeps to the customer's own segment", () => {
    const customers = [...OTHERS, ...REGULARS].map((customer) =>
      customer.profileId === "bea" ? { ...customer, segment: "elsewhere" } : customer,
    );
    const findKindred = prepareKindred(portrayCustomers(customers, NOW), 30);
    expect(findKindred("ada").map(({ profileId }) => profileId)).not.toContain("bea");
    expect(findKindred("ada")).toHaveLength(OTHERS.length);
    expect(findKindred("bea")).toEqual([]);
  });

  test("finds nobody for a profile that has no portrait, or in an empty shop", () => {
    expect(prepareKindred(portrayCustomers(OTHERS, NOW), 3)("nobody")).toEqual([]);
    expect(prepareKindred(portrayCustomers([], NOW), 3)("nobody")).toEqual([]);
  });

  test("finds at the distances that ml-knn finds over standardised portraits of the segment", () => {
    fc.assert(
      fc.property(crowd, (people) => {
        const portraits = portrayCustomers(customersOf(people), NOW);
        const width = portraits.traits.length;
        const features = Float64Array.from(portraits.customers.flatMap(({ values }) => values));
        const scaled = applyScales(fitScales({ features, width }), features);
        const asked = portraits.customers[0]!;
        const points = portraits.customers.flatMap(({ segment }, row) =>
          segment === asked.segment ? [[...scaled.subarray(row * width, (row + 1) * width)]] : [],
        );
        const theirs = new KNN(points, [...points.keys()]).kdTree
          .nearest(points[0]!, points.length)
          .map(([, distance]) => distance)
          .sort((a, b) => a - b)
          // The first is the customer itself.
          .slice(1, 4);
        const ours = prepareKindred(portraits, 3)(asked.profileId);
        expect(ours).toHaveLength(theirs.length);
        ours.forEach(({ distance }, n) => expect(distance).toBeCloseTo(theirs[n]!, 9));
      }),
    );
  });

  test("gives reasons that add up: what is shared takes off the distance", () => {
    fc.assert(
      fc.property(crowd, (people) => {
        const portraits = portrayCustomers(customersOf(people), NOW);
        const width = portraits.traits.length;
        const features = Float64Array.from(portraits.customers.flatMap(({ values }) => values));
        const scaled = applyScales(fitScales({ features, width }), features);
        const pointOf = (profileId: string) => {
          const row = portraits.customers.findIndex((other) => other.profileId === profileId);
          return scaled.subarray(row * width, (row + 1) * width);
        };
        const asked = portraits.customers[0]!.profileId;
        const squares = (point: Float64Array) => point.reduce((sum, x) => sum + x * x, 0);
        for (const { profileId, distance, shared } of prepareKindred(portraits, 3)(asked)) {
          const [a, b] = [pointOf(asked), pointOf(profileId)];
          const products = a.map((x, n) => x * b[n]!);
          const whole = squares(a) + squares(b) - 2 * products.reduce((sum, x) => sum + x, 0);
          expect(distance ** 2).toBeCloseTo(whole, 6);
          const largest = [...products].filter((x) => x >= 0.25).sort((x, y) => y - x);
          expect(shared.map(({ part }) => part)).toEqual(largest.slice(0, 3));
        }
      }),
    );
  });

  test("does not depend on the order of customers", () => {
    fc.assert(
      fc.property(crowd, (people) => {
        const customers = customersOf(people);
        const asked = customers[0]!.profileId;
        const [one, other] = [customers, customers.toReversed()].map((order) =>
          prepareKindred(portrayCustomers(order, NOW), 4)(asked),
        );
        expect(one).toEqual(other);
      }),
    );
  });
});

describe("portrayCustomers", () => {
  test("draws ten numbers at most, with the four largest product types", () => {
    const types = { Mugs: 0.3, Teapots: 0.25, Trays: 0.2, Kettles: 0.15, Spoons: 0.1 };
    const { traits, customers } = portrayCustomers(
      [aCustomer("ada", { traits: traitsOf(3, types) })],
      NOW,
    );
    expect(traits).toHaveLength(10);
    expect(customers[0]?.values.slice(6)).toEqual([0.3, 0.25, 0.2, 0.15]);
  });

  test("draws a customer whose orders were all paid back as one who spent nothing", () => {
    const { customers } = portrayCustomers([aCustomer("ada", { netSpendMinor: -5 })], NOW);
    expect(customers[0]?.values[2]).toBe(0);
  });
});

describe("describeKindred", () => {
  test.each([
    [[], "Both are close to the average customer"],
    [[{ trait: { kind: "recency" }, side: "above", part: 1 }], "Both ordered long ago"],
    [
      [
        { trait: { kind: "spend" }, side: "below", part: 2 },
        { trait: { kind: "high_prices" }, side: "above", part: 1 },
      ],
      "Both have spent little and choose high prices",
    ],
  ] as const)("says %j as %s", (shared, words) => {
    expect(describeKindred(shared)).toBe(words);
  });
});
