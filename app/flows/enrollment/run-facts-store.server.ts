import { CheckoutLine, MarketingState } from "~/events/event";
import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { SuppressionReason } from "~/profiles/suppression-reason";
import { findSoldOutVariants } from "./sold-out-variants.server";
import type {
  CheckoutFacts,
  DeliveredOrderFacts,
  OrderFacts,
  ProfileFacts,
  RunFacts,
} from "./run-facts";

/** A run, or what may become one. */
export interface RunRef {
  readonly profileId: string;
  readonly kind: "checkout" | "order";
  /** A checkout token or an order id. */
  readonly objectKey: string;
}

const NEVER = new Date(0);

const NOBODY: ProfileFacts = {
  isDeleted: true,
  hasAddress: false,
  marketingState: "not_subscribed",
  suppressions: [],
};

/**
 * Reads what the rules look at, for any number of runs in six statements.
 * Inside a transaction, all of it through that.
 *
 * @returns the facts in the order of `runs`
 */
export async function loadRunFacts(
  db: Db,
  shopId: ShopId,
  runs: readonly RunRef[],
): Promise<RunFacts[]> {
  if (runs.length === 0) return [];
  const keys = (kind: RunRef["kind"]) =>
    unique(runs.filter((run) => run.kind === kind).map((run) => run.objectKey));
  const profiles = await loadProfiles(db, shopId, unique(runs.map(({ profileId }) => profileId)));
  const checkouts = await loadCheckouts(db, shopId, keys("checkout"));
  const orders = await loadOrders(db, shopId, keys("order"));

  const objects = runs.map((run) =>
    run.kind === "checkout" ? checkouts.get(run.objectKey) : orders.get(run.objectKey),
  );
  const later = await loadLaterOrders(db, shopId, runs, [
    ...checkouts.values(),
    ...orders.values(),
  ]);
  const lastStarts = await findLastStarts(db, shopId, runs, [...checkouts.values()]);
  return runs.map((run, i) => {
    const object = objects[i] ?? null;
    return {
      profile: profiles.get(run.profileId) ?? NOBODY,
      object,
      ordersSince: object === null ? [] : later.filter((order) => isSince(order, object, run)),
      hasNewerCheckout:
        object?.kind === "checkout" && (lastStarts.get(run.profileId) ?? NEVER) > object.startedAt,
    };
  });
}

async function loadProfiles(
  db: Db,
  shopId: ShopId,
  profileIds: string[],
): Promise<Map<string, ProfileFacts>> {
  const rows = await db.$queryRaw<ProfileRow[]>`
    select profile.profile_id as "profileId", profile.marketing_state as "marketingState",
      profile.deleted_at is not null as "isDeleted",
      profile.email_index is not null as "hasAddress",
      coalesce(string_agg(suppression.reason, ','), '') as reasons
    from profile
    left join suppression on suppression.shop_id = profile.shop_id
      and suppression.email_index = profile.email_index
    where profile.shop_id = ${shopId} and profile.profile_id = any(${profileIds}::text[])
    group by profile.shop_id, profile.profile_id`;
  return new Map(
    rows.map(({ profileId, marketingState, reasons, ...profile }) => [
      profileId,
      {
        ...profile,
        marketingState: MarketingState.parse(marketingState),
        suppressions: reasons === "" ? [] : (reasons.split(",") as SuppressionReason[]),
      },
    ]),
  );
}

interface ProfileRow {
  readonly profileId: string;
  readonly marketingState: string;
  readonly isDeleted: boolean;
  readonly hasAddress: boolean;
  readonly reasons: string;
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
): Promise<Map<string, DeliveredOrderFacts>> {
  if (orderIds.length === 0) return new Map();
  const rows = await db.order.findMany({ where: { shopId, orderId: { in: orderIds } } });
  return new Map(
    rows.map((row) => [
      row.orderId,
      {
        kind: "order",
        orderId: row.orderId,
        profileId: row.profileId,
        placedAt: row.placedAt,
        fulfilledAt: row.fulfilledAt,
        isCancelled: row.cancelledAt !== null,
        isDeleted: row.deletedAt !== null,
        isTest: row.test,
        refundedMinor: Number(row.refundedMinor),
      },
    ]),
  );
}

interface LaterOrder extends OrderFacts {
  readonly profileId: string | null;
}

/** Orders of these profiles, checkouts and carts, none older than the oldest object. */
async function loadLaterOrders(
  db: Db,
  shopId: ShopId,
  runs: readonly RunRef[],
  objects: readonly (CheckoutFacts | DeliveredOrderFacts)[],
): Promise<LaterOrder[]> {
  if (objects.length === 0) return [];
  const oldest = new Date(Math.min(...objects.map((object) => startOf(object).getTime())));
  const checkouts = objects.filter((object) => object.kind === "checkout");
  // An order that was deleted was placed all the same.
  return db.order.findMany({
    where: {
      shopId,
      OR: [
        {
          profileId: { in: unique(runs.map(({ profileId }) => profileId)) },
          placedAt: { gte: oldest },
        },
        { checkoutToken: { in: checkouts.map(({ token }) => token) } },
        {
          cartToken: { in: checkouts.flatMap(({ cartToken }) => cartToken ?? []) },
          placedAt: { gte: oldest },
        },
      ],
    },
    select: {
      orderId: true,
      placedAt: true,
      checkoutToken: true,
      cartToken: true,
      profileId: true,
    },
  });
}

/** When each profile last started a checkout in the online store, whatever became of it. */
async function findLastStarts(
  db: Db,
  shopId: ShopId,
  runs: readonly RunRef[],
  checkouts: readonly CheckoutFacts[],
): Promise<Map<string | null, Date>> {
  if (checkouts.length === 0) return new Map();
  const oldest = new Date(Math.min(...checkouts.map(({ startedAt }) => startedAt.getTime())));
  const ofCheckouts = runs.filter(({ kind }) => kind === "checkout");
  const rows = await db.checkout.groupBy({
    by: ["profileId"],
    where: {
      shopId,
      profileId: { in: unique(ofCheckouts.map(({ profileId }) => profileId)) },
      // No checkout is touched before it is started: the index is by the last touch.
      sourceUpdatedAt: { gte: oldest },
      OR: [{ sourceName: null }, { sourceName: "web" }],
    },
    _max: { startedAt: true },
  });
  return new Map(
    rows.flatMap(({ profileId, _max }) => (_max.startedAt ? [[profileId, _max.startedAt]] : [])),
  );
}

function isSince(
  order: LaterOrder,
  object: CheckoutFacts | DeliveredOrderFacts,
  { profileId }: RunRef,
): boolean {
  if (object.kind === "order") {
    return (
      order.orderId !== object.orderId &&
      order.profileId === profileId &&
      order.placedAt > object.placedAt
    );
  }
  return (
    order.checkoutToken === object.token ||
    (order.placedAt >= object.startedAt &&
      (order.profileId === profileId ||
        (order.cartToken !== null && order.cartToken === object.cartToken)))
  );
}

function startOf(object: CheckoutFacts | DeliveredOrderFacts): Date {
  return object.kind === "checkout" ? object.startedAt : object.placedAt;
}

const unique = (ids: readonly string[]) => [...new Set(ids)];
