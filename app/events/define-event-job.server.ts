import type { Tx } from "~/db.server";
import type { Prisma, PrismaClient } from "~/generated/prisma/client";
import { defineJob, type JobName } from "~/jobs/job.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { advanceCursors } from "./advance-cursors.server";
import type { EventKind } from "./event";
import { lockCursor, readEvents, selectShopsBehind, type StoredEvent } from "./event-store.server";
import type { PassJob } from "./pass-step";

export interface EventJob<Deps, Prepared = undefined> {
  readonly name: JobName;
  /** The name of its cursor. */
  readonly consumer: string;
  /** The consumer that must have processed an event first. */
  readonly after?: string;
  /** The cursor whose lock serializes it with another job; by default its own. */
  readonly lockedBy?: string;
  readonly kinds: readonly EventKind[];
  /** Maximum number of events in a slice. */
  readonly limit: number;
  /** See `PassStep`. */
  readonly isPreparedFirst?: boolean;
  /** Reads what does not depend on the events; by default nothing. */
  prepare?(tx: Tx, shopId: ShopId): Promise<Prepared>;
  /**
   * Processes a slice, which has no events when all new ones are of other kinds.
   *
   * @returns common table expressions of the statement that advances the cursor
   */
  process(
    tx: Tx,
    shopId: ShopId,
    events: readonly StoredEvent[],
    deps: Deps,
    prepared: Prepared,
  ): Promise<readonly Prisma.Sql[]> | Promise<void>;
}

/**
 * A job that reads the shop's events in commit order. The slice and the cursor are committed together: after a crash
 * the slice is repeated.
 */
export function defineEventJob<
  Deps extends { readonly db: PrismaClient; readonly keyring: Pick<Keyring, "open"> },
  Prepared = undefined,
>(job: EventJob<Deps, Prepared>): PassJob<Deps> {
  const { name, consumer, after: upTo, lockedBy = consumer, kinds, limit } = job;
  const { isPreparedFirst = false } = job;
  const prepare = job.prepare ?? (() => Promise.resolve(undefined as Prepared));
  const defined = defineJob<Deps>({
    name,
    selectDueShops: () => selectShopsBehind(consumer, upTo),

    async run(shopId, deps) {
      return deps.db.$transaction(async (tx) => {
        await lockCursor(tx, shopId, lockedBy);
        const slice = await readEvents(tx, shopId, { consumer, upTo, kinds, limit }, deps);
        const prepared = await prepare(tx, shopId);
        const withCursors = await job.process(tx, shopId, slice.events, deps, prepared);
        await advanceCursors(tx, shopId, [[consumer, slice.readTo]], withCursors ?? []);
        return { more: slice.more };
      });
    },
  });
  return {
    ...defined,
    passStep: {
      ...{ consumer, after: upTo, lockedBy, kinds, isPreparedFirst },
      async prepare(tx, shopId) {
        const prepared = await prepare(tx, shopId);
        return async (...[, , events, deps]) => {
          const withCursors = await job.process(tx, shopId, events, deps, prepared);
          return { more: false, withCursors: withCursors ?? [] };
        };
      },
    },
  };
}
