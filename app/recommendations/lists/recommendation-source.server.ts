import { LRUCache } from "lru-cache";
import { listCatalogProducts } from "~/catalog/catalog-store.server";
import { isOfferable } from "~/catalog/catalog-product";
import type { Db } from "~/db.server";
import type { Log } from "~/lib/log.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { SimilarCustomerSource } from "~/predictions/similar-customers/similar-customer-source.server";
import { listPreferences } from "~/profiles/preferences/preferences-store.server";
import { NO_INTERESTS } from "../interests/interest";
import { listInterests } from "../interests/interest-store.server";
import {
  findRecommendationModels,
  findVersions,
  type Versions,
} from "../models/model-store.server";
import { countPlacements } from "../placement-store.server";
import { listPastPurchases } from "../purchases/purchase-store.server";
import { createVoterSource, toVotes, type KnownProfile } from "../similar/voter-source.server";
import type { Voter } from "../similar/voters";
import { recommend, type RecommendationOutcome } from "./recommend";
import type { RecommendationRequest } from "../recommendation-request";
import { findRules, loadCollections } from "../rules/rules-store.server";
import {
  prepareRecommender,
  type FittedModels,
  type LearnedPatterns,
  type Recommender,
} from "../models/recommender";
import { findProductRules } from "../baskets/rule-store.server";
import { prepareSessions } from "../sessions/session-model";
import { findSessionModel, listLastVisits } from "../sessions/session-store.server";

/** One email's request; history, interests and time are added here. */
export interface ProfileRequest extends Omit<
  RecommendationRequest,
  "history" | "interests" | "session" | "now"
> {
  readonly profileId: ProfileId;
}

export interface RecommendationSource {
  /**
   * One outcome per request, in order. Six short queries for all, which can be read together, four more if similar customers count, plus loading
   * uncached models; all through `db`, which may be a transaction.
   *
   * @param alsoRead reads about the likely outcomes, in the statement that checks them
   */
  recommend(
    db: Db,
    shopId: ShopId,
    requests: readonly ProfileRequest[],
    now: Date,
    alsoRead?: (likely: readonly RecommendationOutcome[]) => Promise<void>,
  ): Promise<RecommendationOutcome[]>;
  /** The shop's recommender, at most a minute old. */
  prepare(db: Db, shopId: ShopId, now: Date): Promise<Recommender>;
  /**
   * The similar customers that count for each profile with few or no orders, by profile id: none where the shop's
   * evaluation found no use in them.
   */
  listVoters(
    db: Db,
    shopId: ShopId,
    profiles: readonly KnownProfile[],
    recommender: Recommender,
    now: Date,
  ): Promise<ReadonlyMap<string, readonly Voter[]>>;
}

/** Maximum delay until a new product is recommended. A product that may no longer be offered is noticed at once. */
const CATALOG_MAX_AGE_MS = 60_000;
const MAX_CACHED_SHOPS = 50;
/** Of a profile that opted out of profiling. Lists may still be about the product of the email. */
const NOTHING_KNOWN = { history: [], interests: NO_INTERESTS, session: [] };

