import { Prisma } from "~/generated/prisma/client";
import { readRows, readTogether } from "~/db-reads.server";
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
  valuePending,
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
 * Loads the facts for these messages in few statements, whose number does not depend on that of the messages. Inside a
 * transaction all reads use it.
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
  const intents = messages.map(({ intent }) => intent);
  const [
    enrollments,
    surroundings,
    preferences,
    caps,
    recent,
    unpublished,
    results,
    rows,
    sameSent,
  ] = await readTogether(db, () =>
    Promise.all([
      loadFactsForMessages(db, shopId, messages, now),
      known ?? loadSurroundings(db, shopId, messages),
      loadRecipientPreferences(db, shopId, messages, profileIds),
      findLearnedCaps(db, shopId, profileIds, now),
      loadRecentMarketing(db, shopId, messages, profileIds, now),
      findUnpublished(db, shopId, intents),
      loadFlowResults(db, shopId, now),
      loadPending(db, shopId, profileIds, now),
      loadSameSent(db, shopId, messages, settings, now),
    ]),
  );
  const pending = valuePending(rows, results);

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
  const profileIds = messages.map(({ profileId }) => profileId);
  const [enrollments, surroundings, preferences] = await readTogether(db, () =>
    Promise.all([
      loadFactsForMessages(db, shopId, messages, now),
      loadSurroundings(db, shopId, messages),
      listPreferences(db, shopId, profileIds),
    ]),
  );
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
  const rows = await readRows<Row>(
    db,
    Prisma.sql`
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
      and message.message_id = any(${messages.map(({ messageId }) => messageId)}::text[])`,
  );
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
  const rows = await readRows<{ profileId: ProfileId; at: Date }>(
    db,
    Prisma.sql`
    select profile_id as "profileId", max(coalesce(sent_at, attempted_at)) as at from message_status
    where shop_id = ${shopId} and profile_id = any(${[...preferences.keys()]}::text[])
      and not message_id = any(${messages.map(({ messageId }) => messageId)}::text[])
      and state in ('sending', 'sent', 'unknown')
    group by profile_id`,
    { at: "instant" },
  );
  const lastAt = new Map(rows.map(({ profileId, at }) => [profileId, at]));
  return new Map(
    [...preferences].map(([profileId, chosen]) => [
      profileId,
      { ...chosen, lastMarketingAt: lastAt.get(profileId) ?? null },
    ]),
  );
}
