import { diffWordsWithSpace } from "diff";

/** A diff piece: in both texts, only in the older, or only in the newer. */
export interface DiffPiece {
  readonly kind: "same" | "removed" | "added";
  readonly text: string;
}

/** Maximum number of changed words; texts with more are compared as a whole. */
const MAX_EDITS = 1_000;

/** Word diff: the pieces without `added` are the older text, those without `removed` the newer. */
export function diffWords(before: string, after: string): readonly DiffPiece[] {
  const changes = diffWordsWithSpace(before, after, { maxEditLength: MAX_EDITS }) ?? [
    { removed: true, added: false, value: before },
    { removed: false, added: true, value: after },
  ];
  return changes.map(({ added, removed, value }) => ({
    kind: added ? "added" : removed ? "removed" : "same",
    text: value,
  }));
}
