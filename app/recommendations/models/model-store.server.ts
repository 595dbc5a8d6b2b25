import { Prisma } from "~/generated/prisma/client";
import { readRows } from "~/db-reads.server";
import { z } from "zod";
import type { Db, Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { FittedModels } from "./recommender";
import type { TrainedRecommendationModels } from "./train-models";
import { decodeModels, encodeModels, type DecodedModels } from "./encode-models";
import { FIT_OPTIONS } from "./fit-models";
import { NO_SEQUENCES } from "./order-sequences";
import { RetainedFit, ListChoices, worseLists } from "./list-choice";
import type { BlendedList } from "../blend";
import { DAY_MS } from "../purchases/purchase";

const KIND = "recommendations";
/** Older versions explain no current pick, and a model is large. */
const RETAINED_VERSIONS = 3;

/**
 * How long an earlier fit may stay in use although newer ones do worse. It misses newer orders, and
 * its advantage may be seasonal or luck.
 */
const RETENTION_DAYS = 7;

export type SavedModels =
  | { readonly kind: "saved"; readonly version: number }
  /** The previous models stay in use, because the new fit ranks these lists measurably worse. */
  | { readonly kind: "kept"; readonly version: number; readonly worse: readonly BlendedList[] };

/**
 * Stores trained models as the shop's next version and drops the oldest. A measurably worse fit is not stored: the
 * previous one stays in use for at most a week, and its row records why.
 */
export async function saveRecommendationModels(
  tx: Tx,
  shopId: ShopId,
  { bytes, trainedAt, counts, choices }: TrainedRecommendationModels,
): Promise<SavedModels> {
  const latest = await findLatestVersion(tx, shopId);
  const kept =
    latest === null ? null : await retainPrevious(tx, shopId, latest, choices, trainedAt);
  if (kept) return kept;
  const version = (latest ?? 0) + 1;
  await tx.model.create({
    data: {
      shopId,
      kind: KIND,
      version,
      trainedAt,
      options: FIT_OPTIONS,
      quality: { ...counts, lists: choices, kept: null },
      bytes,
    },
  });
  await tx.model.deleteMany({
    where: { shopId, kind: KIND, version: { lte: version - RETAINED_VERSIONS } },
  });
  return { kind: "saved", version };
}

/** Retains the version in use when it is better; `null` when it is not or cannot be read. */
async function retainPrevious(
  tx: Tx,
  shopId: ShopId,
  version: number,
  choices: ListChoices,
  at: Date,
): Promise<SavedModels | null> {
  const byVersion = { shopId_kind_version: { shopId, kind: KIND, version } };
  const row = await tx.model.findUnique({ where: byVersion });
  const quality = Quality.safeParse(row?.quality);
  if (
    !row ||
    !quality.success ||
    quality.data.lacksSequences ||
    at.getTime() - row.trainedAt.getTime() > RETENTION_DAYS * DAY_MS
  ) {
    return null;
  }
  const worse = worseLists(choices, quality.data.lists);
  if (worse.length === 0 || decodeModels(row.bytes).kind === "refused") return null;
  const why = { at: at.toISOString(), worse };
  await tx.model.update({
    where: byVersion,
    data: { quality: { ...(row.quality as object), kept: why } },
  });
  return { kind: "kept", version, worse };
}

/**
 * Replaces the shop's models by a version without the sequences of orders, which the others read in the meantime: the
 * models of similar customers are silent until the next fit. Models that cannot be read are deleted.
 */
export async function dropOrderSequences(tx: Tx, shopId: ShopId): Promise<void> {
  const ofShop = { shopId, kind: KIND };
  const row = await tx.model.findFirst({ where: ofShop, orderBy: { version: "desc" } });
  if (!row) return;
  const decoded = decodeModels(row.bytes);
  await tx.model.deleteMany({ where: ofShop });
  if (decoded.kind === "refused") return;
  await tx.model.create({
    data: {
      ...row,
      // Caches of other processes hold the version before.
      version: row.version + 1,
      options: row.options ?? {},
      quality: { ...(row.quality as object), lacksSequences: true },
      bytes: encodeModels({ ...decoded.models, sequences: NO_SEQUENCES }),
    },
  });
}

const Quality = z.object({
  lists: ListChoices,
  kept: RetainedFit.nullable().default(null),
  /** Dropped after an erasure; the next fit replaces these models in any case. */
  lacksSequences: z.boolean().default(false),
});

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
  readonly productRules: number | null;
  readonly sessions: number | null;
  /** Version of the merchant's rules; 0 before the first save. */
  readonly rules: number;
}

/** The versions that a cached recommender must match, in one short query. */
export async function findVersions(db: Db, shopId: ShopId): Promise<Versions> {
  const [row] = await readRows<Versions>(
    db,
    Prisma.sql`
    select
      (select max(version) from model where shop_id = ${shopId} and kind = ${KIND}) as models,
      (select max(version) from model where shop_id = ${shopId} and kind = 'product_rules') as "productRules",
      (select max(version) from model where shop_id = ${shopId} and kind = 'sessions') as sessions,
      coalesce((select (recommendations->>'version')::int from settings where shop_id = ${shopId}), 0)
        as rules`,
  );
  return row ?? { models: null, productRules: null, sessions: null, rules: 0 };
}

export type FoundModels =
  | { readonly kind: "found"; readonly fitted: FittedModels }
  | Extract<DecodedModels, { kind: "refused" }>;

/** One version of the shop's models, or why it cannot be used; `null` if it does not exist. */
export async function findRecommendationModels(
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
  const { lists: choices, kept } = Quality.parse(row.quality);
  return { kind: "found", fitted: { version, models: decoded.models, choices, kept } };
}
