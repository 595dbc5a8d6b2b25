import { setTimeout as pause } from "node:timers/promises";
import type { PrismaClient } from "~/generated/prisma/client";
import type { BatchOutcome, EmailBatch, Mailer } from "../mailer";
import { storeAccountRate, takeAccountToken } from "./account-store.server";
import type { TokenOutcome } from "../bucket";

/** Maximum wait for a token; a batch without one is postponed. */
const MAX_WAIT_MS = 1_000;

interface Deps {
  readonly db: PrismaClient;
  readonly mailer: Mailer;
  /** See `Mailer`. */
  readonly provedAtMs?: number | undefined;
}

/** Calls the provider within the account's rate limit, which all processes share. */
export async function sendPaced(
  batch: EmailBatch,
  { db, mailer, provedAtMs }: Deps,
): Promise<BatchOutcome> {
  const { account } = mailer;
  if (account === undefined) return mailer.sendBatch(batch, provedAtMs);
  const turn = await takeAccountToken(db, account, MAX_WAIT_MS);
  if (turn.kind === "wait") return outcomeOfRest(turn);
  if (turn.afterMs > 0) await pause(turn.afterMs);
  const outcome = await mailer.sendBatch(batch, provedAtMs);
  await storeAccountRate(db, account, outcome);
  return outcome;
}

function outcomeOfRest({
  reason,
  retryAfterMs,
}: Extract<TokenOutcome, { kind: "wait" }>): BatchOutcome {
  return reason === "unreachable"
    ? { kind: reason, retryAfterMs, detail: "It could not be reached a moment ago" }
    : { kind: reason, retryAfterMs };
}
