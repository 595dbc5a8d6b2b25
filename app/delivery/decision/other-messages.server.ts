import { Prisma } from "~/generated/prisma/client";
import { readRows } from "~/db-reads.server";
import type { Db } from "~/db.server";
import { DurationMs, addMs } from "~/flows/definition/duration";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { MessageIntent } from "~/messages/message";
import type { SendingSettings } from "../settings/sending-settings";
import type { MessageRef } from "./delivery-facts.server";
import { valueOf, type FlowResult, type PendingMessage } from "./message-value";
import { repeatKeyOf, repeatSince } from "./repeat-rule";

/**
 * Loads emails that were sent, are being sent or may have been sent in the last seven days and in the seven
 * days before a campaign's own time.
 */
export async function loadRecentMarketing(
  db: Db,
  shopId: ShopId,
  messages: readonly MessageRef[],
  profileIds: ProfileId[],
  now: Date,
): Promise<Map<string, Date[]>> {
  const since = addMs(earliestCapTime(messages, now), -DurationMs.days(7));
  const rows = await readRows<{ profileId: ProfileId; at: Date }>(
    db,
    Prisma.sql`
    select profile_id as "profileId", coalesce(sent_at, attempted_at) as at from message_status
    where shop_id = ${shopId} and profile_id = any(${profileIds}::text[])
      and not message_id = any(${messages.map(({ messageId }) => messageId)}::text[])
      and state in ('sending', 'sent', 'unknown')
      and coalesce(sent_at, attempted_at) >= ${since}::timestamptz`,
    { at: "instant" },
  );
  const recent = new Map<string, Date[]>();
  for (const { profileId, at } of rows) {
    recent.set(profileId, [...(recent.get(profileId) ?? []), at]);
  }
  return recent;
}

/** The key of a message's results: the flow's id, or one key for all campaigns, since each is sent once. */
export function sourceOf({ origin }: MessageIntent, flowId: string | null): string {
  return origin === "campaign" ? CAMPAIGNS : (flowId ?? "");
}

const CAMPAIGNS = "campaigns";
const RESULT_DAYS = 90;

/** Loads 90-day results of each flow and of all campaigns together, from the daily counts. */
export async function loadFlowResults(
  db: Db,
  shopId: ShopId,
  now: Date,
): Promise<ReadonlyMap<string, FlowResult>> {
  const rows = await readRows<{
    source: string;
    recipients: number;
    netMinor: number;
    orders: number;
  }>(
    db,
    Prisma.sql`
    select case when campaign_id <> '' then ${CAMPAIGNS} else flow_id end as source,
      sum(sent)::int as recipients, sum(gross_minor - refunded_minor)::float8 as "netMinor",
      sum(orders)::int as orders
    from email_count
    where shop_id = ${shopId} and day >= ${addMs(now, -DurationMs.days(RESULT_DAYS))}::timestamptz::date
    group by 1`,
  );
  const sum = (of: (row: (typeof rows)[number]) => number) =>
    rows.reduce((total, row) => total + of(row), 0);
  const usualOrder = sum(({ netMinor }) => netMinor) / sum(({ orders }) => orders);
  if (!(usualOrder > 0)) {
    // Nothing is attributed yet, but emails without orders are evidence too.
    return new Map(rows.map(({ source, recipients }) => [source, { recipients, orders: 0 }]));
  }
  return new Map(
    rows.map(({ source, recipients, netMinor }) => [
      source,
      { recipients, orders: netMinor / usualOrder },
    ]),
  );
}

