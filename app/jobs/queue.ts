import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { Fact } from "./handoffs";

/** Wakes jobs. It carries no data: due work is in the tables. */
export interface Queue {
  /** Announces a fact about a shop. The following jobs wake only when `tx` commits. */
  announce(tx: Tx, shopId: ShopId, fact: Fact): Promise<void>;
  /** The same for several shops, in one statement. */
  announceAll(tx: Tx, shopIds: Iterable<ShopId>, fact: Fact): Promise<void>;
}
