import { matchesRule } from "../matches";
import type { CustomerFacts } from "../customer-facts";
import type { SegmentRule } from "../segment";
import type { MemberChange } from "./member-change";

/**
 * Who joins and who leaves which segment, by what is known of these customers now. Segments stand
 * behind those that they ask about: what changes there is taken into account here.
 *
 * @param facts by profile; who is touched and has none (was deleted, or forgotten) leaves everything
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
