import { enrollFrom } from "./enroll-from.server";
import { FLOW_EVENTS } from "./find-touched.server";

/** Enrolls from Shopify and email events after the profile projection. */
export const enrollProfilesJob = enrollFrom({
  name: "flows.enroll-profiles",
  consumer: "flows",
  after: "profiles",
  kinds: FLOW_EVENTS,
});
