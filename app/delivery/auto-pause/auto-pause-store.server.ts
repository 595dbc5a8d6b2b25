import { Prisma } from "~/generated/prisma/client";
import { readRows } from "~/db-reads.server";
import type { Db, Tx } from "~/db.server";
import { messagesSentSince } from "../messages-sent-since.server";
import type { ShopId } from "~/lib/shop-id";
import type { FailureCount, FailureKind, AutoPauseLevel } from "./auto-pause-rule";

const DAY_MS = 86_400_000;
/** The matching delivery state in `email_event.delivery`. */
const DELIVERY_STATE: Readonly<Record<FailureKind, string>> = {
  complaint: "complained",
  hard_bounce: "bounced",
};

/** The auto-pause state of a shop for one kind of failure. */
export interface AutoPause extends FailureCount {
  readonly kind: FailureKind;
  readonly level: AutoPauseLevel;
  readonly since: Date;
  readonly releasedAt: Date | null;
}

/** The shop's auto-pause states; kinds that were never checked are missing. */
export async function listAutoPauses(db: Db, shopId: ShopId): Promise<AutoPause[]> {
  return readRows<AutoPause>(
    db,
    Prisma.sql`
    select kind, level, sent, failures, since, released_at as "releasedAt" from auto_pause
    where shop_id = ${shopId} order by kind`,
    { since: "instant", releasedAt: "instant" },
  );
}

/**
 * Counts emails and confirmations of the last 24 hours and their failures. Nothing before the merchant last
 * resumed sending counts.
 */
export async function countFailures(
  db: Db,
  shopId: ShopId,
  kind: FailureKind,
  { now, releasedAt }: { readonly now: Date; readonly releasedAt: Date | null },
): Promise<FailureCount> {
  const since = new Date(Math.max(now.getTime() - DAY_MS, releasedAt?.getTime() ?? 0));
  const [row] = await db.$queryRaw<FailureCount[]>`
    select
      (select count(*)::int from message_outcome
        where shop_id = ${shopId} and sent_at > ${since}::timestamptz)
      + (select count(*)::int from opt_in_request
        where shop_id = ${shopId} and emailed_at > ${since}::timestamptz) as sent,
      (select count(distinct message_id)::int from email_event
        where shop_id = ${shopId} and delivery = ${DELIVERY_STATE[kind]}
          and occurred_at > ${since}::timestamptz)
      + (select count(*)::int from opt_in_request
        where shop_id = ${shopId} and delivery_state = ${DELIVERY_STATE[kind]}
          and delivery_reported_at > ${since}::timestamptz) as failures`;
  return row ?? { sent: 0, failures: 0 };
}

/** Saves the state. `since` changes only when the level changes. */
export async function saveAutoPause(
  tx: Tx,
  shopId: ShopId,
  { kind, level, sent, failures }: Pick<AutoPause, "kind" | "level" | keyof FailureCount>,
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    insert into auto_pause as pause (shop_id, kind, level, sent, failures, since)
    values (${shopId}, ${kind}, ${level}, ${sent}, ${failures}, ${now}::timestamptz)
    on conflict (shop_id, kind) do update set
      level = excluded.level, sent = excluded.sent, failures = excluded.failures,
      since = case when pause.level = excluded.level then pause.since else excluded.since end
    -- A stop ends by the merchant's word only.
    where pause.level <> 'stop'`;
}

/** @returns the counts at the time of the stop, or null when nothing is stopped */
export async function releaseAutoPause(
  tx: Tx,
  shopId: ShopId,
  kind: FailureKind,
  now: Date,
): Promise<FailureCount | null> {
  const rows = await tx.$queryRaw<FailureCount[]>`
    update auto_pause set level = 'ok', since = ${now}::timestamptz, released_at = ${now}::timestamptz
    where shop_id = ${shopId} and kind = ${kind} and level = 'stop'
    returning sent, failures`;
  return rows[0] ?? null;
}

/** Emails and confirmations from a domain sent in the last 24 hours or being sent now. */
export async function countSentToday(
  db: Db,
  shopId: ShopId,
  domain: string,
  now: Date,
): Promise<number> {
  const since = new Date(now.getTime() - DAY_MS);
  const [row] = await db.$queryRaw<{ count: bigint }[]>`
    with sender as (
      select lower(split_part(sending->>'senderAddress', '@', 2)) = ${domain} as of_flows,
        lower(split_part(coalesce(sending->>'campaignSenderAddress', sending->>'senderAddress'), '@', 2))
          = ${domain} as of_campaigns
      from settings where shop_id = ${shopId})
    select (
      select count(*) from sender, ${messagesSentSince(shopId, since)} as message
      where case when campaign_id is null then of_flows else of_campaigns end
    ) + (
      select count(*) from opt_in_request, sender
      where shop_id = ${shopId} and of_flows and emailed_at > ${since}::timestamptz
    ) as count`;
  return Number(row?.count ?? 0);
}
