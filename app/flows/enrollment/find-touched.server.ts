import type { Db } from "~/db.server";
import type { AnyEvent, EventKind } from "~/events/event";
import type { ShopId } from "~/lib/shop-id";
import { DurationMs, laterBy } from "../duration";
import { objectKeyOf } from "./enroll";
import type { LiveFlow } from "./plan-enrollments";
import type { RunRef } from "./run-facts-store.server";

/** The kinds of event that can start, move or end a run. */
export const FLOW_EVENTS = [
  "order_placed",
  "order_updated",
  "order_paid",
  "order_fulfilled",
  "order_cancelled",
  "order_refunded",
  "order_deleted",
  "checkout_started",
  "checkout_updated",
  "checkout_completed",
  "checkout_deleted",
  "customer_created",
  "customer_updated",
  "customer_deleted",
  "consent_changed",
  "mail_unsubscribed",
] as const satisfies readonly EventKind[];

export interface Touched {
  /** Everyone for whom something may have changed. */
  readonly profileIds: readonly string[];
  /** What flows may have to run about. */
  readonly candidates: readonly (RunRef & { readonly flowId: string })[];
}

const MADE_KNOWN: ReadonlySet<EventKind> = new Set([
  "customer_created",
  "customer_updated",
  "consent_changed",
]);

/** An older checkout is too old for any flow to begin. */
const LEFT_LATELY_MS = DurationMs.days(7);

/**
 * Whom a slice of events is about. A checkout or an order may have been given
 * a profile since it was told, or by its address: so the projection says who.
 */
export async function findTouched(
  db: Db,
  shopId: ShopId,
  events: readonly AnyEvent[],
  flows: readonly LiveFlow[],
  now: Date,
): Promise<Touched> {
  // Shopify may tell who somebody is, and what they agreed to, after the checkout that they left.
  const madeKnown = events.flatMap(({ kind, customerId }) =>
    MADE_KNOWN.has(kind) && customerId ? [`c${customerId}`] : [],
  );
  const checkouts = await db.$queryRaw<{ token: string; profileId: string }[]>`
    select token, profile_id as "profileId" from checkout
    where shop_id = ${shopId} and profile_id is not null
      and (token = any(${[...new Set(events.flatMap(tokensOf))]}::text[])
        or (profile_id = any(${[...new Set(madeKnown)]}::text[]) and completed_at is null
          and source_updated_at >= ${laterBy(now, -LEFT_LATELY_MS)}::timestamptz))`;
  const orders = await db.$queryRaw<{ orderId: string; profileId: string }[]>`
    select order_id as "orderId", profile_id as "profileId" from "order"
    where shop_id = ${shopId} and profile_id is not null
      and order_id = any(${[...new Set(events.flatMap(orderIdsOf))]}::text[])`;
  const ownerOf = new Map([
    ...checkouts.map(({ token, profileId }) => [`checkout/${token}`, profileId] as const),
    ...orders.map(({ orderId, profileId }) => [`order/${orderId}`, profileId] as const),
  ]);

  const candidates = flows.flatMap(({ flowId, definition: { trigger } }) => {
    const kind = trigger.kind === "checkout_idle" ? ("checkout" as const) : ("order" as const);
    const keys = new Set([
      ...events.flatMap((event) => objectKeyOf(event, trigger) ?? []),
      ...(kind === "checkout" ? checkouts.map(({ token }) => token) : []),
    ]);
    return [...keys].flatMap((objectKey) => {
      const profileId = ownerOf.get(`${kind}/${objectKey}`);
      return profileId ? [{ flowId, profileId, kind, objectKey }] : [];
    });
  });
  const told = events.flatMap(({ customerId }) => (customerId ? [`c${customerId}`] : []));
  return { profileIds: [...new Set([...told, ...ownerOf.values()])], candidates };
}

/** Checkouts that an event names: its own, or the one that an order came from. */
function tokensOf({ payload }: AnyEvent): string[] {
  if ("checkoutToken" in payload) return payload.checkoutToken ? [payload.checkoutToken] : [];
  return "token" in payload && payload.token ? [payload.token] : [];
}

function orderIdsOf({ payload }: AnyEvent): string[] {
  return "orderId" in payload ? [payload.orderId] : [];
}
