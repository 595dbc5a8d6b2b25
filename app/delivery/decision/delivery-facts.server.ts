import type { Db } from "~/db.server";
import { findLearnedCaps } from "~/experiments/frequency/learned-caps.server";
import { getFactsRequiredByMessages } from "~/flows/facts/required-facts";
import { ExitReason } from "~/flows/rules/exit-reason";
import { FlowStatus } from "~/flows/definition/flow-status";
import type { EnrollmentFacts } from "~/flows/rules/enrollment-facts";
import { loadEnrollmentFacts } from "~/flows/facts/enrollment-facts-store.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { findUnpublished } from "~/messages/templates/unpublished-emails.server";
import type { MessageIntent } from "~/messages/message";
import { listPreferences } from "~/profiles/preferences/preferences-store.server";
import type { DeliveryFacts, SkipFacts } from "./decide-delivery";
import type { RecipientPreferences } from "./apply-preferences";
import { valueOf } from "./message-value";
import {
  loadFlowResults,
  loadPending,
  loadRecentMarketing,
  loadSameSent,
  sourceOf,
} from "./other-messages.server";
import type { SendingSetup } from "./sending-setup.server";

/** The stored fields of a message that is due. */
export interface MessageRef {
  readonly messageId: string;
  readonly profileId: ProfileId;
  readonly expiresAt: Date;
  readonly intent: MessageIntent;
}

/**
 * Loads the facts for these messages in a fixed number of statements. Inside a transaction all reads use it.
 *
 * @param known the surroundings of messages that are not stored, by message id; null: load them
 * @returns the messages with their facts, in order; without those that are no longer stored
 */
export async function loadDeliveryFacts<Message extends MessageRef>(
  db: Db,
  shopId: ShopId,
  messages: readonly Message[],
  { shop, sender, settings, planFullUntil }: SendingSetup,
  now: Date,
  known: ReadonlyMap<string, MessageSurroundings> | null = null,
): Promise<(Message & { readonly facts: DeliveryFacts })[]> {
  const profileIds = [...new Set(messages.map(({ profileId }) => profileId))];
  const enrollments = await loadFactsForMessages(db, shopId, messages, now);
  const surroundings = known ?? (await loadSurroundings(db, shopId, messages));
  const preferences = await loadRecipientPreferences(db, shopId, messages, profileIds);
  const caps = await findLearnedCaps(db, shopId, profileIds);
  const recent = await loadRecentMarketing(db, shopId, messages, profileIds, now);
  const intents = messages.map(({ intent }) => intent);
  const unpublished = await findUnpublished(db, shopId, intents);
  const results = await loadFlowResults(db, shopId, now);
  const pending = await loadPending(db, shopId, profileIds, results, now);
  const sameSent = await loadSameSent(db, shopId, messages, settings, now);

  return enrollments.flatMap(({ message, facts: enrollment }) => {
    const found = surroundings.get(message.messageId);
    if (!found) return [];
    const { flowId, ...surrounding } = found;
    const facts: DeliveryFacts = {
      intent: message.intent,
      expiresAt: message.expiresAt,
      isDraft: unpublished.has(message.intent.templateId),
      isShopInstalled: shop.isInstalled,
      accessLostAt: shop.accessLostAt,
      closedAs: shop.closedAs,
      shopTimeZone: shop.timeZone,
      ...surrounding,
      enrollment,
      recentMarketingAt: recent.get(message.profileId) ?? [],
      sameSentAt: sameSent.get(message.messageId) ?? null,
      preferences: preferences.get(message.profileId) ?? null,
      learnedCap: caps.get(message.profileId) ?? null,
      value: valueOf(message.intent.purpose, results.get(sourceOf(message.intent, flowId)) ?? null),
      pending: (pending.get(message.profileId) ?? []).filter(
        ({ messageId }) => messageId !== message.messageId,
      ),
      missingSetup: sender.kind === "missing" ? sender.missing : null,
      planFullUntil: planFullUntil ?? null,
    };
    return [{ ...message, facts }];
  });
}

/**
 * Loads only the facts that can rule out messages at any time, for messages that are already frozen.
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
  const enrollments = await loadFactsForMessages(db, shopId, messages, now);
  const surroundings = await loadSurroundings(db, shopId, messages);
  const profileIds = messages.map(({ profileId }) => profileId);
  const preferences = await listPreferences(db, shopId, profileIds);
  return new Map(
    enrollments.flatMap(({ message: { messageId, profileId, intent }, facts: enrollment }) => {
      const surrounding = surroundings.get(messageId);
      if (!surrounding) return [];
      const { flowStatus, exitReason, countryCode } = surrounding;
      const facts: SkipFacts = {
        ...{ intent, enrollment, flowStatus, exitReason, countryCode },
        isShopInstalled: shop.isInstalled,
        shopTimeZone: shop.timeZone,
        preferences: preferences.get(profileId) ?? null,
      };
      return [[messageId, facts]];
    }),
  );
}

/** Loads the required facts about each recipient and trigger object. */
function loadFactsForMessages<Message extends MessageRef>(
  db: Db,
  shopId: ShopId,
  messages: readonly Message[],
  now: Date,
): Promise<{ readonly message: Message; readonly facts: EnrollmentFacts }[]> {
  return loadEnrollmentFacts(
    db,
    shopId,
    messages.map((message) => ({
      message,
      profileId: message.profileId,
      about: message.intent.trigger,
    })),
    getFactsRequiredByMessages(messages.map(({ intent }) => intent)),
    now,
  );
}

interface MessageSurroundings extends Pick<
  DeliveryFacts,
  "countryCode" | "flowStatus" | "exitReason"
> {
  readonly flowId: string | null;
}

/** Loads each message's recipient country, flow status and enrollment end. */
async function loadSurroundings(
  db: Db,
  shopId: ShopId,
  messages: readonly MessageRef[],
): Promise<Map<string, MessageSurroundings>> {
  const rows = await db.$queryRaw<Row[]>`
    select message.message_id as "messageId", message.flow_id as "flowId", profile.country_code as "countryCode",
      coalesce(case campaign.status when 'paused' then 'paused' when 'canceled' then 'archived'
        when 'scheduled' then 'live' when 'sending' then 'live' end, flow.status, 'archived') as "flowStatus",
      enrollment.exit_reason as "exitReason"
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
    rows.map(({ messageId, flowId, countryCode, flowStatus, exitReason }) => [
      messageId,
      {
        flowId,
        countryCode,
        flowStatus: FlowStatus.parse(flowStatus),
        exitReason: ExitReason.nullable().parse(exitReason),
      },
    ]),
  );
}

interface Row {
  readonly messageId: string;
  readonly flowId: string | null;
  readonly countryCode: string | null;
  readonly flowStatus: string;
  readonly exitReason: string | null;
}

/** Loads recipient preferences. Most recipients have none, which costs one short query for all. */
async function loadRecipientPreferences(
  db: Db,
  shopId: ShopId,
  messages: readonly MessageRef[],
  profileIds: readonly ProfileId[],
): Promise<Map<string, RecipientPreferences>> {
  const preferences = await listPreferences(db, shopId, profileIds);
  if (preferences.size === 0) return new Map();
  const rows = await db.$queryRaw<{ profileId: ProfileId; at: Date }[]>`
    select profile_id as "profileId", max(coalesce(sent_at, attempted_at)) as at from message_status
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
