import { z } from "zod";
import type { Db, Tx } from "~/db.server";
import { ShopId } from "~/lib/shop-id";
import type { FittedModels } from "../recommender";
import type { TrainedModels } from "../train-models";
import { decodeModels, type DecodedModels } from "./encode-models";
import { FIT_OPTIONS } from "./fit-models";
import { ListChoices } from "./list-choice";

const KIND = "recommendations";
/** The stage whose tables a fit reads. */
const FOLLOWS = "profiles";
/** Older versions explain no pick that anyone still asks about, and a model is large. */
const KEPT_VERSIONS = 3;

/** Stores trained models as the shop's next version and drops the oldest. @returns the version */
export async function saveModels(
  tx: Tx,
  shopId: ShopId,
  { bytes, trainedAt, counts, choices }: TrainedModels,
): Promise<number> {
  const version = ((await findLatestVersion(tx, shopId)) ?? 0) + 1;
  await tx.model.create({
    data: {
      shopId,
      kind: KIND,
      version,
      trainedAt,
      options: FIT_OPTIONS,
      quality: { ...counts, lists: choices },
      bytes,
    },
  });
  await tx.model.deleteMany({
    where: { shopId, kind: KIND, version: { lte: version - KEPT_VERSIONS } },
  });
  return version;
}

const Quality = z.object({ lists: ListChoices });

/** How the newest version of the shop's models ranks; `null` before the first fit. */
export async function findChoices(db: Db, shopId: ShopId): Promise<ListChoices | null> {
  const row = await db.model.findFirst({
    where: { shopId, kind: KIND },
    orderBy: { version: "desc" },
    select: { quality: true },
  });
  const parsed = Quality.safeParse(row?.quality);
  return parsed.data?.lists ?? null;
}

/** The newest version of the shop's models; `null` before the first fit. */
export async function findLatestVersion(db: Db, shopId: ShopId): Promise<number | null> {
  return (await findVersions(db, shopId)).models;
}

export interface Versions {
  readonly models: number | null;
  /** Of the merchant's rules; 0 before the first save. */
  readonly rules: number;
}

/** What a recommender at hand must have been made of to be still good, in one short query. */
export async function findVersions(db: Db, shopId: ShopId): Promise<Versions> {
  const [row] = await db.$queryRaw<Versions[]>`
    select
      (select max(version) from model where shop_id = ${shopId} and kind = ${KIND}) as models,
      coalesce((select (recommending->>'version')::int from settings where shop_id = ${shopId}), 0)
        as rules`;
  return row ?? { models: null, rules: 0 };
}

/**
 * The installed shops whose models are to be fitted: those that have none since their back-fill
 * ended, once its orders are folded into the tables that a fit reads, and those whose models are
 * older than the last night. The night is at three by the shop's clock, for each shop some minutes
 * later than for others, so that not all are fitted at once. A fit that failed or was cancelled is
 * not tried again by itself for six hours.
 *
 * @param only looks at this shop alone
 */
export async function listShopsDueForFit(db: Db, now: Date, only?: ShopId): Promise<ShopId[]> {
  const rows = await db.$queryRaw<{ shop_id: string }[]>`
    select s.shop_id
    from shop s
    left join lateral (
      select max(trained_at) as trained_at from model
      where shop_id = s.shop_id and kind = ${KIND}
    ) m on true
    left join lateral (
      select max(completed_at) as ended_at, bool_or(state not in ('done', 'failed')) as is_running
      from backfill where shop_id = s.shop_id
    ) b on true
    cross join lateral (
      select make_interval(mins => (hashtext(s.shop_id) & 2147483647) % 60) as late
    ) n
    cross join lateral (
      select n.late, (${now}::timestamptz - n.late) at time zone s.time_zone - interval '3 hours' as at
    ) l
    where s.uninstalled_at is null
      and s.shop_id = coalesce(${only ?? null}, s.shop_id)
      and exists (select 1 from "order" o where o.shop_id = s.shop_id)
      and b.is_running is not true
      and not exists (
        select 1 from training_run t
        where t.shop_id = s.shop_id and t.kind = ${KIND} and t.state in ('failed', 'cancelled')
          and t.ended_at > ${now}::timestamptz - interval '6 hours')
      and (m.trained_at is null or m.trained_at < b.ended_at
           or m.trained_at < (date_trunc('day', l.at) + interval '3 hours') at time zone s.time_zone
             + l.late)
      and not exists (
        select 1 from event e
        where e.shop_id = s.shop_id and e.recorded_at <= b.ended_at
          and e.seq > coalesce((select c.seq from cursor c
            where c.shop_id = s.shop_id and c.consumer = ${FOLLOWS}), 0))
    order by s.shop_id`;
  return rows.map(({ shop_id }) => ShopId.parse(shop_id));
}

export type FoundModels =
  | { readonly kind: "found"; readonly fitted: FittedModels }
  | Extract<DecodedModels, { kind: "refused" }>;

/** One version of the shop's models, or why it cannot be used; `null` when it is not there. */
export async function findModels(
  db: Db,
  shopId: ShopId,
  version: number,
): Promise<FoundModels | null> {
  const row = await db.model.findUnique({
    where: { shopId_kind_version: { shopId, kind: KIND, version } },
    select: { bytes: true, quality: true },
  });
  if (!row) return null;
  const decoded = decodeModels(row.bytes);
  if (decoded.kind === "refused") return decoded;
  const { lists: choices } = Quality.parse(row.quality);
  return { kind: "found", fitted: { version, models: decoded.models, choices } };
}
