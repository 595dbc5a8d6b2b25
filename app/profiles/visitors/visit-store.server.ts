import type { Db, Tx } from "~/db.server";
import { EVENT_PAYLOADS } from "~/events/event";
import { CheckoutStep, PageType, PIXEL_KINDS, type PixelKind } from "~/events/browsing";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { VISIT_GAP_MS, ViewedProduct, type BrowsingEvent, type Visit } from "./visit";

/** A period with new events of a visitor. */
export interface VisitorPeriod {
  readonly visitorId: string;
  readonly from: Date;
  readonly to: Date;
}

export interface VisitRow extends Visit {
  readonly visitorId: string;
}

/** The whole retention period. */
export const ALL_TIME = { from: new Date(0), to: new Date("9999-12-31") };

/**
 * Widens periods by the visits that they overlap or connect, and deletes
 * these visits, so that their events can be split again.
 */
export async function takeAffectedPeriods(
  tx: Tx,
  shopId: ShopId,
  changed: readonly VisitorPeriod[],
): Promise<{
  readonly periods: readonly VisitorPeriod[];
  readonly profileIds: readonly ProfileId[];
}> {
  const periods = await tx.$queryRaw<VisitorPeriod[]>`
    select incoming."visitorId", least(incoming."from", min(visit.started_at)) as "from",
      greatest(incoming."to", max(visit.ended_at)) as "to"
    from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as incoming (
      "visitorId" text, "from" timestamptz, "to" timestamptz)
    left join visit on visit.shop_id = ${shopId} and visit.visitor_id = incoming."visitorId"
      and visit.ended_at >= incoming."from" - ${VISIT_GAP_MS}::int * interval '1 millisecond'
      and visit.started_at <= incoming."to" + ${VISIT_GAP_MS}::int * interval '1 millisecond'
    group by incoming."visitorId", incoming."from", incoming."to"`;
  const taken = await tx.$queryRaw<{ profileId: ProfileId }[]>`
    delete from visit using jsonb_to_recordset(${JSON.stringify(periods)}::jsonb) as stretch (
      "visitorId" text, "from" timestamptz, "to" timestamptz)
    where visit.shop_id = ${shopId} and visit.visitor_id = stretch."visitorId"
      and visit.started_at between stretch."from" and stretch."to"
    returning visit.profile_id as "profileId"`;
  return { periods, profileIds: taken.map(({ profileId }) => profileId) };
}

/** The events of each visitor in its period. */
export async function listPeriodEvents(
  tx: Tx,
  shopId: ShopId,
  periods: readonly VisitorPeriod[],
): Promise<Map<string, BrowsingEvent[]>> {
  const rows = await tx.$queryRaw<
    { visitorId: string; sourceId: string; kind: PixelKind; occurredAt: Date; payload: unknown }[]
  >`
    select event.visitor_id as "visitorId", event.source_id as "sourceId", event.kind,
      event.occurred_at as "occurredAt", event.payload
    from jsonb_to_recordset(${JSON.stringify(periods)}::jsonb) as stretch (
      "visitorId" text, "from" timestamptz, "to" timestamptz)
    join event on event.shop_id = ${shopId} and event.visitor_id = stretch."visitorId"
      and event.occurred_at between stretch."from" and stretch."to"
    where event.kind = any(${[...PIXEL_KINDS]}::text[])`;
  const events = new Map<string, BrowsingEvent[]>();
  for (const { visitorId, kind, payload, ...row } of rows) {
    const own = events.get(visitorId) ?? [];
    events.set(visitorId, own);
    const typed = { kind, payload: EVENT_PAYLOADS[kind].parse(payload) };
    const common = { shopId, source: "pixel", customerId: null, visitorId, personal: null };
    own.push({ ...common, ...row, ...typed } as BrowsingEvent);
  }
  return events;
}

export async function insertVisits(
  tx: Tx,
  shopId: ShopId,
  visits: readonly VisitRow[],
): Promise<void> {
  if (visits.length === 0) return;
  await tx.$executeRaw`
    insert into visit (shop_id, visitor_id, started_at, ended_at, profile_id, page_count,
      dwell_seconds, path, searches, viewed, checkout_step)
    select ${shopId}, "visitorId", "startedAt", "endedAt", "profileId", "pageCount", "dwellSeconds",
      array(select jsonb_array_elements_text(path)), array(select jsonb_array_elements_text(searches)),
      viewed, "checkoutStep"
    from jsonb_to_recordset(${JSON.stringify(visits)}::jsonb) as made (
      "visitorId" text, "startedAt" timestamptz, "endedAt" timestamptz, "profileId" text,
      "pageCount" int, "dwellSeconds" int, path jsonb, searches jsonb, viewed jsonb,
      "checkoutStep" text)`;
}

/** A profile's latest visits, oldest first. */
export async function listVisits(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
  limitEach: number,
): Promise<Map<string, VisitRow[]>> {
  const rows = await db.$queryRaw<VisitRow[]>`
    select visitor_id as "visitorId", started_at as "startedAt", ended_at as "endedAt",
      profile_id as "profileId", page_count as "pageCount", dwell_seconds as "dwellSeconds", path,
      searches, viewed, checkout_step as "checkoutStep"
    from unnest(${[...profileIds]}::text[]) as wanted (id)
    cross join lateral (
      select * from visit where visit.shop_id = ${shopId} and visit.profile_id = wanted.id
      order by started_at desc, visitor_id desc limit ${limitEach}::int) latest
    order by started_at, visitor_id`;
  return Map.groupBy(rows.map(parseVisit), ({ profileId }) => profileId);
}

const parseVisit = ({ path, viewed, checkoutStep, ...row }: VisitRow): VisitRow => ({
  ...row,
  path: PageType.array().parse(path),
  viewed: ViewedProduct.array().parse(viewed),
  checkoutStep: CheckoutStep.nullable().parse(checkoutStep),
});
