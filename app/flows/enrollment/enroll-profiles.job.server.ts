import { defineEnrollJob } from "./define-enroll-job.server";
import { FLOW_EVENTS } from "./find-affected-profiles.server";

/** Enrolls from Shopify and email events after the profile projection. */
export const enrollProfilesJob = defineEnrollJob({
  name: "flows.enroll-profiles",
  consumer: "flows",
  after: "profiles",
  kinds: FLOW_EVENTS,
});
