import fc from "fast-check";
import KNN from "ml-knn";
import { describe, expect, test } from "vitest";
import { profileIdOfCustomer, type ProfileId } from "~/lib/profile-id";
import { applyScales, fitScales } from "~/ml/regression/standardize";
import {
  prepareSimilarSearch,
  prepareTasteSearch,
} from "~/predictions/similar-customers/find-similar-customers";
import {
  toVectorColumns,
  embedCustomer,
  traitsOf as traitsComparedBy,
  type EmbeddedCustomer,
} from "~/predictions/similar-customers/embed-customer";
import { Traits } from "~/profiles/profile";
import { hoursAgo, NOW } from "../../support/builders";

const daysAgo = (days: number) => hoursAgo(24 * days);

const ADA = profileIdOfCustomer("ada");
const BEA = profileIdOfCustomer("bea");

/** A customer who ordered twice and bought mugs. */
function aCustomer(
  profileId: ProfileId,
  overrides: Partial<EmbeddedCustomer> = {},
): EmbeddedCustomer {
  return {
    profileId,
    cluster: "everybody",
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

const TYPES = ["Mugs", "Teapots"];
const vectorOf = (customer: EmbeddedCustomer) => embedCustomer(customer, TYPES, NOW);
const vectorsOf = (customers: readonly EmbeddedCustomer[]) =>
  toVectorColumns(customers.map(vectorOf), TYPES);

/** A search by profile id among these customers. */
function finder(customers: readonly EmbeddedCustomer[], count: number) {
  const find = prepareSimilarSearch(vectorsOf(customers), count);
  return (profileId: ProfileId) =>
    find(vectorOf(customers.find((it) => it.profileId === profileId) ?? aCustomer(profileId)));
}

/** Ada and Bea are regulars who buy teapots; the others came once. */
const REGULARS = [ADA, BEA].map((profileId, n) =>
  aCustomer(profileId, {
    lastOrderAt: daysAgo(2 + n),
    netSpendMinor: 900_00,
    traits: traitsOf(20 + n, { Teapots: 0.9, Mugs: 0.1 }),
  }),
);
const OTHERS = Array.from({ length: 20 }, (_, n) =>
  aCustomer(profileIdOfCustomer(`once-${n}`), {
    lastOrderAt: daysAgo(100 + n),
    traits: traitsOf(1, { Mugs: 1 }),
  }),
);

const crowd = fc.uniqueArray(
  fc.record({
    profileId: fc.string({ minLength: 1, maxLength: 4 }).map(profileIdOfCustomer),
    cluster: fc.constantFrom("regulars", "others"),
    days: fc.nat({ max: 400 }),
    spend: fc.nat({ max: 1_000_00 }),
    purchaseDays: fc.integer({ min: 1, max: 30 }),
    mugs: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { selector: ({ profileId }) => profileId, minLength: 1, maxLength: 25 },
);
type Crowd = typeof crowd extends fc.Arbitrary<infer T> ? T : never;
const customersOf = (people: Crowd) =>
  people.map(({ profileId, cluster, days, spend, purchaseDays, mugs }) =>
    aCustomer(profileId, {
      cluster,
      lastOrderAt: daysAgo(days),
      netSpendMinor: spend,
      traits: traitsOf(purchaseDays, { Mugs: mugs, Teapots: 1 - mugs }),
    }),
  );

describe("prepareKindred", () => {
  test("finds a similar regular customer and the shared traits", () => {
    const findSimilar = finder([...OTHERS, ...REGULARS], 1);
    const [found] = findSimilar(ADA);
    expect(found?.profileId).toBe(BEA);
    expect(found?.shared).toMatchObject([
      { trait: { productType: "Teapots" }, side: "above" },
      { trait: { productType: "Mugs" }, side: "below" },
      { trait: { kind: "spend" }, side: "above" },
    ]);
  });

  test("searches the customer's own cluster", () => {
    const customers = [...OTHERS, ...REGULARS].map((customer) =>
      customer.profileId === BEA ? { ...customer, cluster: "elsewhere" } : customer,
    );
    const findSimilar = finder(customers, 30);
    expect(findSimilar(ADA).map(({ profileId }) => profileId)).not.toContain(BEA);
    expect(findSimilar(ADA)).toHaveLength(OTHERS.length);
    expect(findSimilar(BEA)).toEqual([]);
  });

  test("finds none in an empty shop or an empty cluster", () => {
    expect(finder([], 3)("cnone")).toEqual([]);
    const lone = aCustomer("calone", { cluster: "elsewhere" });
    expect(finder([...OTHERS, lone], 3)("calone")).toEqual([]);
  });

  test("finds neighbors of a customer without a stored vector", () => {
    const [ada, bea] = REGULARS;
    const find = prepareSimilarSearch(vectorsOf([...OTHERS, bea!]), 1);
    expect(find(vectorOf(ada!))[0]?.profileId).toBe(BEA);
  });

  test("agrees with ml-knn on standardized vectors of the cluster", () => {
    fc.assert(
      fc.property(crowd, (people) => {
        const vectors = vectorsOf(customersOf(people));
        const rows = scaledRows(vectors);
        const cluster = vectors.clusters[0];
        const points = rows.filter((_, row) => vectors.clusters[row] === cluster);
        const theirs = new KNN(points, [...points.keys()]).kdTree
          .nearest(points[0]!, points.length)
          .map(([, distance]) => distance)
          .sort((a, b) => a - b)
          // The first is the customer itself.
          .slice(1, 4);
        const ours = finder(customersOf(people), 3)(vectors.profileIds[0]!);
        expect(ours).toHaveLength(theirs.length);
        ours.forEach(({ distance }, n) => expect(distance).toBeCloseTo(theirs[n]!, 9));
      }),
    );
  });

  test("gives reasons that sum to the reduced distance", () => {
    fc.assert(
      fc.property(crowd, (people) => {
        const vectors = vectorsOf(customersOf(people));
        const rows = scaledRows(vectors);
        const pointOf = (profileId: ProfileId) => rows[vectors.profileIds.indexOf(profileId)]!;
        const requested = vectors.profileIds[0]!;
        const squares = (point: readonly number[]) => point.reduce((sum, x) => sum + x * x, 0);
        for (const { profileId, distance, shared } of finder(customersOf(people), 3)(requested)) {
          const [a, b] = [pointOf(requested), pointOf(profileId)];
          const products = a.map((x, n) => x * b[n]!);
          const whole = squares(a) + squares(b) - 2 * products.reduce((sum, x) => sum + x, 0);
          expect(distance ** 2).toBeCloseTo(whole, 6);
          const largest = products.filter((x) => x >= 0.25).sort((x, y) => y - x);
          expect(shared.map(({ part }) => part)).toEqual(largest.slice(0, 3));
        }
      }),
    );
  });

  test("does not depend on the order of customers", () => {
    fc.assert(
      fc.property(crowd, (people) => {
        const customers = customersOf(people);
        const requested = customers[0]!.profileId;
        expect(finder(customers, 4)(requested)).toEqual(
          finder(customers.toReversed(), 4)(requested),
        );
      }),
    );
  });
});

describe("prepareTasteSearch", () => {
  test("finds customers of the same taste, however much they bought and in any group", () => {
    const customers = [...OTHERS, ...REGULARS];
    const newcomer = aCustomer(profileIdOfCustomer("new"), {
      cluster: "elsewhere",
      lastOrderAt: NOW,
      traits: traitsOf(1, { Teapots: 0.9, Mugs: 0.1 }),
    });
    const find = prepareTasteSearch(vectorsOf(customers), 2);
    const found = find(vectorOf(newcomer)).map(({ profileId }) => profileId);
    expect(found.sort()).toEqual([ADA, BEA].sort());
    expect(find(vectorOf(newcomer)).map(({ distance }) => distance)).toEqual([0, 0]);
  });

  test("does not depend on amounts", () => {
    fc.assert(
      fc.property(crowd, fc.nat({ max: 400 }), (people, days) => {
        const customers = customersOf(people);
        const find = prepareTasteSearch(vectorsOf(customers), 5);
        const [asked] = customers;
        const richer = { ...asked!, lastOrderAt: daysAgo(days), netSpendMinor: 99_000_00 };
        expect(find(vectorOf(richer))).toEqual(find(vectorOf(asked!)));
      }),
    );
  });
});

/** Standardized vectors, one list per customer. */
function scaledRows({ values, traits }: ReturnType<typeof vectorsOf>): number[][] {
  const width = traits.length;
  const scaled = applyScales(fitScales({ features: values, width }), values);
  return Array.from({ length: scaled.length / width }, (_, row) => [
    ...scaled.subarray(row * width, (row + 1) * width),
  ]);
}

describe("embedCustomer", () => {
  test("returns one number per trait: six measures, then the share of each product type", () => {
    const types = { Mugs: 0.3, Teapots: 0.25, Trays: 0.2 };
    const customer = aCustomer(ADA, { traits: traitsOf(3, types) });
    const { values } = embedCustomer(customer, ["Trays", "Spoons"], NOW);
    expect(values).toHaveLength(traitsComparedBy(["Trays", "Spoons"]).length);
    expect(Array.from(values).slice(6)).toEqual([0.2, 0]);
  });

  test("treats a customer with only refunded orders as one who spent nothing", () => {
    expect(vectorOf(aCustomer(ADA, { netSpendMinor: -5 })).values[2]).toBe(0);
  });
});
