import type { ProfileCondition } from "./condition";

/** The condition that a profile is in a segment. */
const isInSegment = (segmentId: string): ProfileCondition => ({
  kind: "meets_rule",
  rule: { kind: "all", of: [{ kind: "segment", segmentId }] },
});

/** The segment that a filter limits a flow to; null if there is none or the rule has more conditions. */
export function getAudienceSegmentId(filter: readonly ProfileCondition[]): string | null {
  return filter.map(getOnlySegmentId).find((segmentId) => segmentId !== null) ?? null;
}

/** The filter limited to a segment, or to none. Keeps its other conditions. */
export function withAudience(
  filter: readonly ProfileCondition[],
  segmentId: string | null,
): ProfileCondition[] {
  const others = filter.filter((condition) => getOnlySegmentId(condition) === null);
  return segmentId === null ? others : [...others, isInSegment(segmentId)];
}

function getOnlySegmentId(condition: ProfileCondition): string | null {
  if (condition.kind !== "meets_rule" || condition.rule.kind === "none") return null;
  const [only, ...more] = condition.rule.of;
  return only?.kind === "segment" && more.length === 0 ? only.segmentId : null;
}
