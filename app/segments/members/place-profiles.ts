import { matchesRule } from "../matches";
import type { ProfileFacts } from "../profile-facts";
import type { SegmentRule } from "../segment";
import type { MemberChange } from "./member-change";

/**
 * Who joins and who leaves which segment, by what is known of these customers now. Segments stand
 * behind those that they ask about: what changes there is taken into account here.
 *
 * @param facts by profile; who is touched and has none (was deleted, or forgotten) leaves everything
 */
export function placeProfiles(
  segments: readonly { readonly segmentId: string; readonly rule: SegmentRule }[],
  facts: ReadonlyMap<string, ProfileFacts>,
  now: Date,
): MemberChange[] {
  return [...facts.values()].flatMap((known) => {
    const memberOf = new Set(known.segmentIds);
    return segments.flatMap(({ segmentId, rule }): MemberChange[] => {
      const isMember = matchesRule(rule, { ...known, segmentIds: memberOf }, now);
      if (isMember === memberOf.has(segmentId)) return [];
      if (isMember) memberOf.add(segmentId);
      else memberOf.delete(segmentId);
      const { profileId } = known;
      return [{ segmentId, profileId, change: isMember ? "joined" : "left" }];
    });
  });
}
