import { z } from "zod";
import type { Db, Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { FittedModels } from "../recommender";
import type { TrainedModels } from "../train-models";
import { decodeModels, type DecodedModels } from "./encode-models";
import { FIT_OPTIONS } from "./fit-models";
import { ListChoices } from "./list-choice";

const KIND = "recommendations";
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
