import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listCatalogProducts } from "~/catalog/catalog-store.server";
import type { Database } from "~/db.server";
import type { AnyEvent } from "~/events/event";
import { advanceCursor, findLastSeq, recordEvents } from "~/events/event-store.server";
import { profileIdOfCustomer, profileIdOfVisitor } from "~/lib/profile-id";
import { projectProfilesJob } from "~/profiles/projection/project-profiles.job.server";
import { joinVisitorsJob } from "~/profiles/visitors/join-visitors.job.server";
import { projectBrowsingJob } from "~/profiles/visitors/project-browsing.job.server";
import { findProductRules } from "~/recommendations/baskets/rule-store.server";
import { fitModelsJob } from "~/recommendations/models/fit-models.job.server";
import { NO_INTERESTS } from "~/recommendations/interests/interest";
import {
  findLatestVersion,
  findRecommendationModels,
} from "~/recommendations/models/model-store.server";
import { recommend, type RecommendationOutcome } from "~/recommendations/lists/recommend";
import { RecommendationList } from "~/recommendations/recommendation";
import { createRecommendationSource } from "~/recommendations/lists/recommendation-source.server";
import type { RecommendationRequest } from "~/recommendations/recommendation-request";
import { prepareRecommender, type Recommender } from "~/recommendations/models/recommender";
import { createStorefront } from "~/recommendations/storefront/storefront-picks.server";
import { joinInterests } from "~/recommendations/storefront/browser-interests";
import { anEvent } from "../profiles/events";
import { createShop, daysAgo, NOW, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps } from "../support/deps";
import { aRequest } from "./builders";
import { browsedProducts, interestsOf, purchasesOf } from "./naive-facts";
import { CUSTOMERS, PRODUCTS, slicedEvents, VISITORS } from "./stories";
import { storeOrder, storeProduct } from "./stored-purchases";
import { propertyRuns } from "../support/property-runs";

/** Sums of the same weights in another order. */
const TOLERANCE = 1e-9;
const COUNT = 4;
const BROWSERS = VISITORS;
const { signal } = new AbortController();

let database: Database;
/** Event processing and list serving share only the database. */
const intake = createTestDeps();
const serving = createTestDeps();
const pseudonym = (browserId: string) => serving.keyring.pseudonym(SHOP, browserId);

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  await createShop(db);
  for (const productId of PRODUCTS) await storeProduct(db, SHOP, productId);
  const crowds: [buyers: number, first: string[], later: string[]][] = [
    [9, ["1", "2"], ["5"]],
    [7, ["3", "4"], ["6"]],
    [5, ["1", "3", "7"], ["2"]],
    [4, ["8", "5"], ["8", "4"]],
  ];
  for (const [crowd, [buyers, first, later]] of crowds.entries()) {
    for (let n = 0; n < buyers; n++) {
      const profileId = `c${crowd}-${n}`;
      await storeOrder(db, SHOP, { profileId, days: 50 + n, productIds: first });
      await storeOrder(db, SHOP, { profileId, days: 12 + n, productIds: later });
    }
  }
  await fitModelsJob.run(SHOP, { ...serving, db }, signal);
});
afterAll(() => database.close());

async function clearAll(): Promise<void> {
  const { db } = database;
  await db.event.deleteMany();
  await db.cursor.deleteMany();
  await db.schedule.deleteMany();
  await db.order.deleteMany();
  await db.refund.deleteMany();
  await db.checkout.deleteMany();
  await db.visit.deleteMany();
  await db.visitorJoin.deleteMany();
  await db.customerMerge.deleteMany();
  await db.profile.deleteMany();
}

/** Stores and projects a slice, visits before or after orders. */
async function receive(events: readonly AnyEvent[], visitsFirst: boolean): Promise<void> {
  const { db } = database;
  await db.$transaction((tx) => recordEvents(tx, events, intake));
  await advanceCursor(db, SHOP, "catalog", await findLastSeq(db, SHOP));
  const deps = { ...intake, db };
  if (visitsFirst) await projectBrowsingJob.run(SHOP, deps, signal);
  await projectProfilesJob.run(SHOP, deps, signal);
  await joinVisitorsJob.run(SHOP, deps, signal);
  if (!visitsFirst) await projectBrowsingJob.run(SHOP, deps, signal);
}

/** The shop's models and catalog, as a newly started process loads them. */
async function rebuiltRecommender(): Promise<Recommender> {
  const { db } = database;
  const found = await findRecommendationModels(db, SHOP, (await findLatestVersion(db, SHOP)) ?? 0);
  if (found?.kind !== "found") throw new Error("There are no models");
  const catalog = await listCatalogProducts(db, SHOP, NOW);
  // The stories have too few visits for a session model.
  const patterns = { productRules: await findProductRules(db, SHOP), sessions: null };
  return prepareRecommender(found.fitted, catalog, undefined, undefined, patterns);
}

const CUSTOMERS_ARE_KNOWN = CUSTOMERS.map((customerId) =>
  anEvent(
    "customer_created",
    {
      locale: "en",
      countryCode: "GB",
      createdAt: daysAgo(300),
      updatedAt: daysAgo(300),
      consent: null,
    },
    `customer/${customerId}`,
    { customerId, occurredAt: daysAgo(300) },
  ),
);

