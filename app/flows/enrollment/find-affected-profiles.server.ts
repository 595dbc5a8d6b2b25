import type { Db } from "~/db.server";
import type { AnyEvent, EventKind } from "~/events/event";
import { CHECKOUT_EVENT_KINDS, ORDER_EVENT_KINDS } from "~/events/of-kind";
import { profileIdOfCustomer, type ProfileId } from "~/lib/profile-id";
import { isCustomerSql } from "~/lib/profile-id-sql.server";
import type { ShopId } from "~/lib/shop-id";
import { DurationMs, addMs } from "../definition/duration";
import { isOrderTrigger } from "../definition/trigger";
import { getObjectKey } from "../definition/send-step";
import { toObjectRef, type ObjectRef } from "../rules/object-ref";
import type { LiveFlow } from "../rules/plan-enrollments";
import type { EnrollmentRef } from "../facts/enrollment-facts-store.server";

/** Event kinds that can start, move or end an enrollment after the profile projection. */
export const FLOW_EVENTS = [
  ...ORDER_EVENT_KINDS,
  ...CHECKOUT_EVENT_KINDS,
  "customer_created",
  "customer_updated",
  "customer_deleted",
  "consent_changed",
  "email_clicked",
  "email_unsubscribed",
  "segment_joined",
  "segment_left",
  "flow_entry_requested",
  "custom_event_received",
] as const satisfies readonly EventKind[];

/** Browsing event kinds, after the visit projection. */
export const BROWSING_EVENTS = [
  "page_viewed",
  "product_viewed",
  "product_added_to_cart",
  "product_removed_from_cart",
  "cart_viewed",
] as const satisfies readonly EventKind[];

export interface AffectedProfiles {
  /** All profiles that may have changed. */
  readonly profileIds: readonly ProfileId[];
  /** Candidates for enrollment. */
  readonly candidates: readonly (EnrollmentRef & { readonly flowId: string })[];
}

const IDENTIFYING_KINDS: ReadonlySet<EventKind> = new Set([
  "customer_created",
  "customer_updated",
  "consent_changed",
]);

/** Checkouts and orders that did not change for longer are too old for any flow. */
const MAX_AGE_MS = DurationMs.days(7);

/**
 * Finds the profiles affected by a slice of events. A checkout or an order may have got
 * its profile after the event or by its email address, and a browser may have been joined
 * to a customer, so profiles come from the projections.
 */
