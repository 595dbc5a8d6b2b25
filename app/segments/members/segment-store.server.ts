import { nextTimeIn } from "~/jobs/next-due-times.server";
import { readRows } from "~/db-reads.server";
import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { sortByDependency } from "../dependency-order";
import { SegmentRule } from "../segment";
import { ShopifyOrigin } from "./origin";

/** A segment as it is stored. */
export interface StoredSegment {
  readonly segmentId: string;
  readonly name: string;
  /** `null`: the members come from a Shopify segment, read once a day. */
  readonly rule: SegmentRule | null;
  /** Raised by each edit. */
  readonly version: number;
  readonly memberCount: number;
  /** When the rule was last evaluated for the whole shop; `null`: not yet. */
  readonly evaluatedAt: Date | null;
  readonly nextRunAt: Date | null;
  /** The Shopify segment that it was imported from; `null` if created here. */
  readonly origin: ShopifyOrigin | null;
}

/** A row as it is stored. */
type SegmentRow = Prisma.SegmentGetPayload<{ select: typeof COLUMNS }>;

const COLUMNS = {
  segmentId: true,
  name: true,
  rule: true,
  version: true,
  memberCount: true,
  evaluatedAt: true,
  nextRunAt: true,
  origin: true,
} as const;

/** The shop's segments in dependency order. */
export async function listSegments(db: Db, shopId: ShopId): Promise<StoredSegment[]> {
  const rows = await readRows<SegmentRow>(
    db,
    Prisma.sql`
    select segment_id as "segmentId", name, rule, version, member_count as "memberCount",
      evaluated_at as "evaluatedAt", next_run_at as "nextRunAt", origin
    from segment where shop_id = ${shopId}
    order by created_at, segment_id`,
    { evaluatedAt: "instant", nextRunAt: "instant" },
  );
  return sortByDependency(rows.map(parsed));
}

export async function findSegment(
  db: Db,
  shopId: ShopId,
  segmentId: string,
): Promise<StoredSegment | null> {
  const row = await db.segment.findUnique({
    where: { shopId_segmentId: { shopId, segmentId } },
    select: COLUMNS,
  });
  return row && parsed(row);
}

/** Shops with a segment that is due for a full evaluation. */
export function selectShopsWithDueSegments(now: Date): Prisma.Sql {
  return Prisma.sql`
    select distinct shop_id as "shopId" from segment
    where rule is not null and next_run_at <= ${now}::timestamptz`;
}

/** When a shop's next segment is due. */
export const nextSegmentTimes = (now: Date): Prisma.Sql[] => [
  nextTimeIn("segment", "next_run_at", now),
];

const parsed = <T extends { readonly rule: unknown; readonly origin: unknown }>({
  rule,
  origin,
  ...row
}: T) => ({
  ...row,
  origin: origin === null ? null : ShopifyOrigin.parse(origin),
  rule: rule === null ? null : SegmentRule.parse(rule),
});
