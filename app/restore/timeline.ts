/** A moment in the life of a database: workers raise its beat each minute. */
export interface Position {
  readonly timelineId: string;
  readonly beat: number;
}

/** Where a database is now, and the timelines before, each with the beat at which a restore left it. */
export interface Timeline extends Position {
  readonly ancestors: readonly Position[];
}

/**
 * What a mark outside of a database says of it. The mark is written once its beat is committed, so
 * that a database that has not come to it was put back.
 *
 * `same`: nothing happened. `restored`: it was put back, and nobody has noticed yet. `noticed`:
 * another process has noticed it.
 */
export type RestoreCheck = "same" | "restored" | "noticed";

export function compareWithMark(database: Timeline, mark: Position | null): RestoreCheck {
  if (mark === null) return "same";
  const last = lastBeatIn(database, mark.timelineId);
  if (last === null) return "restored";
  if (mark.beat <= last) return "same";
  return mark.timelineId === database.timelineId ? "restored" : "noticed";
}

/** Whether a database surely has what was done at a position. At its very beat it may have been copied before. */
export function surelyHas(database: Timeline, { timelineId, beat }: Position): boolean {
  const last = lastBeatIn(database, timelineId);
  return last !== null && beat < last;
}

/** How far a database came on a timeline; null: it was never on it. */
function lastBeatIn({ timelineId, beat, ancestors }: Timeline, wanted: string): number | null {
  if (wanted === timelineId) return beat;
  return ancestors.find((it) => it.timelineId === wanted)?.beat ?? null;
}
