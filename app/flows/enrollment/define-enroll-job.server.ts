import type { CommonDeps } from "~/deps";
import { defineEventJob, type EventJob } from "~/events/define-event-job.server";
import { listLiveFlows } from "../progress/live-flows.server";
import type { LiveFlow } from "../rules/plan-enrollments";
import { enrollSlice } from "./enroll-slice.server";

type Deps = CommonDeps<"db" | "keyring" | "queue" | "now">;

/** Reads the shop's events for flows, after the consumer that assigns their profile. */
export const defineEnrollJob = (
  job: Pick<EventJob<Deps>, "name" | "consumer" | "after" | "kinds">,
) =>
  defineEventJob<Deps, readonly LiveFlow[]>({
    ...job,
    limit: 200,
    prepare: listLiveFlows,
    async process(tx, shopId, events, { queue, now }, flows) {
      if (events.length > 0 && (await enrollSlice(tx, shopId, events, flows, now()))) {
        await queue.announce(tx, shopId, "enrollments_due");
      }
    },
  });
