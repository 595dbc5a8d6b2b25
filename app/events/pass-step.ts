import type { Tx } from "~/db.server";
import type { Prisma } from "~/generated/prisma/client";
import type { Job } from "~/jobs/job.server";
import type { ShopId } from "~/lib/shop-id";
import type { EventKind } from "./event";
import type { StoredEvent } from "./event-store.server";

/** A job's part in a pass: what it does about a few new events, in the transaction of all stages. */
export interface PassStep<Deps> {
  /** The name of its cursor. */
  readonly consumer: string;
  /** The consumer that must have processed an event first. A pass includes what follows its first step by these. */
  readonly after?: string | undefined;
  /** The cursor whose lock serializes it with other jobs. */
  readonly lockedBy: string;
  readonly kinds: readonly EventKind[];
  /** Whether it reads its cursors itself. It then runs in each pass. */
  readonly ownsCursors?: boolean;
  /** Whether it is prepared before the events are known: for reads that cost little. */
  readonly isPreparedFirst?: boolean;
  /** Reads what does not depend on the events. What steps read by `readRows` is one statement. */
  prepare(tx: Tx, shopId: ShopId, deps: Deps): Promise<ProcessEvents<Deps>>;
}

/** @param saveCursors writes the cursors of earlier steps; a step calls it before it reads one */
export type ProcessEvents<Deps> = (
  tx: Tx,
  shopId: ShopId,
  events: readonly StoredEvent[],
  deps: Deps,
  saveCursors: () => Promise<void>,
) => Promise<PassStepResult>;

type PassStepResult = {
  /** Whether due rows remain: the job is then woken. */
  readonly more: boolean;
} & (
  | {
      /** Whether it advanced its cursor itself. Otherwise the pass advances it to the newest event. */
      readonly hasAdvanced: true;
    }
  | {
      readonly hasAdvanced?: false;
      /** Common table expressions of the next statement that advances cursors. */
      readonly withCursors?: readonly Prisma.Sql[];
    }
);

export type PassJob<Deps> = Job<Deps> & { readonly passStep?: PassStep<Deps> };
