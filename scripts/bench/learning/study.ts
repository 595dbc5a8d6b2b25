import type { Goal } from "./goal";

/** Something that is measured on one data set, for one row of the report or more. */
export interface Study {
  /** By the numbers of the rows, what each is about. */
  readonly rows: Readonly<Record<number, string>>;
  /** The file that it needs in the folder of data sets; null where it makes its own. */
  readonly dataFile: string | null;
  measure(lab: Lab): Promise<readonly Finding[]>;
}

/** What a study has to work with. */
interface Lab {
  /** Of all data sets. */
  readonly dataFolder: string;
  /** Of the study's own. */
  readonly dataFile: string;
  /** An empty folder, removed after the study. */
  readonly folder: string;
  /** Each time is the median of this many runs. */
  readonly repeats: number;
}

export interface Finding {
  readonly row: number;
  readonly figures: readonly Figure[];
  /** What was tried to reach the goals; shown only where one is missed. */
  readonly tried: string;
}

export interface Figure {
  readonly what: string;
  readonly goal: Goal;
  readonly measured: number | string;
  /** Behind the number that was measured. */
  readonly unit?: string;
  /** What others reach; “here” where they were run beside it. */
  readonly peer?: string;
}
