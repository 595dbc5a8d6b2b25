import type { Experiment } from "~/experiments/optimization/experiment";
import { recordHours } from "~/experiments/optimization/draw-hours.server";
import { applyBestHours } from "./apply-best-hours.server";
import type { Tx } from "~/db.server";
import { derivedId } from "~/lib/derived-id.server";
import { Prisma } from "~/generated/prisma/client";
import { planMessagesSql } from "~/outbox/message-store.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { toStoredIntent } from "../definition/send-step";
import type { FunnelStage } from "../definition/trigger";
import { cancelPlanned } from "./exit-enrollments.server";
import { planActions, recordProperties } from "./enrollment-effects.server";
import type { ClaimedEnrollment } from "./due-enrollment-store.server";
import type { Command } from "../rules/plan-step";

/** The outcome of a claimed enrollment: it continues, waits longer for its trigger, or is rejected. */
export type AdvanceOutcome =
  | {
      readonly kind?: "goes_on";
      readonly enrollment: ClaimedEnrollment;
      readonly commands: readonly Command[];
      /** Funnel stage of an enrollment that enters its flow now. */
      readonly stage?: FunnelStage | null;
    }
  | { readonly kind: "waits"; readonly enrollment: ClaimedEnrollment; readonly firesAt: Date }
  | { readonly kind: "refused"; readonly enrollment: ClaimedEnrollment };

/** What decides when planned emails leave. */
export interface EmailSettings {
  readonly isBaseline: (profileId: ProfileId) => boolean;
  readonly hourExperiments: readonly Experiment[];
}

type Advanced = Extract<AdvanceOutcome, { commands: readonly Command[] }>;
type StillWaiting = Extract<AdvanceOutcome, { kind: "waits" }>;

/**
 * Saves the outcomes of due enrollments with their planned messages.
 * Skips enrollments whose claim was lost.
 *
 * @returns ids of the saved enrollments
 */
export async function settleEnrollments(
  tx: Tx,
  shopId: ShopId,
  claimed: readonly AdvanceOutcome[],
  emails: EmailSettings,
  now: Date,
): Promise<Set<string>> {
  const steps = claimed.filter((step) => "commands" in step);
  const rows = steps.map(({ enrollment, commands }) => {
    const last = commands.at(-1);
    return {
      enrollment_id: enrollment.enrollmentId,
      attempts: enrollment.attempts,
      version: enrollment.version,
      variant: enrollment.variant,
      enrolled_at: enrollment.state === "scheduled" ? now : null,
      state: last?.kind === "wait" ? "active" : "ended",
      exit_reason: last?.kind === "exit" ? last.reason : null,
      step_id: last?.kind === "wait" ? last.stepId : enrollment.stepId,
      next_run_at: last?.kind === "wait" ? last.until : null,
      waits_since: (last?.kind === "wait" ? last.since : null) ?? null,
      ended_at: last?.kind === "wait" ? null : now,
    };
  });
  const rowsOf = ({ enrollment, commands }: Advanced) =>
    commands.flatMap((command) =>
      command.kind === "plan_message"
        ? [
            {
              ...toMessageRow(shopId, enrollment, command, now),
              inBaseline: emails.isBaseline(enrollment.profileId),
            },
          ]
        : [],
    );
  const planned = await applyBestHours(
    tx,
    shopId,
    steps.flatMap(rowsOf),
    emails.hourExperiments,
    now,
  );
  const isSettled = Prisma.sql`"enrollmentId" in (select enrollment_id from settled)`;
  // Most slices plan none.
  const planSql =
    planned.emails.length === 0
      ? Prisma.empty
      : Prisma.sql`, ${planMessagesSql(shopId, planned.emails, isSettled)}`;
  // Messages and actions refer to their profile. A projection locks profiles before enrollments; the same order here keeps
  // the two from waiting for each other. The update refers to the count so that PostgreSQL locks the profiles first.
  const writtenTo = steps
    .filter(({ commands }) => commands.some(({ kind }) => kind !== "wait" && kind !== "exit"))
    .map(({ enrollment }) => enrollment.profileId);
  const settled = await tx.$queryRaw<{ enrollmentId: string }[]>`
    with locked as materialized (
      select 1 from profile where shop_id = ${shopId} and profile_id = any(${writtenTo}::text[])
      order by profile_id for key share),
    settled as (update enrollment set
      state = next.state, exit_reason = next.exit_reason, step_id = next.step_id,
      next_run_at = next.next_run_at, ended_at = next.ended_at,
      version = next.version, variant = next.variant,
      context = enrollment.context || jsonb_build_object('waitsSince', next.waits_since),
      enrolled_at = coalesce(next.enrolled_at, enrollment.enrolled_at),
      lease_until = null, updated_at = ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as next (
      enrollment_id text, attempts int, state text, exit_reason text, step_id text,
      next_run_at timestamptz, ended_at timestamptz, version int, variant text, enrolled_at timestamptz,
      waits_since timestamptz)
    where enrollment.shop_id = ${shopId}
      and enrollment.enrollment_id = next.enrollment_id
      and enrollment.attempts = next.attempts
      and enrollment.state in ('scheduled', 'active')
      and (select count(*) from locked) >= 0
    returning enrollment.enrollment_id)${planSql}
    select enrollment_id as "enrollmentId" from settled`;
  const settledIds = new Set(settled.map(({ enrollmentId }) => enrollmentId));
  await extendWait(
    tx,
    shopId,
    claimed.filter((step) => step.kind === "waits"),
    now,
  );
  await deleteRefused(
    tx,
    shopId,
    claimed.filter((step) => step.kind === "refused"),
  );

  await recordHours(tx, shopId, planned.drawn);
  await suppressProfiles(
    tx,
    shopId,
    steps
      .filter(
        ({ enrollment, commands }) =>
          settledIds.has(enrollment.enrollmentId) && commands.some(isSuppress),
      )
      .map(({ enrollment }) => enrollment.profileId),
    now,
  );
  const written = steps.filter(({ enrollment }) => settledIds.has(enrollment.enrollmentId));
  await recordProperties(tx, shopId, written, now);
  await planActions(tx, shopId, written, now);
  await cancelPlannedMessages(tx, shopId, written);
  return settledIds;
}

