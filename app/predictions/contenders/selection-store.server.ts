import type { Db, Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { decodeModel, encodeModel } from "../models/encode-model";
import { findLatestKindVersion } from "../models/model-store.server";
import { SELECTION_DAYS, SELECTION_KIND, type HorizonSelection } from "../selection";

/** Increase it whenever the meaning of a selection changes; rows of other formats are ignored. */
const FORMAT = 1;
const DAY_MS = 86_400_000;

/** A selection and when it was made. */
export interface StoredSelection {
  readonly selectedAt: Date;
  readonly horizons: readonly HorizonSelection[];
}

/** What training needs to know of the last selection. */
export interface SelectionToUse {
  /** Null before the first. */
  readonly last: readonly HorizonSelection[] | null;
  readonly isDue: boolean;
}

/**
 * The last selection of a shop, and whether a new one is due: every 28 days. The first comes with the second training,
 * so that a new shop's predictions do not wait for it.
 *
 * @param endDay the day after the history of the training
 */
export async function findSelectionToUse(
  db: Db,
  shopId: ShopId,
  endDay: number,
): Promise<SelectionToUse> {
  const stored = await findSelection(db, shopId);
  if (!stored) {
    return { last: null, isDue: (await findLatestKindVersion(db, shopId, "intent")) > 0 };
  }
  const selectedDay = Math.floor(stored.selectedAt.getTime() / DAY_MS);
  return { last: stored.horizons, isDue: endDay - selectedDay >= SELECTION_DAYS };
}

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
      horizons: decodeModel(row.bytes) as readonly HorizonSelection[],
    }
  );
}

/** Replaces the selection of a shop. */
export async function saveSelection(
  tx: Tx,
  shopId: ShopId,
  horizons: readonly HorizonSelection[],
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
      bytes: encodeModel(horizons),
    },
  });
}
