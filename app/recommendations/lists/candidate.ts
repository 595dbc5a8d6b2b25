import type { Reason, ScoreSource } from "../recommendation";
import type { Scored } from "../rules/apply-rules";

/** A product that a list may hold. Its reason is looked for only when it is picked. */
export interface Candidate extends Scored {
  readonly explain: () => { readonly reason: Reason; readonly modelKind: ScoreSource };
}
