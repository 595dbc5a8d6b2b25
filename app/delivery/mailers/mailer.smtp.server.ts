import { createHash } from "node:crypto";
import type { Db } from "~/db.server";
import { readTags, type Email } from "../email";
import type { BatchOutcome, Mailer, EmailResult } from "../mailer";
import { messageIdOf } from "../mime.server";
import { beginDispatch, endDispatch } from "../smtp/smtp-dispatch-store.server";
import { classifySmtpFailure, type SmtpFailure } from "../smtp/smtp-outcomes";
import { openSmtpSession, type SmtpSession } from "../smtp/smtp-session.server";

interface SmtpOptions {
  /** `smtp://` or `smtps://`, with user and password where they are asked for. Never from a merchant. */
  readonly url: string;
  readonly timeoutMs?: number;
  readonly db: Db;
  readonly now: () => Date;
  /** Parallel sessions per batch. */
  readonly sessions?: number;
}

const MINUTE_MS = 60_000;
/** A batch stops after this time, before its lease can expire. */
const MAX_BATCH_MS = 80_000;

/**
 * A mailer for SMTP with a few parallel sessions. SMTP has no idempotency keys, so the database records each
 * email before its first byte leaves; one that broke off is never sent again.
 */
export function smtpMailer(options: SmtpOptions): Mailer {
  const { url, db, now, sessions = 4, timeoutMs = 20_000 } = options;
  const server = { url, timeoutMs };
  return {
    name: "smtp",
    // Identifies the server without revealing the password.
    account: `smtp/${createHash("sha256").update(url).digest("hex").slice(0, 16)}`,

    async sendBatch({ emails }): Promise<BatchOutcome> {
      const first = await openSmtpSession(server);
      if (!isSession(first)) return unopened(first);

      const work = { db, now, queue: emails.entries(), results: new Map<number, DispatchResult>() };
      const others = emails.slice(1, sessions).map(() => openSmtpSession(server));
      await Promise.all([
        dispatchAll(first, work),
        ...others.map(async (opening) => {
          const session = await opening;
          // If the server accepts fewer sessions, the open ones send the rest.
          if (isSession(session)) await dispatchAll(session, work);
        }),
      ]);
      return outcomeOf(emails, work.results);
    },
  };
}

/** A rejected sender is no statement about the email. */
type DispatchResult = EmailResult | { readonly kind: "sender_refused"; readonly reason: string };

interface Work {
  readonly db: Db;
  readonly now: () => Date;
  /** Shared by the sessions: each takes the next email. */
  readonly queue: IterableIterator<[number, Email]>;
  readonly results: Map<number, DispatchResult>;
}

async function dispatchAll(session: SmtpSession, { db, now, queue, results }: Work): Promise<void> {
  const endsAtMs = performance.now() + MAX_BATCH_MS;
  while (session.isOpen() && performance.now() < endsAtMs) {
    const next = queue.next();
    if (next.done) break;
    const [index, email] = next.value;
    const result = await dispatchOnce(session, email, { db, now });
    results.set(index, result);
    if (result.kind === "sender_refused") break;
  }
  session.close();
}

async function dispatchOnce(
  session: SmtpSession,
  email: Email,
  { db, now }: Pick<Work, "db" | "now">,
): Promise<DispatchResult> {
  const tags = readTags(email.tags);
  if (!tags) return { kind: "refused", reason: "The email does not say which message it is" };
  const { shopId, messageId } = tags;
  const before = await beginDispatch(db, shopId, messageId, now());
  if (before) return before;
  const failure = await session.send(email);
  const handed = failure === null ? accepted(email) : readFailure(failure);
  await endDispatch(db, shopId, messageId, toEmailResult(handed));
  return handed;
}

const accepted = (email: Email): EmailResult => ({
  kind: "accepted",
  providerId: messageIdOf(email),
});

function readFailure(failure: SmtpFailure): DispatchResult {
  const { means, reason } = classifySmtpFailure(failure);
  switch (means) {
    case "not_taken":
      return { kind: means, reason, retryAfterMs: 5 * MINUTE_MS };
    case "refused":
    case "sender_refused":
      return { kind: means, reason };
    case "ambiguous":
      return { kind: "unknown", reason };
  }
}

function toEmailResult(handed: DispatchResult): EmailResult {
  if (handed.kind !== "sender_refused") return handed;
  return { kind: "not_taken", reason: handed.reason, retryAfterMs: MINUTE_MS };
}

function unopened(failure: SmtpFailure): BatchOutcome {
  const { means, reason } = classifySmtpFailure({ ...failure, hasBegun: false });
  return means === "sender_refused"
    ? { kind: "identity_refused", reason }
    : { kind: "unreachable", retryAfterMs: MINUTE_MS, detail: reason };
}

function outcomeOf(
  emails: readonly Email[],
  results: ReadonlyMap<number, DispatchResult>,
): BatchOutcome {
  const refusal = [...results.values()].find(({ kind }) => kind === "sender_refused");
  const isSettled = [...results.values()].some(
    ({ kind }) => kind !== "sender_refused" && kind !== "not_taken",
  );
  if (refusal && "reason" in refusal && !isSettled) {
    return { kind: "identity_refused", reason: refusal.reason };
  }
  return {
    kind: "answered",
    results: emails.map((_, i) => {
      const handed = results.get(i) ?? NOT_REACHED;
      return toEmailResult(handed);
    }),
  };
}

/** The sessions ended before they reached this email. */
const NOT_REACHED: EmailResult = {
  kind: "not_taken",
  reason: "The email server ended the session",
  retryAfterMs: MINUTE_MS,
};

function isSession(opened: SmtpSession | SmtpFailure): opened is SmtpSession {
  return "send" in opened;
}
