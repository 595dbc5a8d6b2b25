import { BROWSING } from "~/profiles/visitors/project-browsing.job.server";
import { enrollFrom } from "./enroll-from.server";
import { BROWSING_EVENTS } from "./find-touched.server";

/** Enrolls from browsing events after the visit projection. */
export const enrollVisitorsJob = enrollFrom({
  name: "flows.enroll-visitors",
  consumer: "flows.visitors",
  after: BROWSING,
  kinds: BROWSING_EVENTS,
});
