import type { Db } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import {
  createSimilarCustomerSource,
  type SimilarCustomerSource,
} from "~/predictions/similar-customers/similar-customer-source.server";
import { interestsAt, type Interests } from "../interests/interest";
import type { PastPurchase } from "../purchases/purchase";
import { listPastPurchases } from "../purchases/purchase-store.server";
import {
  countVotes,
  factsOfInterests,
  hasFewOrders,
  priceBandsOf,
  type ComparedProduct,
  type Voter,
} from "./voters";

/** A profile as its recommendations know it. */
export interface KnownProfile {
  readonly profileId: ProfileId;
  readonly history: readonly PastPurchase[];
  readonly interests: Interests;
}

/** How much similar customers count in a shop, and its catalog. */
interface VotingShop {
  /** The weight of their votes; 0: they do not count, and nothing is read. */
  readonly share: number;
  readonly products: ReadonlyMap<string, ComparedProduct>;
}

export interface VoterSource {
  /**
   * The similar customers of each profile with few or no orders, nearest first, with what they bought. A profile without
   * orders is compared by what it looked at. Profiles with more orders, or of which nothing is known, are absent.
   */
  list(
    db: Db,
    shopId: ShopId,
    profiles: readonly KnownProfile[],
    shop: VotingShop,
    now: Date,
  ): Promise<ReadonlyMap<string, readonly Voter[]>>;
}

export function createVoterSource(
  similarCustomers: Pick<SimilarCustomerSource, "findByTaste"> = createSimilarCustomerSource(),
): VoterSource {
  return {
    list: (db, shopId, profiles, shop, now) =>
      listVoters(db, shopId, profiles, { ...shop, similarCustomers, now }),
  };
}

interface VoterRequest extends VotingShop {
  readonly similarCustomers: Pick<SimilarCustomerSource, "findByTaste">;
  readonly now: Date;
}

async function listVoters(
  db: Db,
  shopId: ShopId,
  profiles: readonly KnownProfile[],
  { similarCustomers, share, products, now }: VoterRequest,
): Promise<ReadonlyMap<string, readonly Voter[]>> {
  if (share === 0) return new Map();
  const few = profiles.filter(({ history }) => hasFewOrders(history));
  if (few.length === 0) return new Map();
  const bandOf = bandsOf(products);
  const found = await similarCustomers.findByTaste(
    db,
    shopId,
    few.map(({ profileId, interests }) => ({
      profileId,
      firstLook: factsOfInterests(profileId, interestsAt(interests, now), products, bandOf, now),
    })),
    now,
  );
  const voterIds = new Set([...found.values()].flat().map(({ profileId }) => profileId));
  const histories = await listPastPurchases(db, shopId, [...voterIds]);
  const keptBy = new Map(
    [...histories].map(([id, history]) => [
      id,
      [...new Set(history.filter((it) => !it.returned).map(({ productId }) => productId))],
    ]),
  );
  return new Map(
    [...found].map(([profileId, similar]) => [
      profileId,
      similar.map((it): Voter => ({ ...it, productIds: keptBy.get(it.profileId) ?? [] })),
    ]),
  );
}

const bandsByCatalog = new WeakMap<VotingShop["products"], ReturnType<typeof priceBandsOf>>();

/** The price bands of a catalog. It serves many requests, which need not sort its prices again. */
function bandsOf(products: VotingShop["products"]): ReturnType<typeof priceBandsOf> {
  const known = bandsByCatalog.get(products);
  if (known) return known;
  const bands = priceBandsOf([...products.values()]);
  bandsByCatalog.set(products, bands);
  return bands;
}

/** The votes of similar customers by product id; `null` without any. */
export function toVotes(voters: readonly Voter[] = []): ReadonlyMap<string, number> | null {
  const votes = countVotes(
    voters.map(({ distance, productIds: products }) => ({ distance, products })),
  );
  return votes.size > 0 ? votes : null;
}
