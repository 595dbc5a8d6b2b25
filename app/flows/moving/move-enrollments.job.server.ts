import type { Tx } from "~/db.server";
import type { CommonDeps } from "~/deps";
import { Prisma } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import type { ShopId } from "~/lib/shop-id";
import { loadFlowVersions } from "../flow-version-store.server";
import { exitEnrollments } from "../progress/exit-enrollments.server";
import { planMove } from "./plan-move";

type Deps = CommonDeps<"db" | "now">;

/** Enrollments per transaction, so that locks are short. */
const SLICE = 1_000;

/**
 * Moves enrollments to the version that the merchant chose. They keep their next run time. A worker
 * that has claimed one loses its claim.
 */
export const moveEnrollmentsJob = defineJob<Deps>({
  name: "flows.move-enrollments",
  selectDueShops: selectShopsWithMoves,

  run(shopId, { db, now }) {
    const at = now();
    return db.$transaction(async (tx) => {
      const [flow] = await tx.$queryRaw<MovingFlow[]>`
        select flow_id as "flowId", moves_to as "movesTo" from flow
        where shop_id = ${shopId} and moves_to is not null
        order by flow_id limit 1 for update`;
      if (!flow) return { more: false };
      const moved = await moveSlice(tx, shopId, flow, at);
      if (moved < SLICE) {
        await tx.flow.update({
          where: { shopId_flowId: { shopId, flowId: flow.flowId } },
          data: { movesTo: null },
        });
      }
      return { more: true };
    });
  },
});

interface MovingFlow {
  readonly flowId: string;
  readonly movesTo: number;
}

/** @returns number of enrollments that were moved or ended */
async function moveSlice(
  tx: Tx,
  shopId: ShopId,
  { flowId, movesTo }: MovingFlow,
  now: Date,
): Promise<number> {
  const enrollments = await tx.$queryRaw<
    { enrollmentId: string; version: number; stepId: string }[]
  >`
    select enrollment_id as "enrollmentId", version, step_id as "stepId" from enrollment
    where shop_id = ${shopId} and flow_id = ${flowId} and state = 'active' and version < ${movesTo}
    order by enrollment_id limit ${SLICE} for update`;
  if (enrollments.length === 0) return 0;
  const versions = [...new Set(enrollments.map(({ version }) => version))];
  const refs = [...versions, movesTo].map((version) => ({ flowId, version }));
  const definitionOf = await loadFlowVersions(tx, shopId, refs);
  const to = definitionOf({ flowId, version: movesTo });
  const moves = new Map(
    versions.map((version) => [version, planMove(definitionOf({ flowId, version }), to)]),
  );
  const targets = enrollments.map(({ enrollmentId, version, stepId }) => ({
    enrollment_id: enrollmentId,
    step_id: moves.get(version)?.get(stepId) ?? null,
  }));
  await tx.$executeRaw`
    update enrollment set version = ${movesTo}, step_id = moved.step_id,
      -- The wait of another step starts when the enrollment reaches it.
      context = case when enrollment.step_id = moved.step_id then enrollment.context
        else enrollment.context || '{"waitsSince": null}' end,
      attempts = attempts + 1, lease_until = null, updated_at = ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(targets)}::jsonb) as moved (
      enrollment_id text, step_id text)
    where enrollment.shop_id = ${shopId} and enrollment.enrollment_id = moved.enrollment_id
      and moved.step_id is not null`;
  const ending = targets.filter(({ step_id }) => step_id === null);
  const reason = "step_removed" as const;
  await exitEnrollments(
    tx,
    shopId,
    ending.map(({ enrollment_id }) => ({ enrollmentId: enrollment_id, reason })),
    now,
  );
  return enrollments.length;
}

function selectShopsWithMoves(): Prisma.Sql {
  return Prisma.sql`
    select distinct shop.shop_id as "shopId" from flow
    join shop on shop.shop_id = flow.shop_id and shop.uninstalled_at is null
    where flow.moves_to is not null`;
}
