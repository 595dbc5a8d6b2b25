import { HoldoutSettings } from "~/experiments/holdout-settings";
import type { Db } from "~/db.server";
import { keepCount } from "~/lib/keep-count.server";
import type { ShopId } from "~/lib/shop-id";
import { DurationMs, addMs } from "~/flows/definition/duration";
import { listSegmentRules, type FlowDefinition } from "~/flows/definition/flow";
import { RepeatSettings } from "~/flows/repeat-settings";
import type { FlowStatus } from "~/flows/definition/flow-status";
import { loadRuleNames } from "~/pages/segments/rule-names.server";
import type { RuleNames } from "~/segments/words/describe-condition";
import { findFlow, type StoredFlow } from "~/flows/flow-store.server";
import { loadFlowVersions } from "~/flows/flow-version-store.server";
import { countMove, planMove, type MoveCounts } from "~/flows/moving/plan-move";
import { isDeletable } from "~/flows/status/delete-flow.server";
import { SUMMARY_DAYS } from "./flow-summary";

/** Counts of a step over all versions of the flow, for recently planned messages. */
interface StepCounts {
  /** Active enrollments at this step, whenever they started. */
  readonly waiting: number;
  /** Messages planned but not sent. */
  readonly planned: number;
  readonly sent: number;
  /** Messages skipped or failed. */
  readonly skipped: number;
  /** Messages withheld from the holdout. */
  readonly withheld: number;
  /** Messages with a human click. */
  readonly clicked: number;
  readonly orders: number;
  readonly netMinor: number;
}

export interface FlowPageData {
  readonly flowId: string;
  readonly name: string;
  readonly status: FlowStatus;
  readonly version: number;
  readonly definition: FlowDefinition;
  readonly currency: string;
  readonly timeZone: string;
  /** Names for describing its rules. */
  readonly names: RuleNames;
  /** The shop's holdout rate, used if the flow has none. */
  readonly shopHoldoutRate: number;
  /** The shop's minimum days between repeats of an email, used if the flow has none. */
  readonly shopRepeatDays: number;
  /** By step id; steps without counts are absent. */
  readonly numbers: Readonly<Record<string, StepCounts>>;
  /** Of `numbers`, except those that wait: `Counted`. */
  readonly countedAt: string | null;
  /** All active enrollments, and recent ones that ended. */
  readonly enrollments: {
    readonly active: number;
    readonly completed: number;
    readonly holdout: number;
  };
  readonly exits: readonly { readonly reason: string; readonly count: number }[];
  /** Active enrollments on earlier versions, and the effect of moving them to this one. */
  readonly earlier: MoveCounts;
  /** Whether a move is in progress. */
  readonly isMoving: boolean;
  /** Whether it is a custom flow without any enrollment. */
  readonly isDeletable: boolean;
}

/**
 * A flow with the counts of its steps in the last `SUMMARY_DAYS` days, or null if the
 * shop has no such flow.
 */
export async function findFlowPage(
  db: Db,
  shopId: ShopId,
  flowId: string,
  now: Date,
): Promise<FlowPageData | null> {
  const flow = await findFlow(db, shopId, flowId);
  if (!flow) return null;
  const since = addMs(now, -DurationMs.days(SUMMARY_DAYS));
  const [{ timeZone }, names, settings, counted, groups] = await Promise.all([
    db.shop.findUniqueOrThrow({ where: { shopId }, select: { timeZone: true } }),
    loadRuleNames(db, shopId, listSegmentRules(flow.definition)),
    db.settings.findUnique({ where: { shopId }, select: { sending: true } }),
    keepCount(shopId, `flow/${flowId}`, { now, sizeOf: countRead }, () =>
      countSteps(db, shopId, flowId, since),
    ),
    countEnrollments(db, shopId, flowId, since),
  ]);
  const sumGroups = (fits: (group: (typeof groups)[number]) => boolean) =>
    groups.filter(fits).reduce((sum, group) => sum + group._count._all, 0);
  const exitReasons = [...new Set(groups.flatMap(({ exitReason }) => exitReason ?? []))];
  return {
    flowId,
    name: flow.definition.name,
    status: flow.status,
    version: flow.version,
    definition: flow.definition,
    currency: names.currency,
    timeZone,
    names,
    shopHoldoutRate: HoldoutSettings.parse(settings?.sending ?? {}).holdoutRate,
    shopRepeatDays: RepeatSettings.parse(settings?.sending ?? {}).repeatDays,
    numbers: Object.fromEntries(
      flow.definition.steps.flatMap(({ stepId }) => {
        const waiting = sumGroups((group) => group.state === "active" && group.stepId === stepId);
        const step = counted.value.find((row) => row.stepId === stepId);
        return waiting > 0 || step ? [[stepId, { ...NO_COUNTS, ...step?.numbers, waiting }]] : [];
      }),
    ),
    countedAt: counted.countedAt,
    enrollments: {
      active: sumGroups((group) => group.state === "active"),
      completed: sumGroups((group) => group.state === "ended" && group.exitReason === null),
      holdout: sumGroups((group) => group.variant === "holdout"),
    },
    exits: exitReasons
      .map((reason) => ({
        reason,
        count: sumGroups((group) => group.exitReason === reason),
      }))
      .sort((a, b) => b.count - a.count),
    earlier: await countOnEarlierVersions(db, shopId, flow, groups),
    isMoving: flow.movesTo !== null,
    isDeletable: await isDeletable(db, shopId, flow),
  };
}

