import { z } from "zod";
import type { Db } from "~/db.server";
import { profileIdOfCustomer, ProfileId } from "~/lib/profile-id";
import { isCustomerSql } from "~/lib/profile-id-sql.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import type { ObjectRef } from "../rules/object-ref";
import { getTriggerDelayMs, type Trigger } from "../definition/trigger";
import { DurationMs, addMs } from "../definition/duration";
import type { LiveFlow } from "../rules/plan-enrollments";
import { findTriggerMatches } from "../scan/find-trigger-matches.server";
import { findPastCustomEvents } from "./find-past-custom-events.server";

/** A profile and object for which a trigger would have fired. */
export interface PastTrigger {
  readonly profileId: ProfileId;
  readonly about: ObjectRef;
  readonly firesAt: Date;
}

interface Window {
  readonly since: Date;
  readonly now: Date;
  readonly limit: number;
}

/**
 * Finds the past firings of a flow's trigger in a period, latest first, from
 * checkouts, orders, visits, consents and segment changes. Scanned triggers
 * are evaluated for each day with today's stock, prices and predictions.
 */
export async function findPastTriggers(
  db: Db,
  shopId: ShopId,
  flow: LiveFlow,
  window: Window,
  deps: { readonly keyring: Pick<Keyring, "open"> },
): Promise<PastTrigger[]> {
  const { trigger } = flow.definition;
  switch (trigger.kind) {
    case "checkout_idle":
      return findCheckouts(db, shopId, trigger, window);
    case "order_paid":
    case "order_delivered":
      return findOrders(db, shopId, trigger, window);
    case "browse_idle":
    case "cart_idle":
      return findVisits(db, shopId, trigger, window);
    case "consent_given":
      return findConsents(db, shopId, window);
    case "segment_joined":
    case "segment_left":
      return findMoves(db, shopId, trigger, window);
    case "shopify_flow":
      return findShopifyFlowRequests(db, shopId, flow.flowId, window);
    case "custom_event":
      return findPastCustomEvents(db, shopId, trigger, window, deps);
    case "lapsed":
    case "replenishment_due":
    case "unengaged":
    case "top_customer":
    case "anniversary":
    case "order_expected":
    case "back_in_stock":
    case "price_drop":
    case "low_stock":
      return findDayByDay(db, shopId, flow, window);
  }
}

async function findCheckouts(
  db: Db,
  shopId: ShopId,
  trigger: Trigger,
  { since, limit }: Window,
): Promise<PastTrigger[]> {
  const rows = await db.$queryRaw<{ token: string; profileId: ProfileId; at: Date }[]>`
    select token, profile_id as "profileId", source_updated_at as at from checkout
    where shop_id = ${shopId} and profile_id is not null
      and source_updated_at >= ${since}::timestamptz
    order by source_updated_at desc limit ${limit}`;
  return rows.map(({ token, profileId, at }) => ({
    profileId,
    about: { kind: "checkout" as const, token },
    firesAt: addMs(at, getTriggerDelayMs(trigger)),
  }));
}

async function findOrders(
  db: Db,
  shopId: ShopId,
  trigger: Trigger,
  { since, limit }: Window,
): Promise<PastTrigger[]> {
  const isDelivery = trigger.kind === "order_delivered";
  const from = isDelivery ? addMs(since, -getTriggerDelayMs(trigger)) : since;
  const rows = await db.$queryRaw<{ orderId: string; profileId: ProfileId; at: Date }[]>`
    select * from (
      select order_id as "orderId", profile_id as "profileId",
        case when ${isDelivery} then fulfilled_at else placed_at end as at
      from "order" where shop_id = ${shopId} and profile_id is not null
    ) dated
    where at >= ${from}::timestamptz order by at desc limit ${limit}`;
  return rows.map(({ orderId, profileId, at }) => ({
    profileId,
    about: { kind: "order" as const, orderId },
    firesAt: addMs(at, getTriggerDelayMs(trigger)),
  }));
}

