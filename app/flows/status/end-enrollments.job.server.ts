import type { CommonDeps } from "~/deps";
import { Prisma } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import { exitEnrollments } from "../progress/exit-enrollments.server";

type Deps = CommonDeps<"db" | "now">;

/** Enrollments per transaction, so that locks are short. */
const SLICE = 1_000;

/**
 * Ends the enrollments of archived flows. Archived flows neither advance enrollments
 * nor send messages; this records it.
 */
export const endEnrollmentsJob = defineJob<Deps>({
  name: "flows.end-enrollments",
  selectDueShops: selectShopsWithEndedFlows,

  run(shopId, { db, now }) {
    const at = now();
    return db.$transaction(async (tx) => {
      const enrollments = await tx.$queryRaw<{ enrollmentId: string; state: string }[]>`
        select enrollment.enrollment_id as "enrollmentId", enrollment.state from enrollment
        join flow on flow.shop_id = enrollment.shop_id and flow.flow_id = enrollment.flow_id
        where enrollment.shop_id = ${shopId} and enrollment.state in ('scheduled', 'active')
          and flow.status = 'archived'
        order by enrollment.enrollment_id limit ${SLICE} for update of enrollment`;
      // Scheduled ones never entered the flow.
      const scheduled = enrollments.filter(({ state }) => state === "scheduled");
      await tx.enrollment.deleteMany({
        where: {
          shopId,
          enrollmentId: { in: scheduled.map(({ enrollmentId }) => enrollmentId) },
          state: "scheduled",
        },
      });
      const reason = "flow_archived" as const;
      const active = enrollments.filter(({ state }) => state === "active");
      await exitEnrollments(
        tx,
        shopId,
        active.map(({ enrollmentId }) => ({ enrollmentId, reason })),
        at,
      );
      return { more: enrollments.length === SLICE };
    });
  },
});

function selectShopsWithEndedFlows(): Prisma.Sql {
  return Prisma.sql`
    select distinct flow.shop_id as "shopId" from flow
    where flow.status = 'archived' and exists (
      select 1 from enrollment
      where enrollment.shop_id = flow.shop_id and enrollment.flow_id = flow.flow_id
        and enrollment.state in ('scheduled', 'active'))`;
}
