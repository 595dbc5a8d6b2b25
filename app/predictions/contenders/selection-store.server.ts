import type { Db, Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { decodeModel, encodeModel } from "../models/encode-model";
import { MODEL_KINDS } from "../predictions-summary";
import { SELECTION_KIND, type ModelSelection } from "../selection";
import { isComparisonDue } from "./comparison-schedule";

/** Increase it whenever the meaning of a selection changes; rows of other formats are ignored. */
const FORMAT = 2;
const DAY_MS = 86_400_000;

/** A selection and when it was made. */
export interface StoredSelection {
  readonly selectedAt: Date;
  readonly selections: readonly ModelSelection[];
}

/** What training needs to know of the last selection. */
export interface SelectionToUse {
  /** Null before the first, and while comparisons are off: then only base models are used. */
  readonly last: readonly ModelSelection[] | null;
  readonly isDue: boolean;
}

/**
 * The last selection of a shop, and whether a new one is due (contenders/comparison-schedule.ts).
 *
 * @param endDay the day after the history of the training
 */
export async function findSelectionToUse(
  db: Db,
  shopId: ShopId,
  endDay: number,
): Promise<SelectionToUse> {
  if (await areComparisonsOff(db, shopId)) return { last: null, isDue: false };
  const { installedAt } = await db.shop.findUniqueOrThrow({
    where: { shopId },
    select: { installedAt: true },
  });
  const trained = await db.model.aggregate({
    where: { shopId, kind: { in: [...MODEL_KINDS] } },
    _max: { trainedAt: true },
  });
  const stored = await findSelection(db, shopId);
  const isDue = isComparisonDue({
    shopId,
    endDay,
    installedDay: dayOf(installedAt),
    lastTrainedDay: trained._max.trainedAt && dayOf(trained._max.trainedAt),
    last: stored && {
      day: dayOf(stored.selectedAt),
      isMeasured: stored.selections.some(({ folds }) => folds.length > 0),
    },
  });
  return { last: stored?.selections ?? null, isDue };
}

const dayOf = (at: Date) => Math.floor(at.getTime() / DAY_MS);

/** The last selection; null before the first. */
export async function findSelection(db: Db, shopId: ShopId): Promise<StoredSelection | null> {
  const row = await db.model.findFirst({
    where: { shopId, kind: SELECTION_KIND, options: { path: ["format"], equals: FORMAT } },
    orderBy: { version: "desc" },
    select: { trainedAt: true, bytes: true },
  });
  // Output of `saveSelection` in this format.
  return (
    row && {
      selectedAt: row.trainedAt,
      selections: decodeModel(row.bytes) as readonly ModelSelection[],
    }
  );
}

/** Replaces the selection of a shop. */
export async function saveSelection(
  tx: Tx,
  shopId: ShopId,
  selections: readonly ModelSelection[],
  selectedAt: Date,
): Promise<void> {
  await tx.model.deleteMany({ where: { shopId, kind: SELECTION_KIND } });
  await tx.model.create({
    data: {
      shopId,
      kind: SELECTION_KIND,
      version: 1,
      trainedAt: selectedAt,
      options: { format: FORMAT },
      quality: {},
      bytes: encodeModel(selections),
    },
  });
}

/** Whether the merchant has turned the comparisons off. */
export async function areComparisonsOff(db: Db, shopId: ShopId): Promise<boolean> {
  return (await db.settings.count({ where: { shopId, comparisonsOffSince: { not: null } } })) > 0;
}

/**
 * Turns the comparisons off or on. While they are off, the next training uses base models only.
 *
 * @returns whether that changed anything
 */
export async function switchComparisons(
  tx: Tx,
  shopId: ShopId,
  isOn: boolean,
  now: Date,
): Promise<boolean> {
  const since = isOn ? null : now;
  const changed = await tx.$executeRaw`
    insert into settings (shop_id, comparisons_off_since, updated_at) values (${shopId}, ${since}, ${now})
    on conflict (shop_id) do update
      set comparisons_off_since = excluded.comparisons_off_since
      where (settings.comparisons_off_since is null) <> ${isOn}`;
  return changed > 0;
}