/** The subject of each list, besides its customer. */
const ASKED = RecommendationList.options.map((list) => ({
  list,
  count: COUNT,
  triggerProductIds: list === "goes_with" || list === "chosen_next" ? ["1"] : [],
}));

describe("events in any order and slices", () => {
  test("give the same lists as a recommender built from all events", async () => {
    const source = createRecommendationSource(serving);
    const storefront = createStorefront({
      ...serving,
      db: database.db,
      recommendations: createRecommendationSource(serving),
    });
    const personal = new Set<string>();

    await fc.assert(
      fc.asyncProperty(slicedEvents, async (slices) => {
        await clearAll();
        await receive(CUSTOMERS_ARE_KNOWN, false);
        const events: AnyEvent[] = [];
        for (const [n, slice] of slices.entries()) {
          const seen = slice.map(asSeen);
          events.push(...seen);
          await receive(seen, n % 2 === 0);
          const rebuilt = await rebuiltRecommender();
          await expectEmailsToAgree(events, rebuilt);
          await expectBlocksToAgree(events, rebuilt);
        }
      }),
      { numRuns: propertyRuns(25, 15) },
    );
    // The stories produce personal lists, so that the comparison is meaningful.
    expect([...personal].sort()).toEqual(["buy_again", "new_for_you"]);

    async function expectEmailsToAgree(events: readonly AnyEvent[], rebuilt: Recommender) {
      const who = [
        ...remainingCustomers(events).map((customerId) => ({
          profileId: profileIdOfCustomer(customerId),
          customerId,
        })),
        ...BROWSERS.map(pseudonym).map((visitorId) => ({
          profileId: profileIdOfVisitor(visitorId),
          visitorId,
        })),
      ];
      const requests = who.flatMap(({ profileId }) =>
        ASKED.map((requested) => ({ ...aRequest(requested), profileId })),
      );
      const served = await source.recommend(database.db, SHOP, requests, NOW);
      const expected = who.flatMap((it) =>
        ASKED.map((requested) =>
          recommend(rebuilt, {
            ...aRequest(requested),
            history: "customerId" in it ? purchasesOf(events, it.customerId) : [],
            interests: interestsOf(events, it, NOW),
          }),
        ),
      );
      expect(served.map(idsAndReasonsOf)).toEqual(expected.map(idsAndReasonsOf));
      for (const [n, outcome] of served.entries()) {
        expect(distance(outcome, expected[n]!)).toBeLessThanOrEqual(TOLERANCE);
        if (outcome.kind === "recommended" && outcome.source === requests[n]?.list) {
          if (outcome.source === "buy_again" || outcome.source === "new_for_you") {
            personal.add(outcome.source);
          }
        }
      }
    }

    async function expectBlocksToAgree(events: readonly AnyEvent[], rebuilt: Recommender) {
      for (const browserId of BROWSERS) {
        const browsed = browsedProducts(events, pseudonym(browserId), NOW);
        for (const customerId of [null, ...remainingCustomers(events)]) {
          const history = customerId === null ? [] : purchasesOf(events, customerId);
          const visited =
            customerId === null ? NO_INTERESTS : interestsOf(events, { customerId }, NOW);
          const block = {
            list: "new_for_you",
            productId: null,
            triggerProductIds: [],
            browserId,
            limit: COUNT,
          } as const;
          const { source: list, products } = await storefront.pick(SHOP, customerId, block);
          const expected = recommend(
            rebuilt,
            ofBlock({ history, interests: joinInterests(visited, browsed, NOW) }),
          );
          const { ids } = idsAndReasonsOf(expected);
          expect({ list, ids: products.map(({ id }) => id) }).toEqual({
            list: expected.kind === "recommended" ? expected.source : null,
            ids,
          });
        }
      }
    }
  });
});

const ofBlock = (known: Pick<RecommendationRequest, "history" | "interests">) =>
  aRequest({ list: "new_for_you", count: COUNT, mayStandIn: true, ...known });

/** Browser events contain pseudonyms. */
function asSeen(event: AnyEvent): AnyEvent {
  return event.visitorId === undefined
    ? event
    : { ...event, visitorId: pseudonym(event.visitorId) };
}

/** A merged customer requests nothing any more. */
function remainingCustomers(events: readonly AnyEvent[]): readonly string[] {
  const isMerged = events.some(({ kind }) => kind === "customer_merged");
  return isMerged ? ["ada"] : CUSTOMERS;
}

function idsAndReasonsOf(outcome: RecommendationOutcome) {
  if (outcome.kind === "none") return { source: null, ids: [], reasons: [] };
  const { source, recommendations } = outcome;
  return {
    source,
    ids: recommendations.map(({ productId }) => productId),
    reasons: recommendations.map(({ reason }) => reason),
  };
}

/** The largest difference between scores at the same position. */
function distance(one: RecommendationOutcome, other: RecommendationOutcome): number {
  if (one.kind === "none" || other.kind === "none") return one.kind === other.kind ? 0 : Infinity;
  const scores = other.recommendations.map(({ score }) => score);
  return Math.max(
    ...one.recommendations.map(({ score }, n) => Math.abs(score - (scores[n] ?? Infinity))),
  );
}
