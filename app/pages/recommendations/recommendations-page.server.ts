import { findProducts } from "~/catalog/catalog-store.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { profileIdOfCustomer, type CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { contactName } from "~/profiles/contact-name";
import { findProfile, listProfiles } from "~/profiles/profile-store.server";
import { listBundles, type SuggestedBundle } from "./bought-together.server";
import { explainRecommendations } from "./explain-recommendations.server";
import type { ExplainedSubject, RecommendationsExplained } from "./explanation";
import type { RecommendationSource } from "~/recommendations/lists/recommendation-source.server";
import type { Rule } from "~/recommendations/rules/rule";
import { findRules, type SavedRules } from "~/recommendations/rules/rules-store.server";

interface ShownCustomer {
  readonly customerId: CustomerId;
  /** `null` when Shopify has none. */
  readonly name: string | null;
}

/** The customer, product or cart of the page. */
export type ShownSubject =
  | ({ readonly kind: "customer" } & ShownCustomer)
  | { readonly kind: "product"; readonly productId: string; readonly title: string }
  | {
      readonly kind: "cart";
      readonly products: readonly { readonly productId: string; readonly title: string }[];
    };

export interface RecommendationsPageData {
  readonly currency: string;
  /** The latest buyers to choose from. */
  readonly customers: readonly ShownCustomer[];
  /** The requested customer, else the latest buyer; `null` in a shop without any. */
  readonly subject: ShownSubject | null;
  readonly explained: RecommendationsExplained;
  /** Products that are bought together, for the merchant to sell together. */
  readonly bundles: readonly SuggestedBundle[];
  readonly saved: SavedRules;
  /** Names of the rules' targets: "product/501", "collection/12". */
  readonly labels: Readonly<Record<string, string>>;
}

interface Deps {
  readonly recommendations: RecommendationSource;
  readonly keyring: Pick<Keyring, "open">;
  readonly now: () => Date;
}

const CUSTOMERS = 20;
/** The page of products bought together has all of them. */
const BUNDLES = 3;

/**
 * Data of the recommendations page.
 *
 * @param query the page's URL parameters: `customer`, `product`, or `cart` with comma-separated ids
 */
export async function loadRecommendationsPage(
  db: PrismaClient,
  shopId: ShopId,
  query: URLSearchParams,
  deps: Deps,
): Promise<RecommendationsPageData> {
  const [shop, { customers, subject, explained }, { saved, labels }, bundles] = await Promise.all([
    db.shop.findUniqueOrThrow({
      where: { shopId },
      select: { currency: true },
    }),
    explainSubject(db, shopId, query, deps),
    findNamedRules(db, shopId),
    listBundles(db, shopId, deps.now()),
  ]);
  return {
    ...shop,
    customers,
    subject,
    explained,
    bundles: bundles.slice(0, BUNDLES),
    saved,
    labels,
  };
}

async function explainSubject(
  db: PrismaClient,
  shopId: ShopId,
  query: URLSearchParams,
  deps: Deps,
) {
  const profiles = await listProfiles(db, shopId, { skip: 0, take: CUSTOMERS }, deps);
  const customers = profiles.flatMap(({ customerId, contact }) =>
    customerId === null ? [] : [{ customerId, name: contactName(contact) }],
  );
  const subject = await findSubject(db, shopId, query, customers, deps);
  const explained = await explainRecommendations(db, shopId, explainedSubject(subject), deps);
  return { customers, subject, explained };
}

async function findNamedRules(db: PrismaClient, shopId: ShopId) {
  const saved = await findRules(db, shopId);
  return { saved, labels: await findLabels(db, shopId, saved.rules) };
}

async function findSubject(
  db: PrismaClient,
  shopId: ShopId,
  query: URLSearchParams,
  latest: readonly ShownCustomer[],
  deps: Deps,
): Promise<ShownSubject | null> {
  const cartIds = query.get("cart")?.split(",").filter(Boolean) ?? [];
  if (cartIds.length > 0) {
    return { kind: "cart", products: await findProducts(db, shopId, cartIds) };
  }
  const productId = query.get("product");
  const [product] = productId === null ? [] : await findProducts(db, shopId, [productId]);
  if (product) return { kind: "product", productId: product.productId, title: product.title };

  const customerId = query.get("customer") ?? latest[0]?.customerId ?? null;
  if (customerId === null) return null;
  const known = latest.find((it) => it.customerId === customerId);
  if (known) return { kind: "customer", ...known };
  const profile = await findProfile(db, shopId, profileIdOfCustomer(customerId), deps);
  return profile ? { kind: "customer", customerId, name: contactName(profile.contact) } : null;
}

function explainedSubject(subject: ShownSubject | null): ExplainedSubject {
  switch (subject?.kind) {
    case "customer":
      return { profileId: profileIdOfCustomer(subject.customerId) };
    case "product":
      return { productId: subject.productId };
    case "cart":
      return { cartProductIds: subject.products.map(({ productId }) => productId) };
    case undefined:
      return { cartProductIds: [] };
  }
}

async function findLabels(
  db: PrismaClient,
  shopId: ShopId,
  rules: readonly Rule[],
): Promise<Record<string, string>> {
  if (rules.length === 0) return {};
  const targets = rules.map(({ target }) => target);
  const productIds = targets.flatMap((it) => (it.kind === "product" ? [it.productId] : []));
  const collectionIds = targets.flatMap((it) =>
    it.kind === "collection" ? [it.collectionId] : [],
  );
  const [products, collections] = await Promise.all([
    findProducts(db, shopId, productIds),
    db.collection.findMany({
      where: { shopId, collectionId: { in: collectionIds } },
      select: { collectionId: true, title: true },
    }),
  ]);
  const labels: Record<string, string> = {};
  for (const { productId, title } of products) labels[`product/${productId}`] = title;
  for (const { collectionId, title } of collections) labels[`collection/${collectionId}`] = title;
  return labels;
}
