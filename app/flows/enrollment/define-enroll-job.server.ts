import type { CommonDeps } from "~/deps";
import { defineEventJob, type EventJob } from "~/events/define-event-job.server";
import { enrollSlice } from "./enroll-slice.server";

type Deps = CommonDeps<"db" | "keyring" | "queue" | "now">;

/** Reads the shop's events for flows, after the consumer that assigns their profile. */
export const defineEnrollJob = (
  job: Pick<EventJob<Deps>, "name" | "consumer" | "after" | "kinds">,
) =>
  defineEventJob<Deps>({
    ...job,
    limit: 200,
    async process(tx, shopId, events, { queue, now }) {
      if (events.length > 0 && (await enrollSlice(tx, shopId, events, now()))) {
        await queue.announce(tx, shopId, "enrollments_due");
      }
    },
  });
