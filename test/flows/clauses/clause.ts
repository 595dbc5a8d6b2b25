/** The test, or the line of decision 35 that excludes it. */
export type ClauseTest =
  | { readonly file: string; readonly test: string }
  | { readonly omitted: string };

export interface Clause {
  /** 0: common to all flows. */
  readonly flow: number;
  readonly clause: string;
  readonly proofs: readonly ClauseTest[];
}

/** A test by its file and title. */
export const at = (file: string, test: string): ClauseTest => ({ file, test });
/** The beginning of a line in decision 35. */
export const excludedBy = (line: string): ClauseTest => ({ omitted: line });
/** @param flow 0: common to all flows */
export const clause = (flow: number, text: string, ...proofs: readonly ClauseTest[]): Clause => ({
  flow,
  clause: text,
  proofs,
});
