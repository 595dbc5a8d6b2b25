import type { SeedOrder, SeedProduct, StoreSeed } from "../../../test/shopify/store-seed";
import type { runEmailPolicy } from "../../../test/simulated-shops/life/email-policy";
import type { PlannedMessage } from "../../../test/simulated-shops/life/person";
import type { DemoSending } from "./decide-due";
import type { PastEnrollment, PastOutcome } from "./history";

/** An enrollment while it runs. */
export type LiveEnrollment = NonNullable<PlannedMessage["enrollment"]>;
type Entered = Omit<PastEnrollment, "next" | "exitReason">;

/** A message of the history, whose outcome is known once it leaves. */
interface PlayedMessage {
  readonly enrollment: LiveEnrollment;
  readonly planned: PlannedMessage;
  readonly plannedAt: Date;
  outcome: PastOutcome;
}

/** The state of a history that is being played. */
export interface Play extends DemoSending {
  readonly seed: StoreSeed;
  readonly endMs: number;
  readonly policy: ReturnType<typeof runEmailPolicy>;
  readonly productById: ReadonlyMap<string, SeedProduct>;
  readonly popular: readonly SeedProduct[];
  readonly entered: Map<LiveEnrollment, Entered>;
  readonly messages: Map<PlannedMessage, PlayedMessage>;
  /** The orders that emails caused, without numbers. */
  readonly bought: SeedOrder[];
  /** When customers unsubscribed. */
  readonly left: Map<string, Date>;
}
