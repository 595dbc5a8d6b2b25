import type { Db } from "~/db.server";
import { addMs } from "~/flows/definition/duration";
import { Prisma } from "~/generated/prisma/client";
import { ActionStep } from "~/flows/definition/action-step";
import { FlowStatus } from "~/flows/definition/flow-status";
import {
  claimDueRows,
  INSTALLED,
  postponeDueRows,
  retryAt,
  selectShopsWithDueRows,
  settleDueRows,
  type Claim,
  nextDueRowTimes,
} from "~/jobs/due-rows.server";
import type { ShopId } from "~/lib/shop-id";
import type { ActionFacts } from "../action-rule";

const DUE_ACTIONS = {
  name: "flow_action",
  key: { actionId: "text" },
  states: ["due"],
  // Longer than the calls of one slice can take, even when every receiver is slow.
  leaseMs: 10 * 60_000,
  retry: { firstMs: 30_000, longestMs: 6 * 3_600_000 },
} as const;

/** How long an action is retried. */
const GIVE_UP_AFTER_MS = 3 * 86_400_000;

/** A step that acts outside Kindred, claimed by this worker until its lease ends. */
export interface ClaimedAction<Step extends ActionStep = ActionStep>
  extends ActionFacts, Claim<"actionId"> {
  readonly actionId: string;
  readonly enrollmentId: string;
  readonly flowId: string;
  readonly flowVersion: number;
  readonly flowName: string;
  readonly step: Step;
  readonly objectKey: string;
  readonly plannedAt: Date;
  readonly firstTriedAt: Date;
}

/** How an attempt ended: done, or skipped or failed because of `lastError`, or still due. */
export interface ActionEnd {
  readonly state: "due" | "done" | "skipped" | "failed";
  readonly nextRunAt: Date | null;
  readonly lastError: string | null;
}

type Kind = ActionStep["kind"];

const isActive = (kind: Kind) => ({
  join: Prisma.sql`${INSTALLED} join flow on flow.shop_id = it.shop_id and flow.flow_id = it.flow_id`,
  and: Prisma.sql`it.kind = ${kind} and flow.status <> 'paused'`,
});

/** Claims due actions of one kind. Actions of a paused flow wait. */
export async function claimActions(
  db: Db,
  shopId: ShopId,
  { kind, limit }: { readonly kind: Kind; readonly limit: number },
  now: Date,
): Promise<ClaimedAction[]> {
  const query = {
    ...isActive(kind),
    limit,
    set: Prisma.sql`first_tried_at = coalesce(it.first_tried_at, ${now}::timestamptz)`,
    select: Prisma.sql`it.enrollment_id as "enrollmentId", it.flow_id as "flowId",
      it.flow_version as "flowVersion", it.action, it.planned_at as "plannedAt",
      it.first_tried_at as "firstTriedAt", flow.name as "flowName", flow.status as "flowStatus",
      profile.customer_id as "customerId", enrollment.object_key as "objectKey",
      coalesce(profile.deleted_at is not null, true) as "isProfileDeleted"`,
    selectJoin: Prisma.sql`
      join flow on flow.shop_id = it.shop_id and flow.flow_id = it.flow_id
      join enrollment on enrollment.shop_id = it.shop_id and enrollment.enrollment_id = it.enrollment_id
      left join profile on profile.shop_id = it.shop_id and profile.profile_id = it.profile_id`,
  };
  const rows = await claimDueRows<ActionRow>(db, DUE_ACTIONS, shopId, query, now);
  return rows.map(({ action, flowStatus, ...row }) => ({
    ...row,
    flowStatus: FlowStatus.parse(flowStatus),
    step: ActionStep.parse(action),
  }));
}

interface ActionRow extends Omit<ClaimedAction, "step" | "flowStatus"> {
  readonly actionId: string;
  readonly attempts: number;
  readonly leaseUntil: Date;
  readonly action: unknown;
  readonly flowStatus: string;
}

/** The end of an attempt that failed: due again after a back-off, or failed after three days. */
export function endFailedAction(
  action: Pick<ClaimedAction, "actionId" | "attempts" | "firstTriedAt">,
  lastError: string,
  now: Date,
): ActionEnd {
  const nextRunAt = retryAt(DUE_ACTIONS, action, now);
  return nextRunAt > addMs(action.firstTriedAt, GIVE_UP_AFTER_MS)
    ? { state: "failed", nextRunAt: null, lastError }
    : { state: "due", nextRunAt, lastError };
}

/** Records the outcome of an action, unless another worker has claimed it since. */
export async function settleAction(
  db: Db,
  shopId: ShopId,
  action: ClaimedAction,
  end: ActionEnd,
  now: Date,
): Promise<void> {
  const endedAt = end.state === "due" ? null : now;
  await settleDueRows(db, DUE_ACTIONS, shopId, [{ row: action, end }], {
    set: Prisma.sql`ended_at = ${endedAt}::timestamptz`,
  });
}

/** Postpones all calls to an unreachable URL, since one attempt shows it. */
export async function postponeCalls(
  db: Db,
  shopId: ShopId,
  url: string,
  { nextRunAt, lastError }: { readonly nextRunAt: Date; readonly lastError: string },
  now: Date,
): Promise<void> {
  const and = Prisma.sql`it.kind = 'webhook' and it.action->>'url' = ${url}`;
  await postponeDueRows(db, DUE_ACTIONS, shopId, { until: nextRunAt, lastError, and }, now);
}

/** Installed shops with a due action of this kind whose flow is not paused. */
export const selectShopsWithDueActions = (now: Date, kind: Kind): Prisma.Sql =>
  selectShopsWithDueRows(DUE_ACTIONS, now, isActive(kind));

/** When a shop's next action is due. */
export const nextActionTimes = (now: Date): readonly Prisma.Sql[] =>
  nextDueRowTimes(DUE_ACTIONS, now);