/** Recommendations from the database, with an in-memory cache of recently used shops. */
export function createRecommendationSource({
  log,
  similarCustomers,
}: {
  readonly log: Log;
  readonly similarCustomers?: SimilarCustomerSource;
}): RecommendationSource {
  const voterSource = createVoterSource(similarCustomers);
  const cachedModels = new LRUCache<string, FittedModels>({ max: MAX_CACHED_SHOPS });
  const cachedPatterns = new LRUCache<string, LearnedPatterns>({ max: MAX_CACHED_SHOPS });
  const cached = new LRUCache<string, CachedRecommender>({
    max: MAX_CACHED_SHOPS,
    ttl: CATALOG_MAX_AGE_MS,
  });

  return {
    async recommend(db, shopId, requests, now, alsoRead) {
      const profileIds = requests.map(({ profileId }) => profileId);
      const [versions, histories, interestsOf, visitOf, chosen] = await Promise.all([
        findVersions(db, shopId),
        listPastPurchases(db, shopId, profileIds),
        listInterests(db, shopId, profileIds, now),
        listLastVisits(db, shopId, profileIds),
        listPreferences(db, shopId, profileIds),
      ]);
      const known = requests.map(({ profileId }) => {
        const mayBeKnown = chosen.get(profileId)?.profiling ?? true;
        const own = {
          history: histories.get(profileId) ?? [],
          interests: interestsOf.get(profileId) ?? NO_INTERESTS,
          session: visitOf.get(profileId) ?? [],
        };
        return { profileId, mayBeKnown, ...(mayBeKnown ? own : NOTHING_KNOWN) };
      });
      const rankAll = async ({ recommender, placed }: CachedRecommender) => {
        const personal = known.filter(({ mayBeKnown }) => mayBeKnown);
        const voters = await listVoters(db, shopId, personal, recommender, now);
        return requests.map((request, n) => {
          const votes = toVotes(voters.get(request.profileId));
          const outcome = recommend(recommender, {
            ...request,
            ...(known[n] ?? NOTHING_KNOWN),
            ...(votes && { votes }),
            now,
          });
          // The next email of this process must see this placement.
          if (request.drawKey !== null && outcome.kind === "recommended") {
            for (const id of outcome.scarceIds) placed.set(id, (placed.get(id) ?? 0) + 1);
          }
          return outcome;
        });
      };

      const recent = cached.get(shopId);
      if (recent && isMadeOf(recent, versions)) {
        const outcomes = await rankAll(recent);
        const [areOffered] = await Promise.all([
          areStillOffered(db, shopId, outcomes, now),
          alsoRead?.(outcomes),
        ]);
        if (areOffered) return outcomes;
      }
      return rankAll(await make(db, shopId, versions, now));
    },

    async prepare(db, shopId, now) {
      const versions = await findVersions(db, shopId);
      const known = cached.get(shopId);
      const good = known && isMadeOf(known, versions) ? known : null;
      return (good ?? (await make(db, shopId, versions, now))).recommender;
    },

    listVoters,
  };

  function listVoters(
    ...[db, shopId, profiles, { fitted, products }, now]: Parameters<
      RecommendationSource["listVoters"]
    >
  ) {
    const share = fitted?.choices.new_for_you.similar?.share ?? 0;
    return voterSource.list(db, shopId, profiles, { share, products }, now);
  }

  async function make(
    db: Db,
    shopId: ShopId,
    versions: Versions,
    now: Date,
  ): Promise<CachedRecommender> {
    const fitted = versions.models === null ? null : await loadModels(db, shopId, versions.models);
    const { rules } = await findRules(db, shopId);
    const collections = await loadCollections(db, shopId, rules);
    const placed = await countPlacements(db, shopId, now);
    const catalog = await listCatalogProducts(db, shopId, now);
    const patterns = await loadPatterns(db, shopId, versions);
    const shopRules = { rules, collections };
    const recommender = prepareRecommender(fitted, catalog, shopRules, placed, patterns);
    const made = { versions, recommender, placed };
    cached.set(shopId, made);
    return made;
  }

  async function loadPatterns(
    db: Db,
    shopId: ShopId,
    versions: Versions,
  ): Promise<LearnedPatterns> {
    const known = cachedPatterns.get(shopId);
    if (known && isOf(known, versions)) return known;
    const sessions = versions.sessions === null ? null : await findSessionModel(db, shopId);
    const patterns = {
      productRules: versions.productRules === null ? null : await findProductRules(db, shopId),
      sessions: sessions && prepareSessions(sessions.model, sessions.version),
    };
    cachedPatterns.set(shopId, patterns);
    return patterns;
  }

  async function loadModels(db: Db, shopId: ShopId, version: number): Promise<FittedModels | null> {
    const key = `${shopId}/${version}`;
    const known = cachedModels.get(key);
    if (known) return known;
    const found = await findRecommendationModels(db, shopId, version);
    if (found?.kind !== "found") {
      // Emails fall back to the newest products until the next fit writes a readable version.
      log.warn({ shopId, version, reason: found?.reason ?? "missing" }, "models refused");
      return null;
    }
    cachedModels.set(key, found.fitted);
    return found.fitted;
  }
}

/** Loaded again only when the shop was trained since. */
function isOf(patterns: LearnedPatterns, { productRules, sessions }: Versions): boolean {
  const [rulesVersion, sessionsVersion] = [
    patterns.productRules?.version ?? null,
    patterns.sessions?.version ?? null,
  ];
  return rulesVersion === productRules && sessionsVersion === sessions;
}

/** A recommender with the versions it was built from. */
interface CachedRecommender {
  readonly versions: Versions;
  readonly recommender: Recommender;
  /** The versions the recommender was built from. */
  readonly placed: Map<string, number>;
}

function isMadeOf({ versions: known }: CachedRecommender, versions: Versions): boolean {
  return (
    known.models === versions.models &&
    known.rules === versions.rules &&
    known.productRules === versions.productRules &&
    known.sessions === versions.sessions
  );
}

/** Whether every picked product may still be offered, according to the database. */
async function areStillOffered(
  db: Db,
  shopId: ShopId,
  outcomes: readonly RecommendationOutcome[],
  now: Date,
): Promise<boolean> {
  const picked = new Set(
    outcomes.flatMap((outcome) =>
      outcome.kind === "none" ? [] : outcome.recommendations.map(({ productId }) => productId),
    ),
  );
  const offered = await listCatalogProducts(db, shopId, now, [...picked]);
  return offered.filter(isOfferable).length === picked.size;
}
