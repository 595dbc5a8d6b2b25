import { findProducts } from "~/catalog/catalog-store.server";
import type { Db } from "~/db.server";
import { AppError } from "~/lib/errors";
import type { CustomerId, ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { SharedTrait } from "~/predictions/similar-customers/find-similar-customers";
import type { SimilarCustomerSource } from "~/predictions/similar-customers/similar-customer-source.server";
import type { Keyring } from "~/privacy/keyring.server";
import { contactName } from "~/profiles/contact-name";
import { findProfile } from "~/profiles/profile-store.server";
import { NO_INTERESTS } from "~/recommendations/interests/interest";
import { listInterests } from "~/recommendations/interests/interest-store.server";
import type { RecommendationSource } from "~/recommendations/lists/recommendation-source.server";
import type { PastPurchase } from "~/recommendations/purchases/purchase";
import { listPastPurchases } from "~/recommendations/purchases/purchase-store.server";
import type { CustomerPick } from "./customer-picks.server";

/** A similar customer as shown to the merchant. */
export interface SimilarCustomerCard {
  readonly customerId: CustomerId;
  /** Null when Shopify has none. */
  readonly name: string | null;
  /** Largest part first; may be empty. */
  readonly shared: readonly SharedTrait[];
  /** Titles of products bought by this customer only, newest first. */
  readonly bought: readonly string[];
  /** Number of products bought by this one only, with or without titles. */
  readonly boughtCount: number;
  /** Titles of the customer's recommended products that count this one's purchase; empty with enough own orders. */
  readonly countedFor: readonly string[];
}

interface Deps {
  readonly similarCustomers: SimilarCustomerSource;
  readonly recommendations: Pick<RecommendationSource, "listVoters" | "prepare">;
  readonly keyring: Pick<Keyring, "open">;
  readonly now: () => Date;
}

/** A customer, and the recommendations that the page shows. */
interface Subject {
  readonly profileId: ProfileId;
  readonly picks: readonly Pick<CustomerPick, "productId" | "title" | "hasVotes">[];
}

const SHOWN_TITLES = 3;
const SHOWN_VOTERS = 4;

/**
 * Lists similar customers, nearest first, with their purchases that this customer has not made. If purchases of similar
 * customers count for a recommendation, these customers are listed.
 */
export async function listSimilarCustomers(
  db: Db,
  shopId: ShopId,
  { profileId, picks }: Subject,
  deps: Deps,
): Promise<SimilarCustomerCard[]> {
  const { similarCustomers, keyring } = deps;
  const counted = picks.filter(({ hasVotes }) => hasVotes);
  const found =
    counted.length > 0
      ? await findVoters(db, shopId, profileId, counted, deps)
      : (await similarCustomers.find(db, shopId, profileId)).map((it) => ({
          ...it,
          countedFor: [],
        }));
  const profileIds = found.map((it) => it.profileId);
  if (profileIds.length === 0) return [];
  const histories = await listPastPurchases(db, shopId, [profileId, ...profileIds]);
  const has = new Set(histories.get(profileId)?.map((it) => it.productId));
  const customers = await Promise.all(
    found.map(async ({ profileId: id, shared, countedFor }) => ({
      shared,
      countedFor,
      profile: await findReadable(db, shopId, id, keyring),
      bought: listOtherPurchases(histories.get(id) ?? [], has),
    })),
  );
  const productIds = new Set(customers.flatMap(({ bought }) => bought));
  const products = await findProducts(db, shopId, [...productIds]);
  const titles = new Map(products.map(({ productId, title }) => [productId, title]));
  return customers.flatMap(({ shared, profile, bought, countedFor }): SimilarCustomerCard[] => {
    if (!profile?.customerId) return [];
    return [
      {
        customerId: profile.customerId,
        name: contactName(profile.contact),
        shared,
        bought: bought.flatMap((id) => titles.get(id) ?? []).slice(0, SHOWN_TITLES),
        boughtCount: bought.length,
        countedFor,
      },
    ];
  });
}

/** The nearest customers who bought one of these recommended products. */
async function findVoters(
  db: Db,
  shopId: ShopId,
  profileId: ProfileId,
  counted: Subject["picks"],
  { recommendations, now }: Deps,
) {
  const at = now();
  const [histories, interests, recommender] = await Promise.all([
    listPastPurchases(db, shopId, [profileId]),
    listInterests(db, shopId, [profileId], at),
    recommendations.prepare(db, shopId, at),
  ]);
  const profile = {
    profileId,
    history: histories.get(profileId) ?? [],
    interests: interests.get(profileId) ?? NO_INTERESTS,
  };
  const voters = await recommendations.listVoters(db, shopId, [profile], recommender, at);
  return (voters.get(profileId) ?? [])
    .map(({ productIds, ...customer }) => ({
      ...customer,
      countedFor: counted.filter((it) => productIds.includes(it.productId)).map((it) => it.title),
    }))
    .filter(({ countedFor }) => countedFor.length > 0)
    .slice(0, SHOWN_VOTERS);
}

/** Also null when the data cannot be opened: the customer's own page reports that error. */
async function findReadable(
  db: Db,
  shopId: ShopId,
  profileId: ProfileId,
  keyring: Deps["keyring"],
) {
  try {
    return await findProfile(db, shopId, profileId, { keyring });
  } catch (error) {
    if (error instanceof AppError && error.code === "invalid_input") return null;
    throw error;
  }
}

/** Unreturned products that are not in `has`, unique, newest first. */
function listOtherPurchases(history: readonly PastPurchase[], has: ReadonlySet<string>): string[] {
  const others = history.filter(({ productId, returned }) => !returned && !has.has(productId));
  return [...new Set(others.map(({ productId }) => productId).reverse())];
}
