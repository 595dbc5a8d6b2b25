import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { readEmailHistory } from "../history/email-history-store.server";
import { readFirstEmails } from "../history/first-email-store.server";
import { readShopHistory } from "../history/history-store.server";
import { findSharedCounts } from "../shared-priors/shared-count-store.server";
import { listLargestTypes } from "../similar-customers/customer-vector-store.server";
import { COMPARED_PRODUCT_TYPES } from "../similar-customers/embed-customer";
import type { TrainingInput } from "./train-models";

/** Reads what a training needs up to `now`, apart from the winning contenders; partly when aborted. */
export async function readTrainingData(
  db: Db,
  shopId: ShopId,
  now: Date,
  signal: AbortSignal,
): Promise<Omit<TrainingInput, "winners">> {
  const history = await readShopHistory(db, shopId, now, signal);
  const { profileIds, knownSinceDays, purchases, endDay } = history;
  const email = await readEmailHistory(db, shopId, now);
  const firstEmails = await readFirstEmails(db, shopId, profileIds, now);
  const productTypes = await listLargestTypes(db, shopId, COMPARED_PRODUCT_TYPES);
  const shared = await findSharedCounts(db, shopId);
  return { knownSinceDays, purchases, endDay, email, firstEmails, productTypes, shared };
}
