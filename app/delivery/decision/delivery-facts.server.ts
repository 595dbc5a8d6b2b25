import type { Db } from "~/db.server";
import { findMailCaps } from "~/experiments/choices/mail-caps.server";
import { DurationMs, laterBy } from "~/flows/duration";
import { lookedAtByMails } from "~/flows/facts/looked-at";
import { ExitReason } from "~/flows/run/exit-reason";
import { FlowStatus } from "~/flows/status/flow-status";
import type { RunFacts } from "~/flows/facts/run-facts";
import { loadRunFacts } from "~/flows/facts/run-facts-store.server";
import type { ShopId } from "~/lib/shop-id";
import { findUnpublished } from "~/messages/document/unpublished-mails.server";
import { MessageIntent } from "~/messages/message";
import { listPreferences } from "~/profiles/preferences/preferences-store.server";
import type { DeliveryFacts, SkipFacts } from "../decide-delivery";
import type { Wishes } from "./heed-preferences";
import { repeatKeyOf, repeatSince } from "./repeat-rule";
import type { SendingSettings } from "../settings/sending-settings";
import type { SendingSetup } from "../settings/sending-setup.server";

/** What is stored of a message that may leave. */
export interface MessageRef {
  readonly messageId: string;
  readonly profileId: string;
  readonly expiresAt: Date;
  readonly intent: MessageIntent;
}

/**
 * Reads what decides about these messages, in a number of statements that does
 * not grow with theirs. Inside a transaction, all of it through that.
 *
 * @param known what stands around messages that are not stored, by message id; null: they are
 * @returns the facts in the order of `messages`
 */
export async function loadDeliveryFacts(
  db: Db,
  shopId: ShopId,
  messages: readonly MessageRef[],
  { shop, sender, settings, planFullUntil }: SendingSetup,
  now: Date,
  known: ReadonlyMap<string, Surroundings> | null = null,
): Promise<DeliveryFacts[]> {
  const profileIds = [...new Set(messages.map(({ profileId }) => profileId))];
  const runs = await loadRuns(db, shopId, messages, now);
  const surroundings = known ?? (await loadSurroundings(db, shopId, messages));
  const wishes = await loadWishes(db, shopId, messages, profileIds);
  const caps = await findMailCaps(db, shopId, profileIds);
  const recent = await loadRecentMarketing(db, shopId, messages, profileIds, now);
  const intents = messages.map(({ intent }) => intent);
  const unpublished = await findUnpublished(db, shopId, intents);
  const sameSent = await loadSameSent(db, shopId, messages, settings, now);

  return messages.flatMap((message, i) => {
    const run = runs[i];
    const around = surroundings.get(message.messageId);
    if (!run || !around) return [];
    return [
      {
        intent: message.intent,
        expiresAt: message.expiresAt,
        isDraft: unpublished.has(message.intent.templateId),
        isShopInstalled: shop.isInstalled,
        accessLostAt: shop.accessLostAt,
        closedAs: shop.closedAs,
        shopTimeZone: shop.timeZone,
        ...around,
        run,
        recentMarketingAt: recent.get(message.profileId) ?? [],
        sameSentAt: sameSent.get(message.messageId) ?? null,
        wishes: wishes.get(message.profileId) ?? null,
        tolerated: caps.get(message.profileId) ?? null,
        missingSetup: sender.kind === "missing" ? sender.missing : null,
        planFullUntil: planFullUntil ?? null,
      },
    ];
  });
}

/**
 * Reads what speaks against messages whatever the time: of those that are frozen nothing else is asked.
 *
 * @returns the facts by message id
 */
export async function loadSkipFacts(
  db: Db,
  shopId: ShopId,
  messages: readonly MessageRef[],
  { shop }: Pick<SendingSetup, "shop">,
  now: Date,
): Promise<Map<string, SkipFacts>> {
  const runs = await loadRuns(db, shopId, messages, now);
  const surroundings = await loadSurroundings(db, shopId, messages);
  const profileIds = messages.map(({ profileId }) => profileId);
  const wishes = await listPreferences(db, shopId, profileIds);
  return new Map(
    messages.flatMap(({ messageId, profileId, intent }, i) => {
      const run = runs[i];
      const around = surroundings.get(messageId);
      if (!run || !around) return [];
      const chosen = wishes.get(profileId) ?? null;
      const facts = {
        ...{ intent, isShopInstalled: shop.isInstalled, ...around, run, wishes: chosen },
        shopTimeZone: shop.timeZone,
      };
      return [[messageId, facts]];
    }),
  );
}

/** What the rules look at of each message's recipient and of what it is about. */
function loadRuns(
  db: Db,
  shopId: ShopId,
  messages: readonly MessageRef[],
  now: Date,
): Promise<RunFacts[]> {
  return loadRunFacts(
    db,
    shopId,
    messages.map(({ profileId, intent }) => ({ profileId, about: intent.trigger })),
    lookedAtByMails(messages.map(({ intent }) => intent)),
    now,
  );
}

type Surroundings = Pick<DeliveryFacts, "countryCode" | "flowStatus" | "runExit">;

