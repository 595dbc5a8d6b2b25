import { BROWSING } from "~/profiles/visitors/project-browsing.job.server";
import { enrollFrom } from "./enroll-from.server";
import { BROWSING_EVENTS } from "./find-touched.server";

/** What browsers told, once visits are up to it. */
export const enrollVisitorsJob = enrollFrom({
  name: "flows.enroll-visitors",
  consumer: "flows.visitors",
  after: BROWSING,
  kinds: BROWSING_EVENTS,
});
