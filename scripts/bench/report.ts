import type { Table } from "./table";

/** What is measured together, and the file that it is written to. */
export interface Report {
  readonly file: string;
  readonly title: string;
  /** How to read the whole, under its title. */
  readonly intro: string;
  /** What can be measured alone, by name. */
  readonly parts: readonly string[];
  /**
   * The tables, each as soon as it is measured.
   *
   * @param parts those that are to be measured; each figure of time is the median of `repeats`
   */
  measure(parts: readonly string[], repeats: number): AsyncIterable<Table>;
}
