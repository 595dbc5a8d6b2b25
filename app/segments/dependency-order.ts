import { listSegmentIds, type SegmentRule } from "./segment";

interface Dependent {
  readonly segmentId: string;
  /** `null` depends on nothing. */
  readonly rule: SegmentRule | null;
}

/**
 * Segments so that each stands behind those that its rule asks about; otherwise in the order given.
 * Rules in a circle, which are never stored, stand as they come.
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
