/** Where it is tested, or which line of decision 35 says that it is left out on purpose. */
export type Proof = { readonly file: string; readonly test: string } | { readonly omitted: string };

export interface Clause {
  /** 0: what all flows share. */
  readonly flow: number;
  readonly clause: string;
  readonly proofs: readonly Proof[];
}

/** A test by its file and its title. */
export const at = (file: string, test: string): Proof => ({ file, test });
/** How a line of decision 35 begins. */
export const omitted = (line: string): Proof => ({ omitted: line });
/** @param flow 0: what all flows share */
export const clause = (flow: number, text: string, ...proofs: readonly Proof[]): Clause => ({
  flow,
  clause: text,
  proofs,
});
