import { v7 as uuidv7 } from "uuid";
import type { Db } from "~/db.server";
import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "~/privacy/audit-store.server";
import { listSegments } from "~/segments/members/segment-store.server";
import { listSegmentIds } from "~/segments/segment";

/** Something that refers to a segment. */
export interface Dependent {
  readonly kind: "segment" | "flow" | "campaign" | "email";
  readonly id: string;
  readonly name: string;
}

/** Segments, live flow versions, unfinished campaigns and emails that refer to a segment. */
export async function listDependents(
  db: Db,
  shopId: ShopId,
  segmentId: string,
): Promise<Dependent[]> {
  const segments = await listSegments(db, shopId);
  // Ids are random, so a text match is unambiguous.
  const flows = await db.$queryRaw<{ id: string; name: string }[]>`
    select flow.flow_id as id, flow.name from flow
    join flow_version version on version.shop_id = flow.shop_id
      and version.flow_id = flow.flow_id and version.version = flow.live_version
    where flow.shop_id = ${shopId} and flow.status <> 'archived'
      and position(${segmentId}::text in version.definition::text) > 0
    order by flow.name`;
  const campaigns = await db.$queryRaw<{ id: string; name: string }[]>`
    select campaign_id as id, name from campaign
    where shop_id = ${shopId} and status not in ('sent', 'canceled')
      and position(${segmentId}::text in (plan->'audience')::text) > 0
    order by name`;
  // In a conditional block of the published version or the draft.
  const emails = await db.$queryRaw<{ id: string; name: string }[]>`
    select template.template_id as id, name
    from template left join template_version said on said.shop_id = template.shop_id
      and said.template_id = template.template_id and said.version = published_version
    where template.shop_id = ${shopId}
      and position(${segmentId}::text in concat(draft::text, said.document::text)) > 0
    order by name`;
  return [
    ...segments
      .filter(({ rule }) => rule !== null && listSegmentIds(rule).includes(segmentId))
      .map(({ segmentId: id, name }) => ({ kind: "segment" as const, id, name })),
    ...flows.map((flow) => ({ kind: "flow" as const, ...flow })),
    ...campaigns.map((campaign) => ({ kind: "campaign" as const, ...campaign })),
    ...emails.map((email) => ({ kind: "email" as const, ...email })),
  ];
}

export type SegmentDeleteOutcome =
  | { readonly kind: "deleted" }
  | { readonly kind: "refused"; readonly dependents: readonly Dependent[] };

/** Deletes a segment with its members, versions and sizes, unless something refers to it. */
export async function deleteSegment(
  shopId: ShopId,
  segmentId: string,
  { db, now }: { readonly db: PrismaClient; readonly now: () => Date },
): Promise<SegmentDeleteOutcome> {
  return db.$transaction(async (tx): Promise<SegmentDeleteOutcome> => {
    const dependents = await listDependents(tx, shopId, segmentId);
    if (dependents.length > 0) return { kind: "refused", dependents };
    const { count } = await tx.segment.deleteMany({ where: { shopId, segmentId } });
    if (count > 0) {
      await recordAudit(tx, shopId, {
        auditId: `segment-deleted/${uuidv7()}`,
        at: now(),
        actor: "merchant",
        action: "segment_deleted",
        detail: { segmentId },
      });
    }
    return { kind: "deleted" };
  });
}
