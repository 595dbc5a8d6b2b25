import type { Table } from "./table";

/** Parts that are measured together, and their file. */
export interface Report {
  readonly file: string;
  readonly title: string;
  /** An explanation of the report, below its title. */
  readonly intro: string;
  /** The parts by name. */
  readonly parts: readonly string[];
  /**
   * The tables, each as soon as it is measured.
   *
   * @param parts the parts to measure; each time is the median of `repeats`
   */
  measure(parts: readonly string[], repeats: number): AsyncIterable<Table>;
}
