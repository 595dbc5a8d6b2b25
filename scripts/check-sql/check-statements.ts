import type ts from "typescript";
import { compareRow, type Column } from "./check-rows";
import type { Statement } from "./find-statements";

/**
 * What is wrong with the statements: those that the database refuses, that return something else than the code
 * reads, that cannot use an index, and those whose text cannot be known, unless their file is an exception.
 *
 * @param exceptions reasons by file; one that is not needed is a fault too
 * @param describe prepares a statement; throws what the database says
 * @param findBlockedLookups from `createLookupCheck`
 */
export async function checkStatements(
  statements: readonly Statement[],
  checker: ts.TypeChecker,
  exceptions: Readonly<Record<string, string>>,
  describe: (sql: string) => Promise<{ resultFields: readonly Column[] }>,
  findBlockedLookups: (sql: string) => Promise<readonly string[]>,
): Promise<string[]> {
  const faults = new Set<string>();
  const needed = new Set<string>();
  for (const { file, line, texts, unknown, row } of statements) {
    const at = `${file}:${line}`;
    if (unknown !== null && file in exceptions) needed.add(file);
    else if (unknown !== null) faults.add(`${at} cannot be read before the app runs: ${unknown}`);
    for (const text of texts) {
      try {
        const { resultFields } = await describe(text);
        for (const it of await findBlockedLookups(text)) faults.add(`${at} ${it}`);
        if (!row) continue;
        for (const it of compareRow(resultFields, row, checker)) faults.add(`${at} ${it}`);
      } catch (error) {
        faults.add(`${at} ${(error as Error).message}\n${text}`);
      }
    }
  }
  const unneeded = Object.keys(exceptions).filter((file) => !needed.has(file));
  return [...faults, ...unneeded.map((file) => `${file} needs no exception`)];
}
