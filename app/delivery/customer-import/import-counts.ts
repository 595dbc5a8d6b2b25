import { z } from "zod";
import { IMPORT_PROBLEMS, type ImportProblem } from "./import-problem";

const count = z.number().int().default(0);

/** What an import found, or did, so far. */
export const ImportCounts = z.object({
  rows: count,
  /** Rows of customers of the store. */
  customers: count,
  /** Rows of addresses that no customer has. */
  unknown: count,
  /** Customers who get properties. */
  changed: count,
  properties: count,
  longValues: count,
  suppressed: count,
  suppressedBefore: count,
  consents: count,
  consentsBefore: count,
  /** Consents of people who have unsubscribed or are suppressed, which count more. */
  overruled: count,
  /** Consents of people who are not subscribed in Shopify. */
  forShopify: count,
  refused: z.partialRecord(z.enum(IMPORT_PROBLEMS), z.number().int()).default({}),
});
export type ImportCounts = z.infer<typeof ImportCounts>;

export const NO_COUNTS: ImportCounts = ImportCounts.parse({});

/** The sum of two counts. */
export function addCounts(a: ImportCounts, b: ImportCounts): ImportCounts {
  const refused = IMPORT_PROBLEMS.flatMap((problem) => {
    const sum = (a.refused[problem] ?? 0) + (b.refused[problem] ?? 0);
    return sum === 0 ? [] : [[problem, sum] as const];
  });
  const names = Object.keys(NO_COUNTS).filter((it) => it !== "refused") as CountName[];
  const sums = names.map((name) => [name, a[name] + b[name]] as const);
  return { ...NO_COUNTS, ...Object.fromEntries(sums), refused: Object.fromEntries(refused) };
}

type CountName = Exclude<keyof ImportCounts, "refused">;

/** Rows that were not imported. */
export function countRefused({ refused }: ImportCounts): number {
  return Object.values(refused).reduce((sum, rows) => sum + rows, 0);
}

/** Counts of one refused row. */
export function refusedRow(problem: ImportProblem): ImportCounts {
  return { ...NO_COUNTS, rows: 1, refused: { [problem]: 1 } };
}
