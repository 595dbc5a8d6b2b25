import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { acrossShops } from "~/db-scope.server";
import type { MailboxConfig } from "~/email-config";
import { backOffMs } from "~/lib/back-off";
import {
  claimMailbox,
  extendMailboxLease,
  nameMailbox,
  releaseMailbox,
} from "./mailbox-store.server";
import { readInbox } from "./mailbox.imap.server";
import { receiveInboundEmail, type InboundDeps } from "./receive-inbound-email.server";

export interface MailboxReader {
  /** Finishes the emails of the present batch. */
  stop(): Promise<void>;
}

/** A report suppresses its address within a minute: the wait, the reading, and the job that applies it. */
const READ_EVERY_MS = 15_000;
const LOOK_EVERY_MS = 5_000;
const LEASE_MS = 120_000;
const TIMEOUT_MS = 30_000;
const BACK_OFF = { firstMs: READ_EVERY_MS, longestMs: 10 * 60_000 };

/** Reads the inbound mailbox in turns with other processes: one at a time has the lease. */
export function startMailboxReader(inbound: MailboxConfig, deps: InboundDeps): MailboxReader {
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = (async () => {
    while (!signal.aborted) {
      await readWhenDue(inbound, deps, signal).catch((err: unknown) =>
        deps.log.error({ err }, "the inbound mailbox could not be claimed"),
      );
      await pause(LOOK_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/**
 * Reads the mailbox if it is due and free. Logs the begin and the end of an outage, whichever processes notice them.
 *
 * @returns the number of emails that were read; null: not due, in use by another process, or unreachable
 */
export async function readWhenDue(
  inbound: MailboxConfig,
  deps: InboundDeps,
  signal: AbortSignal,
  timeoutMs: number = TIMEOUT_MS,
): Promise<number | null> {
  const { db, log } = deps;
  const mailbox = nameMailbox(inbound);
  const owner = randomUUID();
  const within = <T>(work: () => Promise<T>) => acrossShops("read-mailbox", work);
  const claim = await within(() => claimMailbox(db, mailbox, owner, LEASE_MS));
  if (claim === null) return null;
  const server = { url: inbound.imapUrl, timeoutMs };
  const outcome = await readInbox(server, {
    receive: (bytes) => receiveInboundEmail(bytes, inbound, deps),
    mayContinue: async () =>
      !signal.aborted && (await within(() => extendMailboxLease(db, mailbox, owner, LEASE_MS))),
    now: deps.now,
  }).catch((error: unknown) => ({ reason: reasonOf(error) }));

  const failures = typeof outcome === "number" ? 0 : claim.failures + 1;
  const waitMs = failures === 0 ? READ_EVERY_MS : backOffMs(failures, BACK_OFF, mailbox);
  await within(() => releaseMailbox(db, mailbox, owner, { failures, waitMs }));
  if (typeof outcome === "number") {
    if (claim.failures > 0) log.info({ failures: claim.failures }, "the mailbox can be read again");
    return outcome;
  }
  if (failures === 1) log.error(outcome, "the inbound mailbox cannot be read");
  return null;
}

/** The server's code, never its text, which may quote an email. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const { code, serverResponseCode, authenticationFailed } = error as Error & {
    readonly code?: string;
    readonly serverResponseCode?: string;
    readonly authenticationFailed?: boolean;
  };
  if (authenticationFailed === true) return "the user or the password is refused";
  return serverResponseCode ?? code ?? error.name;
}
