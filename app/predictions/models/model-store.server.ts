import { createHash } from "node:crypto";
import { readRows } from "~/db-reads.server";
import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { isWorse, Quality } from "../quality";
import { decodeModel, encodeModel } from "./encode-model";
import { loadDecodedModels, type HashedModel } from "./decoded-models.server";
import { MODEL_KINDS, type ModelKind } from "../predictions-summary";
import type { ShopModels, TrainedPredictionModels } from "./shop-models";

/** Increase it whenever the format or the meaning of a model changes; rows of other formats are ignored. */
export const PREDICTION_FORMAT = 10;
/** Older versions explain nothing that anyone still sees. */
const RETAINED_VERSIONS = 3;

/**
 * How long an earlier fit may stay in use although newer ones do worse. Customer behavior ages
 * slower than the catalog: after this time a third of the 90-day test window is new to the earlier
 * fit, so a worse result means that customers have changed, not that one night's data was bad.
 */
const RETENTION_DAYS = 28;
const DAY_MS = 86_400_000;

/** A model's row with its quality read. */
export interface ModelRow<Kind extends ModelKind = ModelKind> {
  readonly kind: Kind;
  readonly version: number;
  readonly trainedAt: Date;
  readonly quality: Quality;
  readonly model: ShopModels[Kind];
}

export type ModelRows = { readonly [Kind in ModelKind]: ModelRow<Kind> };

/**
 * Stores trained models as the next version of each kind. A model that did measurably worse than
 * its predecessor is not stored: the earlier one stays in use for at most four weeks, and its row
 * records why.
 *
 * @returns the kinds whose earlier model was retained
 */
export async function savePredictionModels(
  tx: Tx,
  shopId: ShopId,
  trained: TrainedPredictionModels,
  trainedAt: Date,
): Promise<ModelKind[]> {
  const earlier = await findPredictionModels(tx, shopId);
  const retained: ModelKind[] = [];
  for (const kind of MODEL_KINDS) {
    const { model, quality } = trained[kind];
    const previous = earlier?.[kind];
    if (previous && isRecentEnough(previous, trainedAt) && isWorse(quality, previous.quality)) {
      const why = { at: trainedAt.toISOString(), skill: quality.skill?.skill ?? null };
      await tx.model.update({
        where: { shopId_kind_version: { shopId, kind, version: previous.version } },
        data: { quality: { ...previous.quality, kept: why } },
      });
      retained.push(kind);
      continue;
    }
    const version = (await findLatestKindVersion(tx, shopId, kind)) + 1;
    const bytes = encodeModel(model);
    const hash = createHash("sha256").update(bytes).digest("hex");
    await tx.model.create({
      data: {
        shopId,
        kind,
        version,
        trainedAt,
        // Stored, because each order of the shop asks for it.
        options: { format: PREDICTION_FORMAT, hash },
        quality,
        bytes,
      },
    });
    await tx.model.deleteMany({
      where: { shopId, kind, version: { lte: version - RETAINED_VERSIONS } },
    });
  }
  return retained;
}

function isRecentEnough({ trainedAt }: ModelRow, now: Date): boolean {
  return now.getTime() - trainedAt.getTime() <= RETENTION_DAYS * DAY_MS;
}

/** The newest model of each kind; `null` unless there is one of each that can be read. */
export async function findPredictionModels(db: Db, shopId: ShopId): Promise<ModelRows | null> {
  const rows = await readRows<StoredModelRow>(
    db,
    Prisma.sql`
    select distinct on (kind) kind, version, trained_at as "trainedAt", quality,
      options->>'hash' as hash
    from model
    where shop_id = ${shopId} and kind = any(${[...MODEL_KINDS]}::text[])
      and (options->>'format')::int = ${PREDICTION_FORMAT}
    order by kind, version desc`,
    { trainedAt: "instant" },
  );
  if (rows.length < MODEL_KINDS.length) return null;
  const models = await loadDecodedModels(db, shopId, rows);
  const read = rows.map(({ quality, hash, ...row }) => [
    row.kind,
    // Output of `saveModels` in this format.
    { ...row, quality: Quality.parse(quality), model: models.get(hash) },
  ]);
  return Object.fromEntries(read) as ModelRows;
}

interface StoredModelRow extends HashedModel {
  readonly kind: ModelKind;
  readonly trainedAt: Date;
  readonly quality: unknown;
}

/**
 * The estimated effect of an email below which a customer is unlikely to be influenced; null while nothing shows that the
 * estimates are better than the chance of an order.
 */
export async function findUpliftCutoff(db: Db, shopId: ShopId): Promise<number | null> {
  const row = await db.model.findFirst({
    where: {
      shopId,
      kind: "uplift" satisfies ModelKind,
      options: { path: ["format"], equals: PREDICTION_FORMAT },
    },
    orderBy: { version: "desc" },
    select: { quality: true },
  });
  const evidence = row && Quality.parse(row.quality).uplift;
  return evidence?.verdict === "uplift" ? evidence.cutoff : null;
}

/** The stored versions of one kind of model that can be read, newest first. */
export async function listModelVersions<Kind extends ModelKind>(
  db: Db,
  shopId: ShopId,
  kind: Kind,
): Promise<{ readonly trainedAt: Date; readonly model: ShopModels[Kind] }[]> {
  const rows = await db.model.findMany({
    where: { shopId, kind, options: { path: ["format"], equals: PREDICTION_FORMAT } },
    orderBy: { version: "desc" },
    select: { trainedAt: true, bytes: true },
  });
  return rows.map(({ trainedAt, bytes }) => ({
    trainedAt,
    model: decodeModel(bytes) as ShopModels[Kind],
  }));
}

/** The product types for comparing customers in one version of the customer groups. */
export async function findProductTypes(
  db: Db,
  shopId: ShopId,
  version: number,
): Promise<readonly string[]> {
  const row = await db.model.findUnique({
    where: { shopId_kind_version: { shopId, kind: "customer_groups", version } },
  });
  return row ? (decodeModel(row.bytes) as ShopModels["customer_groups"]).productTypes : [];
}

/** When a shop's models were last trained. */
export function trainedAtOf(rows: ModelRows): Date {
  return new Date(Math.max(...Object.values(rows).map(({ trainedAt }) => trainedAt.getTime())));
}

/** Kind → version: the models behind a prediction. */
export function versionsOf(rows: ModelRows): Record<string, number> {
  return Object.fromEntries(Object.values(rows).map(({ kind, version }) => [kind, version]));
}

/** The newest version of one kind; 0 before the first training. */
export async function findLatestKindVersion(
  db: Db,
  shopId: ShopId,
  kind: ModelKind,
): Promise<number> {
  const row = await db.model.findFirst({
    where: { shopId, kind },
    orderBy: { version: "desc" },
    select: { version: true },
  });
  return row?.version ?? 0;
}
