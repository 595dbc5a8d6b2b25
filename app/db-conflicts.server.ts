import { isDriverAdapterError } from "@prisma/driver-adapter-utils";
import type { Tx } from "~/db.server";
import { Prisma, type PrismaClient } from "~/generated/prisma/client";

const ATTEMPTS = 3;

/**
 * Runs a transaction, and runs it again if PostgreSQL ends it to resolve a deadlock. Otherwise the rows that were claimed
 * for it would wait for the end of their lease, or a webhook for its next attempt.
 *
 * @param run has no effects but those of the transaction
 */
export async function transactDespiteConflicts<T>(
  db: PrismaClient,
  run: (tx: Tx) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.$transaction(run);
    } catch (error) {
      if (attempt === ATTEMPTS || !isConflict(error)) throw error;
    }
  }
}

function isConflict(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  // Prisma's own queries have a code of their own for it; raw statements have the driver's.
  const cause = error.meta?.["driverAdapterError"];
  return (
    error.code === "P2034" ||
    (isDriverAdapterError(cause) && cause.cause.kind === "TransactionWriteConflict")
  );
}
