import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { LiveFlow } from "../enrollment/plan-enrollments";

/** A look for people of whom a live flow's trigger holds. */
export interface Search {
  readonly db: Db;
  readonly shopId: ShopId;
  readonly flow: LiveFlow;
  /** Most people to find. */
  readonly limit: number;
  readonly now: Date;
}
