import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { startOf, type ObjectFacts, type OrderFacts } from "./run-facts";
import type { RunRef } from "./run-facts-store.server";

/** An order that may have come after what a run is about. */
interface LaterOrder extends OrderFacts {
  readonly profileId: string | null;
}

/** Orders of these profiles, checkouts and carts, none older than the oldest object. */
export async function loadLaterOrders(
  db: Db,
  shopId: ShopId,
  runs: readonly RunRef[],
  objects: readonly ObjectFacts[],
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
export async function findLastStarts(
  db: Db,
  shopId: ShopId,
  runs: readonly RunRef[],
  objects: readonly ObjectFacts[],
): Promise<Map<string | null, Date>> {
  const checkouts = objects.filter((object) => object.kind === "checkout");
  if (checkouts.length === 0) return new Map();
  const oldest = new Date(Math.min(...checkouts.map(({ startedAt }) => startedAt.getTime())));
  const ofCheckouts = runs.filter(({ about }) => about.kind === "checkout");
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

/** Whether an order counts as having come after what a run is about. */
export function isSince(order: LaterOrder, object: ObjectFacts, { profileId }: RunRef): boolean {
  switch (object.kind) {
    case "order":
      return (
        order.orderId !== object.orderId &&
        order.profileId === profileId &&
        order.placedAt > object.placedAt
      );
    case "checkout":
      return (
        order.checkoutToken === object.token ||
        (order.placedAt >= object.startedAt &&
          (order.profileId === profileId ||
            (order.cartToken !== null && order.cartToken === object.cartToken)))
      );
    case "cart":
    case "product":
    case "person":
      return order.profileId === profileId && order.placedAt > startOf(object);
  }
}

const unique = (ids: readonly string[]) => [...new Set(ids)];