/** Extends the wait for the trigger. Skips enrollments whose claim was lost. */
async function extendWait(
  tx: Tx,
  shopId: ShopId,
  waits: readonly StillWaiting[],
  now: Date,
): Promise<void> {
  if (waits.length === 0) return;
  const rows = waits.map(({ enrollment, firesAt }) => ({
    enrollment_id: enrollment.enrollmentId,
    attempts: enrollment.attempts,
    next_run_at: firesAt,
  }));
  await tx.$executeRaw`
    update enrollment set next_run_at = next.next_run_at, lease_until = null,
      updated_at = ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as next (
      enrollment_id text, attempts int, next_run_at timestamptz)
    where enrollment.shop_id = ${shopId}
      and enrollment.enrollment_id = next.enrollment_id
      and enrollment.attempts = next.attempts
      and enrollment.state = 'scheduled'`;
}

/** Deletes rejected enrollments. Skips those whose claim was lost. */
async function deleteRefused(
  tx: Tx,
  shopId: ShopId,
  refused: readonly AdvanceOutcome[],
): Promise<void> {
  if (refused.length === 0) return;
  const rows = refused.map(({ enrollment: { enrollmentId, attempts } }) => ({
    enrollment_id: enrollmentId,
    attempts,
  }));
  await tx.$executeRaw`
    delete from enrollment
    using jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as gone (
      enrollment_id text, attempts int)
    where enrollment.shop_id = ${shopId}
      and enrollment.enrollment_id = gone.enrollment_id
      and enrollment.attempts = gone.attempts
      and enrollment.state = 'scheduled'`;
}

function toMessageRow(
  shopId: ShopId,
  enrollment: ClaimedEnrollment,
  command: Extract<Command, { kind: "plan_message" }>,
  now: Date,
) {
  return {
    messageId: derivedId(shopId, "message", enrollment.enrollmentId, command.stepId),
    enrollmentId: enrollment.enrollmentId,
    flowId: enrollment.flowId,
    flowVersion: enrollment.version,
    stepId: command.stepId,
    profileId: enrollment.profileId,
    state: command.state,
    reason: command.reason,
    plannedAt: now,
    nextRunAt: command.notBefore,
    expiresAt: command.expiresAt,
    intent: toStoredIntent(command.intent),
  };
}

const isSuppress = ({ kind }: Command) => kind === "suppress";

/** Suppresses profiles that did not respond to a sunset flow, until a new opt-in. */
async function suppressProfiles(
  tx: Tx,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
  now: Date,
): Promise<void> {
  if (profileIds.length === 0) return;
  await tx.$executeRaw`
    insert into suppression (shop_id, email_index, reason, note, created_at)
    select distinct shop_id, email_index, 'sunset', 'No reaction to many emails', ${now}::timestamptz
    from profile
    where shop_id = ${shopId} and profile_id = any(${[...profileIds]}::text[])
      and email_index is not null
    on conflict do nothing`;
}

/** Cancels the planned messages of enrollments that end early. */
async function cancelPlannedMessages(
  tx: Tx,
  shopId: ShopId,
  steps: readonly Advanced[],
): Promise<void> {
  for (const { enrollment, commands } of steps) {
    const exit = commands.find((command) => command.kind === "exit");
    if (!exit) continue;
    await cancelPlanned(tx, shopId, [enrollment.enrollmentId], exit.reason);
  }
}
