import { matchesRule } from "../matches";
import type { CustomerFacts } from "../customer-facts";
import type { SegmentRule } from "../segment";
import type { MemberChange } from "./member-change";

/**
 * Joins and leaves of these customers by their current facts. Segments must be sorted
 * by dependency, so that changes in one are visible to those that refer to it.
 *
 * @param facts by profile, without deleted and erased customers
 */
export function evaluateMemberships(
  segments: readonly { readonly segmentId: string; readonly rule: SegmentRule }[],
  facts: ReadonlyMap<string, CustomerFacts>,
  now: Date,
): MemberChange[] {
  return [...facts.values()].flatMap((known) => {
    const segmentIds = new Set(known.segmentIds);
    return segments.flatMap(({ segmentId, rule }): MemberChange[] => {
      const isMember = matchesRule(rule, { ...known, segmentIds }, now);
      if (isMember === segmentIds.has(segmentId)) return [];
      if (isMember) segmentIds.add(segmentId);
      else segmentIds.delete(segmentId);
      const { profileId } = known;
      return [{ segmentId, profileId, change: isMember ? "joined" : "left" }];
    });
  });
}