/** What stands around each message: its recipient's country, its flow and its run. */
async function loadSurroundings(
  db: Db,
  shopId: ShopId,
  messages: readonly MessageRef[],
): Promise<Map<string, Surroundings>> {
  const rows = await db.$queryRaw<Row[]>`
    select message.message_id as "messageId", profile.country_code as "countryCode",
      coalesce(case campaign.status when 'paused' then 'paused' when 'cancelled' then 'archived'
        when 'scheduled' then 'live' when 'sending' then 'live' end, flow.status, 'archived') as "flowStatus",
      case when enrollment.state = 'exited' then enrollment.exit_reason end as "runExit"
    from message
    join profile on profile.shop_id = message.shop_id and profile.profile_id = message.profile_id
    left join flow on flow.shop_id = message.shop_id and flow.flow_id = message.flow_id
    left join campaign on campaign.shop_id = message.shop_id
      and campaign.campaign_id = message.campaign_id
    left join enrollment on enrollment.shop_id = message.shop_id
      and enrollment.enrollment_id = message.enrollment_id
    where message.shop_id = ${shopId}
      and message.message_id = any(${messages.map(({ messageId }) => messageId)}::text[])`;
  return new Map(
    rows.map(({ messageId, countryCode, flowStatus, runExit }) => [
      messageId,
      {
        countryCode,
        flowStatus: FlowStatus.parse(flowStatus),
        runExit: ExitReason.nullable().parse(runExit),
      },
    ]),
  );
}

interface Row {
  readonly messageId: string;
  readonly countryCode: string | null;
  readonly flowStatus: string;
  readonly runExit: string | null;
}

/** What recipients chose; most chose nothing, and cost one short query together. */
async function loadWishes(
  db: Db,
  shopId: ShopId,
  messages: readonly MessageRef[],
  profileIds: readonly string[],
): Promise<Map<string, Wishes>> {
  const preferences = await listPreferences(db, shopId, profileIds);
  if (preferences.size === 0) return new Map();
  const rows = await db.$queryRaw<{ profileId: string; at: Date }[]>`
    select profile_id as "profileId", max(coalesce(sent_at, next_attempt_at)) as at from message
    where shop_id = ${shopId} and profile_id = any(${[...preferences.keys()]}::text[])
      and not message_id = any(${messages.map(({ messageId }) => messageId)}::text[])
      and state in ('sending', 'sent', 'unknown')
    group by profile_id`;
  const lastAt = new Map(rows.map(({ profileId, at }) => [profileId, at]));
  return new Map(
    [...preferences].map(([profileId, chosen]) => [
      profileId,
      { ...chosen, lastMarketingAt: lastAt.get(profileId) ?? null },
    ]),
  );
}

/** Mails of the last seven days, and of those before a campaign's own time, that left, are leaving, or may have left. */
async function loadRecentMarketing(
  db: Db,
  shopId: ShopId,
  messages: readonly MessageRef[],
  profileIds: string[],
  now: Date,
): Promise<Map<string, Date[]>> {
  const since = laterBy(earliestAsked(messages, now), -DurationMs.days(7));
  const rows = await db.$queryRaw<{ profileId: string; at: Date }[]>`
    select profile_id as "profileId", coalesce(sent_at, next_attempt_at) as at from message
    where shop_id = ${shopId} and profile_id = any(${profileIds}::text[])
      and not message_id = any(${messages.map(({ messageId }) => messageId)}::text[])
      and state in ('sending', 'sent', 'unknown')
      and coalesce(sent_at, next_attempt_at) >= ${since}::timestamptz`;
  const recent = new Map<string, Date[]>();
  for (const { profileId, at } of rows) {
    recent.set(profileId, [...(recent.get(profileId) ?? []), at]);
  }
  return recent;
}

/** When a message with the same repeat key last left for its recipient, by message id. */
async function loadSameSent(
  db: Db,
  shopId: ShopId,
  messages: readonly MessageRef[],
  { repeatDays }: Pick<SendingSettings, "repeatDays">,
  now: Date,
): Promise<Map<string, Date>> {
  const since = messages.map(({ intent }) => repeatSince(intent, repeatDays, now).getTime());
  const rows = await db.$queryRaw<{ profileId: string; at: Date; intent: unknown }[]>`
    select profile_id as "profileId", coalesce(sent_at, next_attempt_at) as at, intent from message
    where shop_id = ${shopId}
      and profile_id = any(${[...new Set(messages.map(({ profileId }) => profileId))]}::text[])
      and not message_id = any(${messages.map(({ messageId }) => messageId)}::text[])
      and state in ('sending', 'sent', 'unknown')
      and intent->>'templateId' = any(${[...new Set(messages.map(({ intent }) => intent.templateId))]}::text[])
      and coalesce(sent_at, next_attempt_at) >= ${new Date(Math.min(...since, now.getTime()))}::timestamptz`;
  const lastAt = new Map<string, Date>();
  for (const { profileId, at, intent } of rows) {
    const parsed = MessageIntent.safeParse(intent);
    const key = parsed.success ? repeatKeyOf(parsed.data) : null;
    if (key === null) continue;
    const seat = `${profileId}|${key}`;
    const known = lastAt.get(seat);
    if (known === undefined || known < at) lastAt.set(seat, at);
  }
  return new Map(
    messages.flatMap(({ messageId, profileId, intent }) => {
      const at = lastAt.get(`${profileId}|${repeatKeyOf(intent)}`);
      return at ? [[messageId, at] as const] : [];
    }),
  );
}

/** The earliest instant of which it is asked who had had enough mail. */
function earliestAsked(messages: readonly MessageRef[], now: Date): Date {
  const ownTimes = messages.flatMap(({ intent }) =>
    intent.origin === "campaign" && intent.ownTimeAt ? intent.ownTimeAt.getTime() : [],
  );
  return new Date(ownTimes.reduce((first, ms) => Math.min(first, ms), now.getTime()));
}