async function findVisits(
  db: Db,
  shopId: ShopId,
  trigger: Extract<Trigger, { kind: "browse_idle" | "cart_idle" }>,
  { since, limit }: Window,
): Promise<PastTrigger[]> {
  const isCart = trigger.kind === "cart_idle";
  const rows = await db.$queryRaw<{ profileId: ProfileId; productId: string; at: Date }[]>`
    select visit.profile_id as "profileId", look->>'productId' as "productId", visit.ended_at as at
    from visit, jsonb_array_elements(visit.viewed) as look
    where visit.shop_id = ${shopId} and ${isCustomerSql("visit.profile_id")}
      and visit.ended_at >= ${since}::timestamptz
      and (not ${isCart} or (look->>'added')::int > 0)
    order by visit.ended_at desc limit ${limit}`;
  return rows.map(({ profileId, productId, at }) => {
    const day = at.toISOString().slice(0, 10);
    const firesAt = addMs(at, getTriggerDelayMs(trigger));
    const { idleMinutes } = trigger;
    return isCart
      ? {
          profileId,
          about: { kind: "cart", key: `cart/${day}`, startedAt: at, idleMinutes },
          firesAt,
        }
      : {
          profileId,
          about: {
            ...{ kind: "product", key: `viewed/${productId}/${day}`, productId },
            ...{ variantId: null, at, seenMinor: null },
          },
          firesAt,
        };
  });
}

async function findConsents(
  db: Db,
  shopId: ShopId,
  { since, limit }: Window,
): Promise<PastTrigger[]> {
  const profiles = await db.profile.findMany({
    where: { shopId, marketingState: "subscribed", marketingChangedAt: { gte: since } },
    orderBy: { marketingChangedAt: "desc" },
    select: { profileId: true, marketingChangedAt: true },
    take: limit,
  });
  return profiles.flatMap(({ profileId, marketingChangedAt: at }) =>
    at === null
      ? []
      : [
          {
            profileId: ProfileId.parse(profileId),
            about: { kind: "person", key: "subscribed", at },
            firesAt: at,
          },
        ],
  );
}

const Move = z.object({ segmentId: z.string() });

async function findMoves(
  db: Db,
  shopId: ShopId,
  { kind, segmentId }: Extract<Trigger, { kind: "segment_joined" | "segment_left" }>,
  { since, limit }: Window,
): Promise<PastTrigger[]> {
  const events = await db.event.findMany({
    where: { shopId, kind, occurredAt: { gte: since }, customerId: { not: null } },
    orderBy: { occurredAt: "desc" },
    select: { customerId: true, occurredAt: true, payload: true },
    take: limit,
  });
  const change = kind === "segment_joined" ? "joined" : "left";
  return events.flatMap(({ customerId, occurredAt: at, payload }) => {
    const move = Move.safeParse(payload);
    if (customerId === null || !move.success || move.data.segmentId !== segmentId) return [];
    const key = `${change}/${segmentId}/${at.toISOString().slice(0, 10)}`;
    // A segment change counts even if it was reversed later.
    const profileId = profileIdOfCustomer(customerId);
    return [{ profileId, about: { kind: "person", key, at }, firesAt: at }];
  });
}

const FlowRequest = z.object({ flowId: z.string(), runId: z.string() });

async function findShopifyFlowRequests(
  db: Db,
  shopId: ShopId,
  flowId: string,
  { since, limit }: Window,
): Promise<PastTrigger[]> {
  const events = await db.event.findMany({
    where: {
      shopId,
      kind: "flow_entry_requested",
      occurredAt: { gte: since },
      customerId: { not: null },
    },
    orderBy: { occurredAt: "desc" },
    select: { customerId: true, occurredAt: true, payload: true },
    take: limit,
  });
  return events.flatMap(({ customerId, occurredAt: at, payload }) => {
    const request = FlowRequest.safeParse(payload);
    if (customerId === null || !request.success || request.data.flowId !== flowId) return [];
    const key = `shopify-flow/${request.data.runId}`;
    const profileId = profileIdOfCustomer(customerId);
    return [{ profileId, about: { kind: "person", key, at }, firesAt: at }];
  });
}

async function findDayByDay(
  db: Db,
  shopId: ShopId,
  flow: LiveFlow,
  { since, now, limit }: Window,
): Promise<PastTrigger[]> {
  const found = new Map<string, PastTrigger>();
  // Latest day first, since the number of profiles is limited.
  for (let at = now; at >= since && found.size < limit; at = addMs(at, -DurationMs.days(1))) {
    const people = await findTriggerMatches({
      db,
      shopId,
      flow,
      limit: limit - found.size,
      now: at,
    });
    for (const { profileId, about, firesAt } of people) {
      found.set(`${profileId}/${about.key}`, { profileId, about, firesAt });
    }
  }
  return [...found.values()];
}
