import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";

/** A message to plan. One that will not be sent ends at once. */
export interface NewMessage {
  readonly messageId: string;
  readonly enrollmentId?: string | null;
  readonly flowId?: string | null;
  readonly flowVersion?: number | null;
  readonly stepId?: string | null;
  readonly campaignId?: string | null;
  readonly variant?: number | null;
  readonly profileId: ProfileId;
  readonly state: "planned" | "skipped" | "withheld";
  readonly reason: string | null;
  readonly plannedAt: Date;
  readonly nextRunAt: Date;
  readonly expiresAt: Date;
  readonly intent: unknown;
  /** Whether the profile is in the baseline group. */
  readonly inBaseline: boolean;
}

/** Plans messages. Skips ids that were planned before, even if they were deleted since. */
export async function planMessages(
  tx: Tx,
  shopId: ShopId,
  messages: readonly NewMessage[],
): Promise<void> {
  if (messages.length === 0) return;
  await tx.$executeRaw`with ${planMessagesSql(shopId, messages, Prisma.sql`true`)} select`;
}

/**
 * SQL of common table expressions that plan messages.
 *
 * @param which a condition on the columns of `wanted`
 */
export const planMessagesSql = (
  shopId: ShopId,
  messages: readonly NewMessage[],
  which: Prisma.Sql,
): Prisma.Sql => Prisma.sql`
    wanted as materialized (
      select * from json_to_recordset(${JSON.stringify(messages)}::json) as wanted (
        "messageId" text, "enrollmentId" text, "flowId" text, "flowVersion" int, "stepId" text, "campaignId" text,
        variant int, "profileId" text, state text, reason text, "plannedAt" timestamptz,
        "nextRunAt" timestamptz, "expiresAt" timestamptz, intent jsonb, "inBaseline" boolean)
      where ${which}),
    identified as (
      insert into message_key (shop_id, message_id) select ${shopId}, "messageId" from wanted
      on conflict do nothing returning message_id),
    new as materialized (
      select wanted.* from wanted join identified on identified.message_id = wanted."messageId"),
    planned as (
      insert into message (shop_id, message_id, enrollment_id, flow_id, flow_version, step_id, campaign_id, variant,
        profile_id, planned_at, expires_at, intent, in_baseline)
      select ${shopId}, "messageId", "enrollmentId", "flowId", "flowVersion", "stepId", "campaignId", variant,
        "profileId", "plannedAt", "expiresAt", intent, "inBaseline" from new),
    ended as (
      insert into message_outcome (shop_id, message_id, state, reason)
      select ${shopId}, "messageId", state, reason from new where state <> 'planned'),
    waiting as (
      insert into message_sending (shop_id, message_id, campaign_id, reason, next_run_at, expires_at)
      select ${shopId}, "messageId", "campaignId", reason, "nextRunAt", "expiresAt" from new
      where state = 'planned')`;

/** End states of messages that are not sent. */
export interface MessageEnd {
  readonly state: "skipped" | "failed" | "unknown";
  readonly reason: string;
}

/**
 * Ends messages without sending them.
 *
 * @param which a condition on `sending`, the row of `message_sending`, and `message`
 * @returns the number of ended messages
 */
export async function endMessages(
  db: Db,
  shopId: ShopId,
  which: Prisma.Sql,
  { state, reason }: MessageEnd,
): Promise<number> {
  return db.$executeRaw`
    with ended as (
      delete from message_sending sending using message
      where sending.shop_id = ${shopId} and message.shop_id = ${shopId}
        and message.message_id = sending.message_id and ${which}
      returning sending.*)
    insert into message_outcome (${OUTCOME_COLUMNS})
    select shop_id, message_id, ${state}, ${reason}, decision, attempts, batch_id, attempted_at, null, provider_id,
      delivery_state
    from ended`;
}

/** The columns of an outcome, for statements that end messages. */
export const OUTCOME_COLUMNS = Prisma.sql`shop_id, message_id, state, reason, decision, attempts, batch_id,
  attempted_at, sent_at, provider_id, delivery_state`;
