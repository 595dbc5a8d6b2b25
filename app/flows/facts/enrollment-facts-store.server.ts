import { Prisma } from "~/generated/prisma/client";
import { readRows } from "~/db-reads.server";
import type { Db } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { ALL_SOURCES, getRequiredSources } from "~/segments/required-sources";
import type { CustomerFacts } from "~/segments/customer-facts";
import { loadCustomerFacts } from "~/segments/customer-facts-store.server";
import { recheckRankings } from "./recheck-rankings.server";
import { loadCarts, type Cart } from "./load-carts.server";
import {
  loadLaterOrders,
  isOrderAfterObject,
  findLastCheckouts,
  type StartedCheckout,
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
  const needsCustomers =
    required.customer ||
    refs.some(({ about }) => about.kind === "person" && about.moved !== undefined);
  const sources = required.customer ? ALL_SOURCES : getRequiredSources([]);
  const [profiles, customers, objectOf, later, lastCheckouts] = await Promise.all([
    loadProfiles(db, shopId, profileIds, required),
    loadCustomerFacts(db, shopId, needsCustomers ? profileIds : [], sources),
    loadObjects(db, shopId, refs, required, now),
    loadLaterOrders(db, shopId, refs),
    findLastCheckouts(db, shopId, refs),
  ]);
  const objects = refs.map((ref) => ({ ref, object: objectOf(ref, customers.get(ref.profileId)) }));
  return objects.map(({ ref, object }) => ({
    ...ref,
    facts: {
      ...(profiles.get(ref.profileId) ?? UNKNOWN_PROFILE),
      object,
      ordersSince:
        object === null ? [] : later.filter((order) => isOrderAfterObject(order, object, ref)),
      hasNewerCheckout:
        object?.kind === "checkout" && isOlderThan(object, lastCheckouts.get(ref.profileId)),
      customer: customers.get(ref.profileId) ?? null,
    },
  }));
}

const isOlderThan = (own: StartedCheckout, last: StartedCheckout | undefined): boolean =>
  last !== undefined && last.token !== own.token && last.startedAt >= own.startedAt;

/** Loads the current state of trigger objects; null if unknown. */
async function loadObjects(
  db: Db,
  shopId: ShopId,
  refs: readonly EnrollmentRef[],
  required: RequiredFacts,
  now: Date,
): Promise<(ref: EnrollmentRef, customer: CustomerFacts | undefined) => ObjectFacts | null> {
  const tokens = refs.flatMap(({ about }) => (about.kind === "checkout" ? [about.token] : []));
  const orderIds = refs.flatMap(({ about }) => (about.kind === "order" ? [about.orderId] : []));
  const cartRefs = refs.filter(({ about }) => about.kind === "cart");
  const productRefs = refs.filter(isAboutProduct);
  const cartOwners = unique(cartRefs.map(({ profileId }) => profileId));
  const found = refs.flatMap(({ profileId, about }) =>
    about.kind === "person" && about.found ? [{ profileId, found: about.found }] : [],
  );
  const [checkouts, orders, carts, products, noLongerQualifies] = await Promise.all([
    loadCheckouts(db, shopId, unique(tokens)),
    loadOrders(db, shopId, unique(orderIds)),
    loadCarts(db, shopId, cartOwners, now),
    loadProducts(db, shopId, productRefs, required),
    recheckRankings(db, shopId, found, now),
  ]);
  return (ref, customer) => {
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
          hasMovedBack: hasMovedBack(about.moved, customer),
          noLongerQualifies:
            about.found !== undefined && noLongerQualifies({ profileId, found: about.found }),
        };
    }
  };
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
  const rows = await readRows<CheckoutRow>(
    db,
    Prisma.sql`
    select token, cart_token as "cartToken", profile_id as "profileId", started_at as "startedAt",
      source_updated_at as "updatedAt", completed_at as "completedAt",
      deleted_at is not null as "isDeleted", total_minor as "totalMinor",
      source_name as "sourceName", (
        select count(*)::int from jsonb_to_recordset(lines) as line ("variantId" text)
        where not exists (
          select 1 from variant join product using (shop_id, product_id)
          where variant.shop_id = checkout.shop_id and variant.variant_id = line."variantId"
            and (not variant.available_for_sale or product.deleted_at is not null
              or product.status <> 'active'))) as "availableLineCount"
    from checkout where shop_id = ${shopId} and token = any(${tokens}::text[])`,
    { startedAt: "instant", updatedAt: "instant", completedAt: "instant", totalMinor: "bigint" },
  );
  return new Map(
    rows.map((row) => [
      row.token,
      { ...row, kind: "checkout", totalMinor: Number(row.totalMinor) },
    ]),
  );
}

/** Lines whose variant cannot be bought now are not available: sold out, or their product is inactive or deleted. */
type CheckoutRow = Omit<CheckoutFacts, "kind" | "totalMinor"> & {
  readonly totalMinor: bigint;
};

async function loadOrders(
  db: Db,
  shopId: ShopId,
  orderIds: string[],
): Promise<Map<string, TriggerOrderFacts>> {
  if (orderIds.length === 0) return new Map();
  const rows = await readRows<OrderRow>(
    db,
    Prisma.sql`
    select order_id as "orderId", profile_id as "profileId", placed_at as "placedAt",
      fulfilled_at as "fulfilledAt", cancelled_at is not null as "isCanceled",
      deleted_at is not null as "isDeleted", test as "isTest", source_name as "sourceName",
      total_minor as "totalMinor", refunded_minor as "refundedMinor"
    from "order" where shop_id = ${shopId} and order_id = any(${orderIds}::text[])`,
    { placedAt: "instant", fulfilledAt: "instant", totalMinor: "bigint", refundedMinor: "bigint" },
  );
  return new Map(
    rows.map((row) => [
      row.orderId,
      {
        ...row,
        kind: "order",
        totalMinor: Number(row.totalMinor),
        refundedMinor: Number(row.refundedMinor),
      },
    ]),
  );
}

type OrderRow = Omit<TriggerOrderFacts, "kind" | "totalMinor" | "refundedMinor"> & {
  readonly totalMinor: bigint;
  readonly refundedMinor: bigint;
};

const unique = <Id extends string>(ids: readonly Id[]) => [...new Set(ids)];