/** Active enrollments, and those of the counted days that ended: in one statement, no index would serve both. */
async function countEnrollments(db: Db, shopId: ShopId, flowId: string, since: Date) {
  const count = (where: { readonly state: string; readonly enrolledAt?: { readonly gte: Date } }) =>
    db.enrollment.groupBy({
      by: ["state", "variant", "exitReason", "version", "stepId"],
      where: { shopId, flowId, ...where },
      _count: { _all: true },
    });
  const [active, ended] = await Promise.all([
    count({ state: "active" }),
    count({ state: "ended", enrolledAt: { gte: since } }),
  ]);
  return [...active, ...ended];
}

interface EnrollmentGroup {
  readonly state: string;
  readonly version: number;
  readonly stepId: string | null;
  readonly _count: { readonly _all: number };
}

async function countOnEarlierVersions(
  db: Db,
  shopId: ShopId,
  { flowId, version: newest, definition }: StoredFlow,
  groups: readonly EnrollmentGroup[],
): Promise<MoveCounts> {
  const earlier = groups.filter(({ state, version }) => state === "active" && version < newest);
  const refs = earlier.map(({ version }) => ({ flowId, version }));
  const definitionOf = await loadFlowVersions(db, shopId, refs);
  const moves = new Map(
    refs.map((ref) => [ref.version, planMove(definitionOf(ref), definition)] as const),
  );
  return countMove(
    earlier.map(({ stepId, version, _count }) => ({ stepId, version, count: _count._all })),
    (version) => moves.get(version) ?? new Map<string, null>(),
  );
}

const NO_COUNTS = {
  planned: 0,
  sent: 0,
  skipped: 0,
  withheld: 0,
  clicked: 0,
  orders: 0,
  netMinor: 0,
};

/** The clicks in emails of other flows and of campaigns are read, too. */
const countRead = (steps: Awaited<ReturnType<typeof countSteps>>): number =>
  steps.reduce((sum, { numbers }) => sum + numbers.sent, steps[0]?.allClicked ?? 0);

/** Counts the flow's recent messages, human clicks and attributed orders in one pass. */
async function countSteps(db: Db, shopId: ShopId, flowId: string, since: Date) {
  type Row = Omit<typeof NO_COUNTS, "netMinor"> & {
    stepId: string;
    netMinor: bigint;
    allClicked: number;
  };
  const rows = await db.$queryRaw<Row[]>`
    with clicked as materialized (
      select distinct message_id from engagement_event
      where shop_id = ${shopId} and kind = 'click' and classification = 'human'
        and occurred_at >= ${since}::timestamptz
    )
    select m.step_id as "stepId", (select count(*)::int from clicked) as "allClicked",
      count(*) filter (where m.state in ('planned', 'sending'))::int as planned,
      count(*) filter (where m.state = 'sent')::int as sent,
      count(*) filter (where m.state in ('skipped', 'failed', 'unknown'))::int as skipped,
      count(*) filter (where m.state = 'withheld')::int as withheld,
      count(clicked.message_id)::int as clicked,
      coalesce(sum(credit.orders), 0)::int as orders,
      coalesce(sum(credit.net_minor), 0)::bigint as "netMinor"
    from message_status m
    left join clicked on clicked.message_id = m.message_id
    left join (
      select message_id, count(*) as orders, sum(gross_minor - refunded_minor) as net_minor
      from attribution
      where shop_id = ${shopId} and flow_id = ${flowId} and ordered_at >= ${since}::timestamptz
      group by message_id
    ) credit on credit.message_id = m.message_id
    where m.shop_id = ${shopId} and m.flow_id = ${flowId} and m.step_id is not null
      and m.planned_at >= ${since}::timestamptz
    group by m.step_id`;
  return rows.map(({ stepId, allClicked, ...numbers }) => ({
    stepId,
    allClicked,
    numbers: { ...numbers, netMinor: Number(numbers.netMinor) },
  }));
}
