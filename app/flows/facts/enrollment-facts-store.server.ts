import { CheckoutLine } from "~/events/event";
import type { Db } from "~/db.server";
import { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { ALL_SOURCES, getRequiredSources } from "~/segments/required-sources";
import type { CustomerFacts } from "~/segments/customer-facts";
import { loadCustomerFacts } from "~/segments/customer-facts-store.server";
import { recheckRankings } from "./recheck-rankings.server";
import { loadCarts, type Cart } from "./load-carts.server";
import {
  loadLaterOrders,
  isOrderAfterObject,
  findLastCheckoutStarts,
} from "./load-later-orders.server";
import { loadProducts, type TriggerProductRef } from "./load-products.server";
import { loadProfiles, UNKNOWN_PROFILE } from "./load-profiles.server";
import type { RequiredFacts } from "./required-facts";
import type { ObjectRef } from "../rules/object-ref";
import type {
  TriggerOrderFacts,
  CartFacts,
  CheckoutFacts,
  ObjectFacts,
  EnrollmentFacts,
} from "../rules/enrollment-facts";

/** An enrollment or a candidate. */
export interface EnrollmentRef {
  readonly profileId: ProfileId;
  readonly about: ObjectRef;
}

/**
 * Loads the facts that rules need, for any number of enrollments with a fixed number of
 * statements. Inside a transaction all
 * statements use it.
 *
 * @returns each of `refs` with its facts, in their order
 */
export async function loadEnrollmentFacts<Ref extends EnrollmentRef>(
  db: Db,
  shopId: ShopId,
  refs: readonly Ref[],
  required: RequiredFacts,
  now: Date,
): Promise<(Ref & { readonly facts: EnrollmentFacts })[]> {
  if (refs.length === 0) return [];
  const profileIds = unique(refs.map(({ profileId }) => profileId));
  const profiles = await loadProfiles(db, shopId, profileIds, required);
  const needsCustomers =
    required.customer ||
    refs.some(({ about }) => about.kind === "person" && about.moved !== undefined);
  const customers = needsCustomers
    ? await loadCustomerFacts(
        db,
        shopId,
        profileIds,
        required.customer ? ALL_SOURCES : getRequiredSources([]),
      )
    : new Map<string, CustomerFacts>();
  const objects = await loadObjects(db, shopId, refs, customers, required, now);
  const known = objects.flatMap(({ object }) => object ?? []);
  const later = await loadLaterOrders(db, shopId, refs, known);
  const lastStarts = await findLastCheckoutStarts(db, shopId, refs, known);
  return objects.map(({ ref, object }) => ({
    ...ref,
    facts: {
      ...(profiles.get(ref.profileId) ?? UNKNOWN_PROFILE),
      object,
      ordersSince:
        object === null ? [] : later.filter((order) => isOrderAfterObject(order, object, ref)),
      hasNewerCheckout:
        object?.kind === "checkout" &&
        (lastStarts.get(ref.profileId) ?? object.startedAt) > object.startedAt,
      customer: customers.get(ref.profileId) ?? null,
    },
  }));
}

/** Each ref with the current state of its trigger object; null if unknown. */
async function loadObjects<Ref extends EnrollmentRef>(
  db: Db,
  shopId: ShopId,
  refs: readonly Ref[],
  customers: ReadonlyMap<string, CustomerFacts>,
  required: RequiredFacts,
  now: Date,
): Promise<{ readonly ref: Ref; readonly object: ObjectFacts | null }[]> {
  const tokens = refs.flatMap(({ about }) => (about.kind === "checkout" ? [about.token] : []));
  const orderIds = refs.flatMap(({ about }) => (about.kind === "order" ? [about.orderId] : []));
  const cartRefs = refs.filter(({ about }) => about.kind === "cart");
  const all: readonly EnrollmentRef[] = refs;
  const productRefs = all.filter(isAboutProduct);
  const checkouts = await loadCheckouts(db, shopId, unique(tokens));
  const orders = await loadOrders(db, shopId, unique(orderIds));
  const cartOwners = unique(cartRefs.map(({ profileId }) => profileId));
  const carts = await loadCarts(db, shopId, cartOwners, now);
  const products = await loadProducts(db, shopId, productRefs, required);
  const found = refs.flatMap(({ profileId, about }) =>
    about.kind === "person" && about.found ? [{ profileId, found: about.found }] : [],
  );
  const noLongerQualifies = await recheckRankings(db, shopId, found, now);
  const objectOf = (ref: EnrollmentRef): ObjectFacts | null => {
    const { profileId, about } = ref;
    switch (about.kind) {
      case "checkout":
        return checkouts.get(about.token) ?? null;
      case "order":
        return orders.get(about.orderId) ?? null;
      case "cart":
        return toCartFacts(about.startedAt, carts.get(profileId));
      case "product":
        return products.get(ref) ?? null;
      case "person":
        return {
          kind: "person",
          at: about.at,
          hasMovedBack: hasMovedBack(about.moved, customers.get(profileId)),
          noLongerQualifies:
            about.found !== undefined && noLongerQualifies({ profileId, found: about.found }),
        };
    }
  };
  return refs.map((ref) => ({ ref, object: objectOf(ref) }));
}

const isAboutProduct = (ref: EnrollmentRef): ref is TriggerProductRef =>
  ref.about.kind === "product";

/** Whether a segment change was reversed. Profiles that cannot be members have left all segments. */
function hasMovedBack(
  moved: Extract<ObjectRef, { kind: "person" }>["moved"],
  customer: CustomerFacts | undefined,
): boolean {
  if (moved === undefined) return false;
  const isMember = customer?.segmentIds.has(moved.segmentId) ?? false;
  return isMember !== (moved.change === "joined");
}

/** A cart without lines is empty, not deleted. */
function toCartFacts(startedAt: Date, cart: Cart | undefined): CartFacts {
  const lines = cart?.lines ?? [];
  return {
    kind: "cart",
    startedAt,
    updatedAt: cart?.updatedAt ?? startedAt,
    lines,
    availableLineCount: lines.filter(({ isAvailable }) => isAvailable).length,
    totalMinor: lines.reduce((sum, { priceMinor, quantity }) => sum + priceMinor * quantity, 0),
  };
}

async function loadCheckouts(
  db: Db,
  shopId: ShopId,
  tokens: string[],
): Promise<Map<string, CheckoutFacts>> {
  if (tokens.length === 0) return new Map();
  const rows = await db.$queryRaw<CheckoutRow[]>`
    select token, cart_token as "cartToken", profile_id as "profileId", started_at as "startedAt",
      source_updated_at as "updatedAt", completed_at as "completedAt",
      deleted_at is not null as "isDeleted", total_minor as "totalMinor",
      source_name as "sourceName", lines
    from checkout where shop_id = ${shopId} and token = any(${tokens}::text[])`;
  const checkouts = rows.map(({ lines, totalMinor, ...row }) => ({
    ...row,
    totalMinor: Number(totalMinor),
    variantIds: CheckoutLine.array()
      .parse(lines)
      .map(({ variantId }) => variantId),
  }));
  const soldOut = await findSoldOutVariants(
    db,
    shopId,
    checkouts.flatMap(({ variantIds }) => variantIds.flatMap((variantId) => variantId ?? [])),
  );
  return new Map(
    checkouts.map(({ variantIds, ...checkout }) => [
      checkout.token,
      {
        ...checkout,
        kind: "checkout",
        availableLineCount: variantIds.filter(
          (variantId) => variantId === null || !soldOut.has(variantId),
        ).length,
      },
    ]),
  );
}

type CheckoutRow = Omit<CheckoutFacts, "kind" | "totalMinor" | "availableLineCount"> & {
  readonly totalMinor: bigint;
  readonly lines: unknown;
};

async function loadOrders(
  db: Db,
  shopId: ShopId,
  orderIds: string[],
): Promise<Map<string, TriggerOrderFacts>> {
  if (orderIds.length === 0) return new Map();
  const rows = await db.order.findMany({ where: { shopId, orderId: { in: orderIds } } });
  return new Map(
    rows.map((row) => [
      row.orderId,
      {
        kind: "order",
        orderId: row.orderId,
        profileId: ProfileId.nullable().parse(row.profileId),
        placedAt: row.placedAt,
        fulfilledAt: row.fulfilledAt,
        isCanceled: row.cancelledAt !== null,
        isDeleted: row.deletedAt !== null,
        isTest: row.test,
        sourceName: row.sourceName,
        totalMinor: Number(row.totalMinor),
        refundedMinor: Number(row.refundedMinor),
      },
    ]),
  );
}

const unique = <Id extends string>(ids: readonly Id[]) => [...new Set(ids)];

/**
 * The variants that cannot be bought now: sold out, or their product is
 * inactive or deleted. Unknown variants are not
 * included.
 */
async function findSoldOutVariants(
  db: Db,
  shopId: ShopId,
  variantIds: readonly string[],
): Promise<Set<string>> {
  if (variantIds.length === 0) return new Set();
  const rows = await db.variant.findMany({
    where: {
      shopId,
      variantId: { in: [...new Set(variantIds)] },
      OR: [
        { availableForSale: false },
        { product: { OR: [{ deletedAt: { not: null } }, { status: { not: "active" } }] } },
      ],
    },
    select: { variantId: true },
  });
  return new Set(rows.map(({ variantId }) => variantId));
}
