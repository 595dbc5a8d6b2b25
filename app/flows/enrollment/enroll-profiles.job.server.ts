import { enrollFrom } from "./enroll-from.server";
import { FLOW_EVENTS } from "./find-touched.server";

/** What Shopify and our own mails told, once profiles are up to it. */
export const enrollProfilesJob = enrollFrom({
  name: "flows.enroll-profiles",
  consumer: "flows",
  after: "profiles",
  kinds: FLOW_EVENTS,
});
