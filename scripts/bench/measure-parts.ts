import { listDatabases, type DatabaseName } from "./main-job/databases";
import type { Table } from "./table";

/** Measures one part on each database; each figure is the median of `repeats` runs. */
export type Bench = (
  databases: readonly DatabaseName[],
  repeats: number,
) => Promise<Table | readonly Table[]>;

/** The tables of the parts, each as soon as it is measured, with its duration on standard error. */
export async function* measureParts(
  benches: Readonly<Record<string, Bench>>,
  parts: readonly string[],
  repeats: number,
): AsyncGenerator<Table> {
  const { names, skipped } = await listDatabases();
  if (skipped !== null) console.error(skipped);
  for (const [part, bench] of Object.entries(benches)) {
    if (!parts.includes(part)) continue;
    const startMs = performance.now();
    for (const table of [await bench(names, repeats)].flat()) yield withNote(table, skipped);
    console.error(`${part}: done (${Math.round((performance.now() - startMs) / 1_000)} s)`);
  }
}

function withNote(table: Table, note: string | null): Table {
  return note === null ? table : { ...table, notes: [...(table.notes ?? []), note] };
}
