import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { ActionStep } from "~/flows/definition/action-step";
import { FlowStatus } from "~/flows/definition/flow-status";
import type { ShopId } from "~/lib/shop-id";
import type { ActionFacts } from "../action-rule";

/** A step that acts outside Kindred, claimed by this worker until its lease ends. */
export interface ClaimedAction<Step extends ActionStep = ActionStep> extends ActionFacts {
  readonly actionId: string;
  readonly enrollmentId: string;
  readonly flowId: string;
  readonly flowVersion: number;
  readonly flowName: string;
  readonly step: Step;
  readonly objectKey: string;
  readonly plannedAt: Date;
  readonly firstTriedAt: Date;
  /** Attempts so far, this one included. Fencing token: a worker that finds another number has lost the claim. */
  readonly attempts: number;
}

export interface ActionEnd {
  readonly state: "due" | "done" | "skipped" | "failed";
  readonly reason: string | null;
  /** When to retry an action that is still due. */
  readonly nextAttemptAt?: Date;
}

type Kind = ActionStep["kind"];

/** Longer than the calls of one slice can take, even when every receiver is slow. */
const LEASE_MS = 10 * 60_000;

/** Claims due actions of one kind, longest due first. Actions of a paused flow wait. */
export async function claimActions(
  db: Db,
  shopId: ShopId,
  { kind, limit }: { readonly kind: Kind; readonly limit: number },
  now: Date,
): Promise<ClaimedAction[]> {
  const rows = await db.$queryRaw<ActionRow[]>`
    with due as (
      select it.action_id, flow.name, flow.status, profile.customer_id,
        coalesce(profile.deleted_at is not null, true) as is_deleted, enrollment.object_key
      from flow_action it
      join shop on shop.shop_id = it.shop_id and shop.uninstalled_at is null
      join flow on flow.shop_id = it.shop_id and flow.flow_id = it.flow_id
      join enrollment on enrollment.shop_id = it.shop_id
        and enrollment.enrollment_id = it.enrollment_id
      left join profile on profile.shop_id = it.shop_id and profile.profile_id = it.profile_id
      where it.shop_id = ${shopId} and it.kind = ${kind} and it.state = 'due'
        and it.next_attempt_at <= ${now}::timestamptz
        and (it.lease_until is null or it.lease_until <= ${now}::timestamptz)
        and flow.status <> 'paused'
      order by it.next_attempt_at, it.action_id
      limit ${limit}
      for update of it skip locked
    )
    update flow_action it set
      attempts = it.attempts + 1, lease_until = ${new Date(now.getTime() + LEASE_MS)}::timestamptz,
      first_tried_at = coalesce(it.first_tried_at, ${now}::timestamptz)
    from due where it.shop_id = ${shopId} and it.action_id = due.action_id
    returning it.action_id as "actionId", it.enrollment_id as "enrollmentId",
      it.flow_id as "flowId", it.flow_version as "flowVersion", it.action,
      it.planned_at as "plannedAt", it.first_tried_at as "firstTriedAt", it.attempts,
      due.name as "flowName", due.status as "flowStatus", due.customer_id as "customerId",
      due.is_deleted as "isProfileDeleted", due.object_key as "objectKey"`;
  return rows.map(({ action, flowStatus, ...row }) => ({
    ...row,
    flowStatus: FlowStatus.parse(flowStatus),
    step: ActionStep.parse(action),
  }));
}

interface ActionRow extends Omit<ClaimedAction, "step" | "flowStatus"> {
  readonly action: unknown;
  readonly flowStatus: string;
}

/** Records the outcome of an action, unless another worker has claimed it since. */
export async function settleAction(
  db: Db,
  shopId: ShopId,
  { actionId, attempts }: Pick<ClaimedAction, "actionId" | "attempts">,
  { state, reason, nextAttemptAt }: ActionEnd,
  now: Date,
): Promise<void> {
  await db.flowAction.updateMany({
    where: { shopId, actionId, attempts, state: "due" },
    data: {
      state,
      reason,
      leaseUntil: null,
      nextAttemptAt: nextAttemptAt ?? null,
      endedAt: state === "due" ? null : now,
    },
  });
}

/** Postpones all calls to an unreachable URL, since one attempt shows it. */
export async function postponeCalls(
  db: Db,
  shopId: ShopId,
  { url, until, reason }: { readonly url: string; readonly until: Date; readonly reason: string },
  now: Date,
): Promise<void> {
  await db.$executeRaw`
    update flow_action set next_attempt_at = ${until}::timestamptz, reason = ${reason}
    where shop_id = ${shopId} and kind = 'webhook' and state = 'due' and lease_until is null
      and next_attempt_at <= ${now}::timestamptz and action->>'url' = ${url}`;
}

/** Installed shops with a due action of this kind whose flow is not paused. */
export function selectShopsWithDueActions(now: Date, kind: Kind): Prisma.Sql {
  return Prisma.sql`
    select shop.shop_id as "shopId" from shop
    where shop.uninstalled_at is null and exists (
      select 1 from flow_action it
      join flow on flow.shop_id = it.shop_id and flow.flow_id = it.flow_id
      where it.shop_id = shop.shop_id and it.kind = ${kind} and it.state = 'due'
        and it.next_attempt_at <= ${now}::timestamptz and flow.status <> 'paused')`;
}
