import type { CommonDeps } from "~/deps";
import type { AuditActor } from "~/privacy/audit-store.server";
import { z } from "zod";
import type { ShopId } from "~/lib/shop-id";
import { findSegment } from "~/segments/members/segment-store.server";
import type { FlowDefinition } from "../definition/flow";
import { defineFlow, emailStep } from "../definition/define-flow";
import { createCustomFlow, newCustomFlowKey, type BeginEmail } from "../custom-flow-store.server";

export const SegmentFlow = z.object({
  segmentId: z.string().min(1),
  /** The segment change that triggers the flow. */
  change: z.enum(["joined", "left"]),
});
export type SegmentFlow = z.infer<typeof SegmentFlow>;

interface Deps extends CommonDeps<"db" | "now"> {
  readonly beginEmail: BeginEmail;
}

/**
 * Creates a draft flow triggered by joining or leaving a segment: one email for the merchant to write.
 *
 * @returns its id; null when the shop has no such segment
 */
export async function createSegmentFlow(
  shopId: ShopId,
  { segmentId, change }: SegmentFlow,
  actor: AuditActor,
  { db, now, beginEmail }: Deps,
): Promise<string | null> {
  const at = now();
  return db.$transaction(async (tx) => {
    const segment = await findSegment(tx, shopId, segmentId);
    if (!segment) return null;
    const key = newCustomFlowKey();
    const definition = buildDefinition(key, segment.name, { segmentId, change });
    return createCustomFlow(tx, shopId, definition, {
      at,
      actor,
      detail: { segmentId },
      beginEmail,
    });
  });
}

function buildDefinition(
  key: string,
  segmentName: string,
  segmentFlow: SegmentFlow,
): FlowDefinition {
  const { segmentId, change } = segmentFlow;
  const joins = change === "joined";
  const name = `${joins ? "Joins" : "Leaves"} ${segmentName}`.slice(0, 80);
  return defineFlow({
    key,
    name,
    trigger: {
      kind: joins ? "segment_joined" : "segment_left",
      segmentId,
      // A segment change that arrives days late is outdated.
      maxAgeHours: 72,
    },
    steps: [emailStep("email-1")],
    exits: ["moved_back"],
    reentryDays: 30,
    holdoutRate: null,
  });
}