/** Loads messages to these profiles that are planned for the next seven days and not on hold. */
export async function loadPending(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
  now: Date,
): Promise<PendingRow[]> {
  return readRows<PendingRow>(
    db,
    Prisma.sql`
    select message.message_id as "messageId", message.profile_id as "profileId",
      message.flow_id as "flowId", message.next_run_at as "dueAt",
      message.expires_at as "expiresAt", message.intent
    from message_status message
    left join flow on flow.shop_id = message.shop_id and flow.flow_id = message.flow_id
    left join campaign on campaign.shop_id = message.shop_id
      and campaign.campaign_id = message.campaign_id
    where message.shop_id = ${shopId} and message.profile_id = any(${[...profileIds]}::text[])
      and message.state = 'planned'
      and message.expires_at > ${now}::timestamptz
      and message.next_run_at < ${addMs(now, DurationMs.days(7))}::timestamptz
      and (flow.status = 'live' or campaign.status in ('scheduled', 'sending'))`,
    { dueAt: "instant", expiresAt: "instant" },
  );
}

/** Pending messages with their values, by profile. */
export function valuePending(
  rows: readonly PendingRow[],
  results: ReadonlyMap<string, FlowResult>,
): ReadonlyMap<string, PendingMessage[]> {
  const pending = new Map<string, PendingMessage[]>();
  for (const { profileId, flowId, intent, ...times } of rows) {
    const parsed = MessageIntent.safeParse(intent);
    if (!parsed.success) continue;
    const { purpose, priority, exemptFromHourCap } = parsed.data;
    const value = valueOf(purpose, results.get(sourceOf(parsed.data, flowId)) ?? null);
    const it = { ...times, purpose, priority, exemptFromHourCap, value };
    pending.set(profileId, [...(pending.get(profileId) ?? []), it]);
  }
  return pending;
}

interface PendingRow extends Pick<PendingMessage, "messageId" | "dueAt" | "expiresAt"> {
  readonly profileId: ProfileId;
  readonly flowId: string | null;
  readonly intent: unknown;
}

/** Loads when a message with the same repeat key was last sent to its recipient, by message id. */
export async function loadSameSent(
  db: Db,
  shopId: ShopId,
  messages: readonly MessageRef[],
  settings: Pick<SendingSettings, "repeatDays" | "marketingCapHours">,
  now: Date,
): Promise<Map<string, Date>> {
  const since = messages.map(({ intent }) => repeatSince(intent, settings, now).getTime());
  const rows = await readRows<{ profileId: ProfileId; at: Date; intent: unknown }>(
    db,
    Prisma.sql`
    select profile_id as "profileId", coalesce(sent_at, attempted_at) as at, intent from message_status
    where shop_id = ${shopId}
      and profile_id = any(${[...new Set(messages.map(({ profileId }) => profileId))]}::text[])
      and not message_id = any(${messages.map(({ messageId }) => messageId)}::text[])
      and state in ('sending', 'sent', 'unknown')
      and intent->>'templateId' = any(${[...new Set(messages.map(({ intent }) => intent.templateId))]}::text[])
      and coalesce(sent_at, attempted_at) >= ${new Date(Math.min(...since, now.getTime()))}::timestamptz`,
    { at: "instant" },
  );
  const lastAt = new Map<string, Date>();
  for (const { profileId, at, intent } of rows) {
    const parsed = MessageIntent.safeParse(intent);
    const key = parsed.success ? repeatKeyOf(parsed.data) : null;
    if (key === null) continue;
    const recipientKey = `${profileId}|${key}`;
    const known = lastAt.get(recipientKey);
    if (known === undefined || known < at) lastAt.set(recipientKey, at);
  }
  return new Map(
    messages.flatMap(({ messageId, profileId, intent }) => {
      const at = lastAt.get(`${profileId}|${repeatKeyOf(intent)}`);
      return at ? [[messageId, at] as const] : [];
    }),
  );
}

/** The earliest time at which a cap is evaluated. */
function earliestCapTime(messages: readonly MessageRef[], now: Date): Date {
  const ownTimes = messages.flatMap(({ intent }) =>
    intent.origin === "campaign" && intent.ownTimeAt ? intent.ownTimeAt.getTime() : [],
  );
  return new Date(ownTimes.reduce((first, ms) => Math.min(first, ms), now.getTime()));
}
