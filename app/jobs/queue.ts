import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { Fact } from "./handoffs";

/** Wakes jobs. It carries no data: what is due is in the tables. */
export interface Queue {
  /**
   * Says that something became true for a shop. The jobs that follow wake when
   * `tx` commits, and not at all when it does not.
   */
  announce(tx: Tx, shopId: ShopId, fact: Fact): Promise<void>;
  /** The same for several shops, in one statement. */
  announceAll(tx: Tx, shopIds: Iterable<ShopId>, fact: Fact): Promise<void>;
}
