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
import type { PastPurchase } from "~/recommendations/purchases/purchase";
import { listPastPurchases } from "~/recommendations/purchases/purchase-store.server";

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
}

interface Deps {
  readonly similarCustomers: SimilarCustomerSource;
  readonly keyring: Pick<Keyring, "open">;
}

const SHOWN_TITLES = 3;

/** Lists similar customers, nearest first, with their purchases that this customer has not made. */
export async function listSimilarCustomers(
  db: Db,
  shopId: ShopId,
  profileId: ProfileId,
  { similarCustomers, keyring }: Deps,
): Promise<SimilarCustomerCard[]> {
  const found = await similarCustomers.find(db, shopId, profileId);
  const profileIds = found.map((it) => it.profileId);
  if (profileIds.length === 0) return [];
  const histories = await listPastPurchases(db, shopId, [profileId, ...profileIds]);
  const has = new Set(histories.get(profileId)?.map((it) => it.productId));
  const customers = await Promise.all(
    found.map(async ({ profileId: id, shared }) => ({
      shared,
      profile: await findReadable(db, shopId, id, keyring),
      bought: listOtherPurchases(histories.get(id) ?? [], has),
    })),
  );
  const productIds = new Set(customers.flatMap(({ bought }) => bought));
  const products = await findProducts(db, shopId, [...productIds]);
  const titles = new Map(products.map(({ productId, title }) => [productId, title]));
  return customers.flatMap(({ shared, profile, bought }): SimilarCustomerCard[] => {
    if (!profile?.customerId) return [];
    return [
      {
        customerId: profile.customerId,
        name: contactName(profile.contact),
        shared,
        bought: bought.flatMap((id) => titles.get(id) ?? []).slice(0, SHOWN_TITLES),
        boughtCount: bought.length,
      },
    ];
  });
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
