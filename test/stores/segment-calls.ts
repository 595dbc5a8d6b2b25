import { ALL_FACTS } from "~/segments/asked-facts";
import { daysAgo, NOW } from "../support/builders";
import { PROFILE } from "./table-values";

const SEGMENT = "segment_id";
const NOBODY = { kind: "all", of: [{ kind: "property", property: "country", values: ["??"] }] };

/** The calls of the stores of `segments`: see store-calls.ts. */
export const SEGMENT_CALLS: Readonly<Record<string, readonly unknown[]>> = {
  loadProfileFacts: [[PROFILE], ALL_FACTS],
  listSegments: [],
  findSegment: [SEGMENT],
  refillMembers: [{ segmentId: SEGMENT, rule: NOBODY }, NOW],
  replaceMembers: [{ segmentId: SEGMENT, profileIds: [] }, NOW],
  saveList: [SEGMENT, { nextRunAt: NOW }],
  moveMembers: [[{ segmentId: SEGMENT, profileId: PROFILE, change: "left" }], NOW],
  countMembers: [[SEGMENT], NOW],
  adjustCounts: [[{ segmentId: SEGMENT, profileId: "c9", change: "joined" }], NOW],
  listLostMembers: [[PROFILE]],
  takeTouched: [{ scoredSince: daysAgo(900), notedSince: daysAgo(900) }, NOW],
  skipTouched: [NOW],
  listSizes: [SEGMENT, 9, NOW],
  loadAnswerable: [NOBODY, null],
};
