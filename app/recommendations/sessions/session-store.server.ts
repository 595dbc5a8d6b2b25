import { Prisma } from "~/generated/prisma/client";
import { readRows } from "~/db-reads.server";
import type { Db, Tx } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { decodeSessions } from "./encode-sessions";
import { collectVisitColumns, type BrowsedVisit, type VisitColumns } from "./visit-columns";
import type { SessionModel } from "./session-model";

const KIND = "sessions";
/** The latest visits to learn from, which bounds the training: about 40 bytes each, and 5 per product. */
const MAX_VISITS = 300_000;
const PAGE_VISITS = 5_000;
/** Products of a profile's last visit that count. */
const MAX_VIEWED = 20;

interface VisitRow extends BrowsedVisit {
  readonly visitorId: string;
}

/**
 * The shop's latest visits with a product, oldest first. Leaves out the visits of customers who refused
 * tracking or profiling. Reads page by page, so that no query blocks the database for long.
 */
export async function listTrainingVisits(
  db: Db,
  shopId: ShopId,
  maxVisits = MAX_VISITS,
): Promise<VisitColumns> {
  const visits = collectVisitColumns();
  let after: Pick<VisitRow, "endedAt" | "visitorId" | "startedAt"> = {
    endedAt: new Date("9999-12-31"),
    visitorId: "",
    startedAt: new Date(0),
  };
  while (visits.count() < maxVisits) {
    const take = Math.min(PAGE_VISITS, maxVisits - visits.count());
    const rows = await db.$queryRaw<VisitRow[]>`
      select visit.visitor_id as "visitorId", visit.started_at as "startedAt",
        visit.ended_at as "endedAt", visit.profile_id as "profileId",
        array(select seen->>'productId' from jsonb_array_elements(visit.viewed)
          with ordinality as viewed (seen, place) order by place) as "productIds",
        array(select seen->>'productId' from jsonb_array_elements(visit.viewed) as seen
          where (seen->>'added')::int > 0) as "cartedIds"
      from visit
      where visit.shop_id = ${shopId} and visit.ended_at <= ${after.endedAt}
        and (visit.ended_at, visit.visitor_id, visit.started_at)
          < (${after.endedAt}::timestamptz, ${after.visitorId}::text, ${after.startedAt}::timestamptz)
        and jsonb_array_length(visit.viewed) >= 1
        and not exists (
          select 1 from profile
          left join tracking_refusal refusal on refusal.shop_id = profile.shop_id
            and refusal.customer_id = profile.customer_id
          left join email_preference preference on preference.shop_id = profile.shop_id
            and preference.email_index = profile.email_index
          where profile.shop_id = visit.shop_id and profile.profile_id = visit.profile_id
            and (refusal.customer_id is not null or not preference.profiling
              or not preference.open_tracking))
      order by visit.ended_at desc, visit.visitor_id desc, visit.started_at desc
      limit ${take}::int`;
    for (const row of rows) visits.add(row);
    const last = rows.at(-1);
    if (!last || rows.length < take) break;
    after = last;
  }
  return visits.finish();
}

/** The products of each profile's last visit with any, the latest last. Profiles without one are absent. */
export async function listLastVisits(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
): Promise<ReadonlyMap<ProfileId, readonly string[]>> {
  const rows = await readRows<{ profileId: ProfileId; productIds: string[] }>(
    db,
    Prisma.sql`
    select wanted.profile_id as "profileId",
      array(select seen->>'productId' from jsonb_array_elements(last.viewed)
        with ordinality as viewed (seen, place) order by place) as "productIds"
    from (select distinct unnest(${[...profileIds]}::text[]) as profile_id) wanted
    cross join lateral (
      select viewed from visit
      where visit.shop_id = ${shopId} and visit.profile_id = wanted.profile_id
        and jsonb_array_length(viewed) > 0
      order by started_at desc limit 1
    ) last`,
  );
  return new Map(
    rows.map(({ profileId, productIds }) => [profileId, productIds.slice(-MAX_VIEWED)]),
  );
}

/** An encoded model, as the training's thread returns it. */
export interface TrainedSessions {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly counts: { readonly visits: number; readonly products: number };
}

/** Stores a shop's session model, or none, and deletes the previous one, which rests on visits that may be erased. */
export async function saveSessionModel(
  tx: Tx,
  shopId: ShopId,
  trained: TrainedSessions | null,
  trainedAt: Date,
): Promise<void> {
  const latest = await tx.model.findFirst({
    where: { shopId, kind: KIND },
    orderBy: { version: "desc" },
    select: { version: true },
  });
  await tx.model.deleteMany({ where: { shopId, kind: KIND } });
  if (trained === null) return;
  const { bytes, counts } = trained;
  const row = { shopId, kind: KIND, version: (latest?.version ?? 0) + 1, trainedAt };
  await tx.model.create({ data: { ...row, options: {}, quality: counts, bytes } });
}

/** The shop's session model; `null` without one, or if it cannot be read. */
export async function findSessionModel(
  db: Db,
  shopId: ShopId,
): Promise<{ readonly version: number; readonly model: SessionModel } | null> {
  const row = await db.model.findFirst({
    where: { shopId, kind: KIND },
    orderBy: { version: "desc" },
    select: { version: true, bytes: true },
  });
  const model = row && decodeSessions(row.bytes);
  return model ? { version: row.version, model } : null;
}
