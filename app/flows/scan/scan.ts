import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { Trigger } from "../definition/trigger";
import type { LiveFlow } from "../rules/plan-enrollments";
import type { TriggerMatch } from "./trigger-match";

/** The context of a trigger scan. */
export interface ScanContext {
  readonly db: Db;
  readonly shopId: ShopId;
  readonly flow: LiveFlow;
  /** Maximum number of matches. */
  readonly limit: number;
  readonly now: Date;
}

type TriggerOf<Kind extends Trigger["kind"]> = Extract<Trigger, { kind: Kind }>;

/** Finds profiles that match a trigger now and are not enrolled, up to the limit. */
export type Finder<Kind extends Trigger["kind"]> = (
  context: ScanContext,
  trigger: TriggerOf<Kind>,
) => Promise<TriggerMatch[]>;
