/** A position in a database's history: workers increment its beat each minute. */
export interface Position {
  readonly timelineId: string;
  readonly beat: number;
}

/** The database's current position, and earlier timelines with the beat at which a restore left each. */
export interface Timeline extends Position {
  readonly ancestors: readonly Position[];
}

/**
 * The verdict of an external mark. The mark is written after its beat is committed, so a database behind it was
 * restored. `same`: nothing happened. `restored`: a restore that is not yet handled. `noticed`: another process has
 * detected it.
 */
export type RestoreCheck = "same" | "restored" | "noticed";

export function compareWithMark(database: Timeline, mark: Position | null): RestoreCheck {
  if (mark === null) return "same";
  const last = lastBeatIn(database, mark.timelineId);
  if (last === null) return "restored";
  if (mark.beat <= last) return "same";
  return mark.timelineId === database.timelineId ? "restored" : "noticed";
}

/** Whether a database certainly contains what was done at a position. At exactly its beat the copy may have been earlier. */
export function certainlyContains(database: Timeline, { timelineId, beat }: Position): boolean {
  const last = lastBeatIn(database, timelineId);
  return last !== null && beat < last;
}

/** The last beat of a database on a timeline; null: it was never on it. */
function lastBeatIn({ timelineId, beat, ancestors }: Timeline, wanted: string): number | null {
  if (wanted === timelineId) return beat;
  return ancestors.find((it) => it.timelineId === wanted)?.beat ?? null;
}
