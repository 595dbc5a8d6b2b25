import { v7 as uuidv7 } from "uuid";
import type { CommonDeps } from "~/deps";
import { rowsBeforeCsvError, streamCsvRows } from "~/lib/exports/stream-csv-rows.server";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "~/privacy/audit-store.server";
import type { Keyring } from "~/privacy/keyring.server";
import { OWN_NOTES } from "~/delivery/suppressions/own-notes";
import {
  findColumns,
  readSuppressionRow,
  type Columns,
  type RowProblem,
} from "./read-suppression-row";
import {
  recordSuppressions,
  type NewSuppression,
} from "~/delivery/suppressions/suppression-store.server";

interface Deps extends CommonDeps<"db" | "now"> {
  readonly keyring: Pick<Keyring, "blindIndex" | "seal">;
  readonly log: Pick<Log, "info">;
}

export type SuppressionImportOutcome =
  | {
      readonly kind: "imported";
      readonly added: number;
      /** Rows already suppressed for that reason, and duplicates. */
      readonly known: number;
      readonly badCount: number;
      /** The first thousand; `row` counts from 1, header included. */
      readonly bad: readonly { readonly row: number; readonly problem: RowProblem }[];
    }
  /** The import stopped at `row`, after `added` rows were imported. */
  | {
      readonly kind: "refused";
      readonly reason: ImportRefusal;
      readonly row: number;
      readonly added: number;
    };

type ImportRefusal =
  | "no_email_column"
  | "too_many_rows"
  | "not_csv"
  | "empty"
  | "too_large"
  | "not_sent";

const MAX_ROWS = 500_000;
const CHUNK_ROWS = 1_000;
/** Limits the answer when a file of another kind has only bad rows. */
const MAX_REPORTED_PROBLEMS = 1_000;

/**
 * Streams a CSV file and suppresses its addresses, a thousand at a time, in constant memory. A bad row does
 * not stop the import. Idempotent.
 *
 * @param chunks the file in UTF-8, separated by comma, semicolon or tab
 */
export async function importSuppressions(
  shopId: ShopId,
  chunks: AsyncIterable<Uint8Array>,
  { db, keyring, now, log }: Deps,
): Promise<SuppressionImportOutcome> {
  const at = now();
  const bad: { row: number; problem: RowProblem }[] = [];
  let [added, good, badCount, row] = [0, 0, 0, 0];
  let columns: Columns | null = null;
  let waiting: NewSuppression[] = [];
  const write = async () => {
    const taken = waiting;
    waiting = [];
    added += await db.$transaction((tx) => recordSuppressions(tx, shopId, taken, { keyring }));
  };

  let refused: ImportRefusal | null = null;
  try {
    for await (const cells of streamCsvRows(chunks)) {
      row += 1;
      if (columns === null) {
        columns = findColumns(cells);
        if (columns === null) {
          refused = "no_email_column";
          break;
        }
        continue;
      }
      if (row > MAX_ROWS + 1) {
        refused = "too_many_rows";
        break;
      }
      const read = readSuppressionRow(cells, columns);
      if (read.kind === "bad") {
        badCount += 1;
        if (bad.length < MAX_REPORTED_PROBLEMS) bad.push({ row, problem: read.problem });
        continue;
      }
      good += 1;
      const { address, reason } = read;
      const rest = { messageId: null, note: OWN_NOTES.imported, expiresAt: null, nextRunAt: null };
      waiting.push({ address, reason, createdAt: at, ...rest });
      if (waiting.length === CHUNK_ROWS) await write();
    }
  } catch (error) {
    const parsed = rowsBeforeCsvError(error);
    if (parsed === null) throw error;
    // Count rows that were parsed but not yet processed: the fault is after them.
    row = parsed + 1;
    refused = "not_csv";
  }
  await write();
  await recordAudit(db, shopId, {
    auditId: `suppressions-imported/${uuidv7()}`,
    at,
    actor: "merchant",
    action: "suppressions_imported",
    detail: { added, good, badCount },
  });
  log.info({ shopId, added, good, badCount, isRefused: refused !== null }, "suppressions imported");
  if (refused === null && columns === null) refused = "empty";
  return refused === null
    ? { kind: "imported", added, known: good - added, badCount, bad }
    : { kind: "refused", reason: refused, row, added };
}
