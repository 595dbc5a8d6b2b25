import type { EventKind } from "~/events/event";
import {
  advanceCursor,
  selectShopsBehind,
  lockCursor,
  readEvents,
} from "~/events/event-store.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob, type JobName } from "~/jobs/job.server";
import type { Queue } from "~/jobs/queue";
import type { Keyring } from "~/privacy/keyring.server";
import { enrollSlice } from "./enroll-slice.server";

interface Deps {
  db: PrismaClient;
  keyring: Keyring;
  queue: Queue;
  now: () => Date;
}

interface EnrollJob {
  readonly name: JobName;
  readonly consumer: string;
  /** The consumer that must have processed an event first, since it assigns the profile. */
  readonly after: string;
  readonly kinds: readonly EventKind[];
}

const SLICE = 200;

/** Reads the shop's events for flows. One transaction per slice: after a crash the slice is repeated. */
export const defineEnrollJob = ({ name, consumer, after, kinds }: EnrollJob) =>
  defineJob<Deps>({
    name,
    selectDueShops: () => selectShopsBehind(consumer, after),

    async run(shopId, deps) {
      return deps.db.$transaction(async (tx) => {
        await lockCursor(tx, shopId, consumer);
        const options = { consumer, upTo: after, kinds, limit: SLICE };
        const { events, readTo, more } = await readEvents(tx, shopId, options, deps);
        if (events.length > 0 && (await enrollSlice(tx, shopId, events, deps.now()))) {
          await deps.queue.announce(tx, shopId, "enrollments_due");
        }
        await advanceCursor(tx, shopId, consumer, readTo);
        return { more };
      });
    },
  });
