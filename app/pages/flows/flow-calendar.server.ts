import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { DurationMs, addMs } from "~/flows/definition/duration";
import { loadFlowVersions } from "~/flows/flow-version-store.server";
import { listFlowNames } from "~/flows/flow-store.server";
import { CALENDAR_DAYS, planCalendar, type DueGroup, type FlowCalendar } from "./plan-calendar";

/** What is due in the shop's live flows in the next days, without the holdout. */
export async function findFlowCalendar(db: Db, shopId: ShopId, now: Date): Promise<FlowCalendar> {
  const { timeZone } = await db.shop.findUniqueOrThrow({
    where: { shopId },
    select: { timeZone: true },
  });
  const until = addMs(now, DurationMs.days(CALENDAR_DAYS));
  const rows = await db.$queryRaw<EnrollmentGroup[]>`
    select enrollment.flow_id as "flowId", enrollment.version, enrollment.step_id as "stepId",
      enrollment.state,
      to_char(greatest(enrollment.next_run_at, ${now}::timestamptz) at time zone ${timeZone},
        'YYYY-MM-DD') as day,
      count(*)::int as count
    from enrollment
    join flow on flow.shop_id = enrollment.shop_id and flow.flow_id = enrollment.flow_id
      and flow.status = 'live'
    where enrollment.shop_id = ${shopId} and enrollment.state in ('scheduled', 'active')
      and enrollment.variant = 'treated' and enrollment.next_run_at < ${until}::timestamptz
    group by 1, 2, 3, 4, 5`;
  const emails = await db.$queryRaw<{ flowId: string; day: string; count: number }[]>`
    select message.flow_id as "flowId",
      to_char(greatest(message.next_run_at, ${now}::timestamptz) at time zone ${timeZone},
        'YYYY-MM-DD') as day,
      count(*)::int as count
    from message_status message
    join flow on flow.shop_id = message.shop_id and flow.flow_id = message.flow_id
      and flow.status = 'live'
    where message.shop_id = ${shopId} and message.state = 'planned'
      and message.next_run_at < ${until}::timestamptz
    group by 1, 2`;
  const definitionOf = await loadFlowVersions(db, shopId, rows);
  const groups = rows.map(({ stepId, state, ...row }): DueGroup => {
    const step = definitionOf(row).steps.find((it) => it.stepId === stepId);
    const does = state === "scheduled" ? "enters" : step?.kind === "send" ? "emails" : "goes_on";
    return { flowId: row.flowId, day: row.day, count: row.count, does };
  });
  const planned = emails.map((email): DueGroup => ({ ...email, does: "emails" }));
  return planCalendar([...groups, ...planned], await listFlowNames(db, shopId));
}

interface EnrollmentGroup {
  readonly flowId: string;
  readonly version: number;
  readonly stepId: string | null;
  readonly state: string;
  readonly day: string;
  readonly count: number;
}
