import type { Db } from "~/db.server";
import type { Email } from "../email";
import type { Mailer } from "../mailer";
import { messageIdOf } from "../mime.server";
import { dispatchBatch, type DispatchResult, type Lane } from "../outbox/dispatch-batch.server";
import { classifySmtpFailure, type SmtpFailure } from "../smtp/smtp-outcomes";
import { openSmtpSession, type SmtpSession } from "../smtp/smtp-session.server";
import { nameAccount } from "./name-account.server";

interface SmtpOptions {
  /** `smtp://` or `smtps://`, with user and password where they are asked for. Never from a merchant. */
  readonly url: string;
  readonly timeoutMs?: number;
  readonly db: Db;
  readonly now: () => Date;
  /** Where the email's bounces go; null: to its sender. */
  readonly returnPathOf?: (email: Email) => string | null;
  /** Parallel sessions per batch. */
  readonly sessions?: number;
}

const MINUTE_MS = 60_000;

/** A mailer for SMTP with a few parallel sessions. SMTP has no idempotency keys. */
export function smtpMailer(options: SmtpOptions): Mailer {
  const { url, db, now, sessions = 4, timeoutMs = 20_000, returnPathOf = () => null } = options;
  const server = { url, timeoutMs, returnPathOf };
  return {
    name: "smtp",
    account: nameAccount("smtp", url),

    async sendBatch({ emails }) {
      const first = await openSmtpSession(server);
      if (!isSession(first)) return unopened(first);
      // If the server accepts fewer sessions, the open ones send the rest.
      const others = emails.slice(1, sessions).map(async () => {
        const opened = await openSmtpSession(server);
        return isSession(opened) ? laneOf(opened) : null;
      });
      return dispatchBatch(emails, [laneOf(first), ...others], { db, now });
    },
  };
}

const laneOf = (session: SmtpSession): Lane => ({
  ...session,
  async send(email) {
    const failure = await session.send(email);
    return failure === null ? accepted(email) : readFailure(failure);
  },
});

const accepted = (email: Email): DispatchResult => ({
  kind: "accepted",
  providerId: messageIdOf(email),
});

function readFailure(failure: SmtpFailure): DispatchResult {
  const { means, reason } = classifySmtpFailure(failure);
  switch (means) {
    case "not_taken":
      return { kind: means, reason, retryAfterMs: 5 * MINUTE_MS };
    case "refused":
      return { kind: means, reason };
    case "sender_refused":
      return { kind: "identity_refused", reason };
    case "ambiguous":
      return { kind: "unknown", reason };
  }
}

function unopened(
  failure: SmtpFailure,
): DispatchResult & { kind: "identity_refused" | "unreachable" } {
  const { means, reason } = classifySmtpFailure({ ...failure, hasBegun: false });
  return means === "sender_refused"
    ? { kind: "identity_refused", reason }
    : { kind: "unreachable", retryAfterMs: MINUTE_MS, detail: reason };
}

function isSession(opened: SmtpSession | SmtpFailure): opened is SmtpSession {
  return "send" in opened;
}
