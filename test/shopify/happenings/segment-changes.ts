import { findOrThrow, type Changes } from "./play";

export const segmentChanges: Changes<"segment_saved" | "segment_deleted"> = {
  segment_saved({ shop: { store } }, { segment }) {
    store.segments.set(segment.id, segment);
    return { id: segment.id, emissions: [] };
  },
  segment_deleted({ shop: { store } }, { segmentId }) {
    findOrThrow("segment", segmentId, store.segments.get(segmentId));
    store.segments.delete(segmentId);
    return { id: segmentId, emissions: [] };
  },
};
