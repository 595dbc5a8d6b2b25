import { ALL_SOURCES } from "~/segments/required-sources";
import { daysAgo, NOW } from "../support/builders";
import { PROFILE } from "./table-values";

const SEGMENT = "segment_id";
const NOBODY = { kind: "all", of: [{ kind: "property", property: "country", values: ["??"] }] };

/** The calls of the stores of `segments`: see store-calls.ts. */
export const SEGMENT_CALLS: Readonly<Record<string, readonly unknown[]>> = {
  loadCustomerFacts: [[PROFILE], ALL_SOURCES],
  listSegments: [],
  findSegment: [SEGMENT],
  reevaluateMembers: [{ segmentId: SEGMENT, rule: NOBODY }, NOW],
  replaceMembers: [{ segmentId: SEGMENT, profileIds: [] }, NOW],
  saveList: [SEGMENT, { nextRunAt: NOW }],
  applyChanges: [[{ segmentId: SEGMENT, profileId: PROFILE, change: "left" }], NOW],
  countMembers: [[SEGMENT], NOW],
  adjustCounts: [[{ segmentId: SEGMENT, profileId: "c9", change: "joined" }], NOW],
  listMembershipsToEnd: [[PROFILE]],
  takeChangedProfiles: [{ scoresSince: daysAgo(900), propertiesSince: daysAgo(900) }, NOW],
  skipChangedProfiles: [NOW],
  listSizes: [SEGMENT, 9, NOW],
  loadRuleContext: [NOBODY, null],
};