export async function findAffectedProfiles(
  db: Db,
  shopId: ShopId,
  events: readonly AnyEvent[],
  flows: readonly LiveFlow[],
  now: Date,
): Promise<AffectedProfiles> {
  // Shopify may report a customer and the consent after the abandoned checkout or the order.
  const identified = new Set(
    events.flatMap(({ kind, customerId }) =>
      IDENTIFYING_KINDS.has(kind) && customerId ? [profileIdOfCustomer(customerId)] : [],
    ),
  );
  const identifiedIds = [...identified];
  const changedAfter = addMs(now, -MAX_AGE_MS);
  const owned = await db.$queryRaw<
    { token: string | null; orderId: string | null; profileId: ProfileId }[]
  >`
    select token, null as "orderId", profile_id as "profileId" from checkout
    where shop_id = ${shopId} and profile_id is not null
      and (token = any(${[...new Set(events.flatMap(listCheckoutTokens))]}::text[])
        or (profile_id = any(${identifiedIds}::text[]) and completed_at is null
          and source_updated_at >= ${changedAfter}::timestamptz))
    union all
    select null, order_id, profile_id from "order"
    where shop_id = ${shopId} and profile_id is not null
      and (order_id = any(${[...new Set(events.flatMap(listOrderIds))]}::text[])
        or (profile_id = any(${identifiedIds}::text[])
          and source_updated_at >= ${changedAfter}::timestamptz))`;
  const checkouts = owned.flatMap(({ token, profileId }) =>
    token === null ? [] : [{ token, profileId }],
  );
  const orders = owned.flatMap(({ orderId, profileId }) =>
    orderId === null ? [] : [{ orderId, profileId }],
  );
  const ordersOfIdentified = orders.filter(({ profileId }) => identified.has(profileId));
  const ownersByKey = new Map([
    ...checkouts.map(({ token, profileId }) => [`checkout/${token}`, profileId] as const),
    ...orders.map(({ orderId, profileId }) => [`order/${orderId}`, profileId] as const),
  ]);
  const visitorOwners = await findVisitorOwners(db, shopId, events);
  const findProfileId = (event: AnyEvent) =>
    event.customerId !== null
      ? profileIdOfCustomer(event.customerId)
      : visitorOwners.get(event.sourceId);
  const findOwner = (about: ObjectRef, event: AnyEvent) => {
    if (about.kind === "checkout") return ownersByKey.get(`checkout/${about.token}`);
    return about.kind === "order"
      ? ownersByKey.get(`order/${about.orderId}`)
      : findProfileId(event);
  };

  const candidates = flows.flatMap(({ flowId, definition: { trigger } }) => [
    ...events.flatMap((event) => {
      if (event.kind === "flow_entry_requested" && event.payload.flowId !== flowId) return [];
      const about = toObjectRef(event, trigger);
      const profileId = about && findOwner(about, event);
      return about && profileId ? [{ flowId, profileId, about }] : [];
    }),
    ...(trigger.kind === "checkout_idle" ? checkouts : []).map(({ token, profileId }) => ({
      flowId,
      profileId,
      about: { kind: "checkout", token } as const,
    })),
    ...(isOrderTrigger(trigger) ? ordersOfIdentified : []).map(({ orderId, profileId }) => ({
      flowId,
      profileId,
      about: { kind: "order", orderId } as const,
    })),
  ]);
  const eventProfileIds = events.flatMap((event) => findProfileId(event) ?? []);
  return {
    profileIds: [...new Set([...eventProfileIds, ...ownersByKey.values()])],
    candidates: dedupeCandidates(candidates),
  };
}

/** Maps anonymous events to the identified customer, by source id. */
async function findVisitorOwners(
  db: Db,
  shopId: ShopId,
  events: readonly AnyEvent[],
): Promise<Map<string, ProfileId>> {
  const anonymousEvents = events.flatMap(({ visitorId, sourceId, occurredAt, customerId }) =>
    visitorId === undefined || customerId !== null ? [] : [{ visitorId, sourceId, at: occurredAt }],
  );
  if (anonymousEvents.length === 0) return new Map();
  const rows = await db.$queryRaw<{ sourceId: string; profileId: ProfileId }[]>`
    select event."sourceId", visit.profile_id as "profileId"
    from jsonb_to_recordset(${JSON.stringify(anonymousEvents)}::jsonb) as event (
      "visitorId" text, "sourceId" text, at timestamptz)
    join visit on visit.shop_id = ${shopId} and visit.visitor_id = event."visitorId"
      and event.at between visit.started_at and visit.ended_at
    where ${isCustomerSql("visit.profile_id")}`;
  return new Map(rows.map(({ sourceId, profileId }) => [sourceId, profileId]));
}

/** Keeps the latest candidate per flow, profile and object. */
function dedupeCandidates(
  candidates: AffectedProfiles["candidates"],
): AffectedProfiles["candidates"] {
  const keyed = candidates.map((candidate) => {
    const { flowId, profileId, about } = candidate;
    return [`${flowId}/${profileId}/${getObjectKey(about)}`, candidate] as const;
  });
  return [...new Map(keyed).values()];
}

/** Checkout tokens of an event: its own, or the order's checkout. */
function listCheckoutTokens({ payload }: AnyEvent): string[] {
  if ("checkoutToken" in payload) return payload.checkoutToken ? [payload.checkoutToken] : [];
  return "token" in payload && payload.token ? [payload.token] : [];
}

function listOrderIds({ payload }: AnyEvent): string[] {
  return "orderId" in payload ? [payload.orderId] : [];
}
