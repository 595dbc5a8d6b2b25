import type { Goal } from "./goal";
import type { MeasuredCall } from "./measure-call";

/** A measurement on one data set, for one or more rows of the report. */
export interface Study {
  /** Descriptions by row number. */
  readonly rows: Readonly<Record<number, string>>;
  /** The required file in the data folder; null if it generates its own. */
  readonly dataFile: string | null;
  measure(lab: Lab): Promise<readonly Finding[]>;
}

/** The environment of a study. */
interface Lab {
  /** Folder of all data sets. */
  readonly dataFolder: string;
  /** File of this study. */
  readonly dataFile: string;
  /** An empty folder, removed after the study. */
  readonly folder: string;
  /** Each time is the median of this many runs. */
  readonly repeats: number;
}

export interface Finding {
  readonly row: number;
  readonly figures: readonly Figure[];
  /** The calls whose processor time and memory are reported; without, those of this process. */
  readonly calls?: readonly MeasuredCall[];
  /** Milliseconds of the slowest answer but one in a hundred. */
  readonly p99Ms?: number;
  /** Attempts to reach the goals; shown only if one is missed. */
  readonly tried: string;
}

export interface Figure {
  readonly what: string;
  readonly goal: Goal;
  readonly measured: number | string;
  /** Printed after the measured number. */
  readonly unit?: string;
  /** Results of others; “here” if they were run on the same machine. */
  readonly peer?: string;
}
