import type { ProfileCondition } from "./condition";

/** That somebody is a member of a segment, as a condition. */
const isIn = (segmentId: string): ProfileCondition => ({
  kind: "meets_rule",
  rule: { kind: "all", of: [{ kind: "segment", segmentId }] },
});

/** The segment to which a filter keeps a flow; null where it does not, or where its rule asks more. */
export function audienceOf(filter: readonly ProfileCondition[]): string | null {
  return filter.map(segmentOf).find((segmentId) => segmentId !== null) ?? null;
}

/** The filter with its flow kept to a segment, or to none; its other conditions stay. */
export function withAudience(
  filter: readonly ProfileCondition[],
  segmentId: string | null,
): ProfileCondition[] {
  const others = filter.filter((condition) => segmentOf(condition) === null);
  return segmentId === null ? others : [...others, isIn(segmentId)];
}

function segmentOf(condition: ProfileCondition): string | null {
  if (condition.kind !== "meets_rule" || condition.rule.kind === "none") return null;
  const [only, ...more] = condition.rule.of;
  return only?.kind === "segment" && more.length === 0 ? only.segmentId : null;
}
