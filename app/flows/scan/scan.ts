import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { Trigger } from "../definition/trigger";
import type { LiveFlow } from "../enrollment/plan-enrollments";
import type { TriggerMatch } from "./trigger-match";

/** A look for people of whom a live flow's trigger holds. */
export interface ScanContext {
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
  context: ScanContext,
  trigger: TriggerOf<Kind>,
) => Promise<TriggerMatch[]>;
