/** A diff piece: in both texts, only in the older, or only in the newer. */
export interface DiffPiece {
  readonly kind: "same" | "removed" | "added";
  readonly text: string;
}

/** Longer texts are compared as a whole: the table below */
const MAX_WORDS = 1_000;

/** Word diff by the longest common subsequence. */
export function diffWords(before: string, after: string): readonly DiffPiece[] {
  const older = wordsOf(before);
  const newer = wordsOf(after);
  if (older.length > MAX_WORDS || newer.length > MAX_WORDS) {
    return joined([
      { kind: "removed", text: before },
      { kind: "added", text: after },
    ]);
  }
  const lengths = commonLengths(older, newer);
  const at = (i: number, j: number) => lengths[i * (newer.length + 1) + j] ?? 0;
  const pieces: DiffPiece[] = [];
  let i = 0;
  let j = 0;
  while (i < older.length || j < newer.length) {
    const [removed, added] = [older[i], newer[j]];
    if (removed !== undefined && removed === added) {
      pieces.push({ kind: "same", text: removed });
      i += 1;
      j += 1;
    } else if (removed !== undefined && (added === undefined || at(i + 1, j) >= at(i, j + 1))) {
      pieces.push({ kind: "removed", text: removed });
      i += 1;
    } else {
      pieces.push({ kind: "added", text: added ?? "" });
      j += 1;
    }
  }
  return joined(pieces);
}

/** Words and what is between them, by turns: joined they are the text again. */
function wordsOf(text: string): readonly string[] {
  return text.match(/\s+|[^\s]+/g) ?? [];
}

/** Row i, column j: how many words the rests from i and from j have in common, in order. */
function commonLengths(older: readonly string[], newer: readonly string[]): Uint16Array {
  const width = newer.length + 1;
  const lengths = new Uint16Array((older.length + 1) * width);
  for (let i = older.length - 1; i >= 0; i--) {
    for (let j = newer.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        older[i] === newer[j]
          ? 1 + (lengths[(i + 1) * width + j + 1] ?? 0)
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
    }
  }
  return lengths;
}

function joined(pieces: readonly DiffPiece[]): readonly DiffPiece[] {
  const runs: DiffPiece[] = [];
  for (const piece of pieces) {
    const last = runs.at(-1);
    if (piece.text === "") continue;
    if (last?.kind === piece.kind)
      runs[runs.length - 1] = { ...piece, text: last.text + piece.text };
    else runs.push(piece);
  }
  return runs;
}
