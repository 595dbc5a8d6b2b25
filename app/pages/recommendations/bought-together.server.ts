import { findProducts, listCatalogProducts } from "~/catalog/catalog-store.server";
import { isOfferable, type CatalogProduct } from "~/catalog/catalog-product";
import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { measureRule, type ProductRule } from "~/recommendations/baskets/product-rule";
import { findProductRules } from "~/recommendations/baskets/rule-store.server";
import { distinctRules, pickBundles } from "./distinct-rules";
import type { RuleOrder } from "./rule-order";

interface NamedProduct {
  readonly productId: string;
  /** `null` when the catalog no longer has it. */
  readonly title: string | null;
}

/** A rule as the table shows it. */
export interface ShownRule {
  readonly antecedents: readonly NamedProduct[];
  readonly consequent: NamedProduct;
  readonly orders: number;
  readonly customers: number;
  readonly support: number;
  readonly confidence: number;
  readonly lift: number;
}

/** Two products that may be offered together. */
export interface SuggestedBundle {
  readonly first: NamedProduct;
  readonly second: NamedProduct;
  readonly orders: number;
  /** The sum of the prices of the cheapest available variants, in minor units. */
  readonly priceMinor: number;
}

export interface BoughtTogetherData {
  readonly currency: string;
  /** `null` before the first training. */
  readonly mined: {
    readonly orders: number;
    readonly minOrders: number;
    readonly rules: number;
  } | null;
  readonly rules: readonly ShownRule[];
  /** Rules that the filter leaves. */
  readonly found: number;
  /** Those among them whose products look like those of a stronger rule; hidden unless asked for. */
  readonly similar: number;
  readonly showsSimilar: boolean;
  readonly bundles: readonly SuggestedBundle[];
  readonly order: RuleOrder;
  readonly product: NamedProduct | null;
  /** From 1. */
  readonly page: number;
  readonly hasNext: boolean;
}

interface RuleQuery {
  readonly order: RuleOrder;
  /** Only rules with this product on either side. */
  readonly productId: string | null;
  /** Whether rules between products that look like those of a stronger rule are listed, too. */
  readonly showsSimilar: boolean;
  readonly page: number;
}

const PAGE_RULES = 25;

/** The rules of the shop, for one page of the table, and the bundles that they suggest. */
export async function loadBoughtTogether(
  db: PrismaClient,
  shopId: ShopId,
  { order, productId, showsSimilar, page }: RuleQuery,
  now: Date,
): Promise<BoughtTogetherData> {
  const [{ currency }, stored] = await Promise.all([
    db.shop.findUniqueOrThrow({ where: { shopId }, select: { currency: true } }),
    findProductRules(db, shopId),
  ]);
  const mined = stored?.mined ?? null;
  const rules = mined?.rules ?? [];
  const ids = [...new Set(rules.flatMap(productsOf))];
  const catalog = await listCatalogProducts(db, shopId, now, ids);
  const products = new Map(catalog.map((product) => [product.productId, product]));
  const found = filterRules(rules, productId);
  const distinct = distinctRules(found, products);
  const listed = sortRules(showsSimilar ? found : distinct, order);
  const shown = listed.slice((page - 1) * PAGE_RULES, page * PAGE_RULES);
  const named = await nameProducts(db, shopId, [...shown.flatMap(productsOf), productId ?? ""]);
  return {
    currency,
    mined: mined && {
      orders: mined.orders,
      minOrders: mined.minOrders,
      rules: mined.rules.length,
    },
    rules: shown.map((rule) => showRule(rule, mined?.orders ?? 1, named)),
    found: found.length,
    similar: found.length - distinct.length,
    showsSimilar,
    bundles: suggestBundles(rules, products),
    order,
    product: productId === null ? null : named(productId),
    page,
    hasNext: listed.length > page * PAGE_RULES,
  };
}

/** Rules with less evidence than these rarely add a bundle. */
const RULES_FOR_BUNDLES = 100;

/** The pairs of products with the strongest evidence that may be offered now; none before the first training. */
export async function listBundles(
  db: PrismaClient,
  shopId: ShopId,
  now: Date,
): Promise<SuggestedBundle[]> {
  const mined = (await findProductRules(db, shopId))?.mined;
  const rules = mined?.rules.slice(0, RULES_FOR_BUNDLES) ?? [];
  const ids = [...new Set(rules.flatMap(productsOf))];
  const catalog = await listCatalogProducts(db, shopId, now, ids);
  return suggestBundles(rules, new Map(catalog.map((product) => [product.productId, product])));
}

/** All rules that the filter leaves, for a download. */
export async function listShownRules(
  db: PrismaClient,
  shopId: ShopId,
  { order, productId }: Pick<RuleQuery, "order" | "productId">,
): Promise<ShownRule[]> {
  const mined = (await findProductRules(db, shopId))?.mined;
  if (!mined) return [];
  const found = sortRules(filterRules(mined.rules, productId), order);
  const named = await nameProducts(db, shopId, found.flatMap(productsOf));
  return found.map((rule) => showRule(rule, mined.orders, named));
}

const productsOf = ({ antecedentIds, consequentId }: ProductRule) => [
  ...antecedentIds,
  consequentId,
];

const filterRules = (rules: readonly ProductRule[], productId: string | null) =>
  productId === null ? rules : rules.filter((rule) => productsOf(rule).includes(productId));

/** Stored rules are in the order of their evidence. */
function sortRules(rules: readonly ProductRule[], order: RuleOrder): readonly ProductRule[] {
  if (order === "evidence") return rules;
  const valueOf = (rule: ProductRule) =>
    order === "orders" ? rule.orders : measureRule(rule, 1)[order];
  return rules.toSorted((a, b) => valueOf(b) - valueOf(a));
}

async function nameProducts(
  db: PrismaClient,
  shopId: ShopId,
  productIds: readonly string[],
): Promise<(productId: string) => NamedProduct> {
  const products = await findProducts(db, shopId, [...new Set(productIds)]);
  const titles = new Map(products.map(({ productId, title }) => [productId, title]));
  return (productId) => ({ productId, title: titles.get(productId) ?? null });
}

function showRule(
  rule: ProductRule,
  allOrders: number,
  named: (productId: string) => NamedProduct,
): ShownRule {
  return {
    antecedents: rule.antecedentIds.map(named),
    consequent: named(rule.consequentId),
    orders: rule.orders,
    customers: rule.customers,
    ...measureRule(rule, allOrders),
  };
}

/** The pairs with the strongest evidence of which both products may be offered now. */
function suggestBundles(
  rules: readonly ProductRule[],
  products: ReadonlyMap<string, CatalogProduct>,
): SuggestedBundle[] {
  const offered = new Map([...products].filter(([, product]) => isOfferable(product)));
  return pickBundles(rules, offered).flatMap(({ first, second, orders }) =>
    first.priceMinor === null || second.priceMinor === null
      ? []
      : {
          first: { productId: first.productId, title: first.title },
          second: { productId: second.productId, title: second.title },
          orders,
          priceMinor: first.priceMinor + second.priceMinor,
        },
  );
}
