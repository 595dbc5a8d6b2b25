import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { Trigger } from "../definition/trigger";
import type { LiveFlow } from "../enrollment/plan-enrollments";
import type { Found } from "./found";

/** A look for people of whom a live flow's trigger holds. */
export interface Search {
  readonly db: Db;
  readonly shopId: ShopId;
  readonly flow: LiveFlow;
  /** Most people to find. */
  readonly limit: number;
  readonly now: Date;
}

type TriggerOf<Kind extends Trigger["kind"]> = Extract<Trigger, { kind: Kind }>;

/** Finds the people of whom a kind of trigger holds now and who are not in the flow yet, at most so many. */
export type Finder<Kind extends Trigger["kind"]> = (
  search: Search,
  trigger: TriggerOf<Kind>,
) => Promise<Found[]>;
