import { listSegmentIds, type SegmentRule } from "./segment";

interface Dependent {
  readonly segmentId: string;
  /** `null` has no dependencies. */
  readonly rule: SegmentRule | null;
}

/**
 * Sorts segments so that each follows those that its rule refers to; otherwise keeps the order.
 * Circular rules, which are never stored, keep their order.
 */
export function sortByDependency<T extends Dependent>(segments: readonly T[]): T[] {
  const byId = new Map(segments.map((it) => [it.segmentId, it]));
  const ordered = new Set<T>();
  const visiting = new Set<T>();
  function place(segment: T) {
    if (ordered.has(segment) || visiting.has(segment)) return;
    visiting.add(segment);
    for (const id of segment.rule ? listSegmentIds(segment.rule) : []) {
      const other = byId.get(id);
      if (other) place(other);
    }
    ordered.add(segment);
  }
  segments.forEach(place);
  return [...ordered];
}
