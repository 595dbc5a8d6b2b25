import type { Reason, ScoreSource } from "../recommendation";
import type { Scored } from "../rules/apply-rules";

/** A candidate of a list. Its reason is computed only when it is picked. */
export interface Candidate extends Scored {
  readonly explain: () => { readonly reason: Reason; readonly modelKind: ScoreSource };
}
