import { DurationMs } from "../duration";
import { searchFor, type Round } from "./search-for.server";

/** Who is told of stock and prices. They change from one minute to the next, so they are looked at often. */
export const BY_STOCK: Round = {
  name: "flows.find-by-stock",
  kinds: ["back_in_stock", "price_drop", "low_stock"],
  everyMs: DurationMs.minutes(5),
};

export const findByStockJob = searchFor(BY_STOCK);
