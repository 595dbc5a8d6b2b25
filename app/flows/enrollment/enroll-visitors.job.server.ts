import { BROWSING } from "~/profiles/visitors/project-browsing.job.server";
import { defineEnrollJob } from "./define-enroll-job.server";
import { BROWSING_EVENTS } from "./find-affected-profiles.server";

/** Enrolls from browsing events after the visit projection. */
export const enrollVisitorsJob = defineEnrollJob({
  name: "flows.enroll-visitors",
  consumer: "flows.visitors",
  after: BROWSING,
  kinds: BROWSING_EVENTS,
});
