import { once } from "node:events";
import { Readable } from "node:stream";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Email } from "../email";
import { composeMime } from "../mime.server";
import type { SmtpFailure } from "./smtp-outcomes";

/** An email server. */
export interface SmtpServer {
  /** `smtp://` or `smtps://`, with user and password if required. */
  readonly url: string;
  /** Timeout per reply. */
  readonly timeoutMs: number;
  /** Where the email's bounces go; null: to its sender. */
  readonly returnPathOf: (email: Email) => string | null;
}

export interface SmtpSession {
  /** Sends one email. @returns null when it was accepted */
  send(email: Email): Promise<SmtpFailure | null>;
  /** Whether the session can send another email. */
  isOpen(): boolean;
  close(): void;
}

/** Opens an authenticated SMTP session, or returns why it failed. */
export async function openSmtpSession(server: SmtpServer): Promise<SmtpSession | SmtpFailure> {
  const url = new URL(server.url);
  const connection = new SMTPConnection({
    host: url.hostname,
    ...(url.port !== "" && { port: Number(url.port) }),
    secure: url.protocol === "smtps:",
    // Emails are personal: unencrypted connections are allowed only to this machine.
    requireTLS: url.protocol === "smtp:" && !isHere(url.hostname),
    connectionTimeout: server.timeoutMs,
    greetingTimeout: server.timeoutMs,
    socketTimeout: server.timeoutMs,
    dnsTimeout: server.timeoutMs,
  });
  let isOver = false;
  // Callbacks report failures to their callers; without this handler an unexpected one would crash the
  // process.
  connection.on("error", () => {
    isOver = true;
  });
  connection.on("end", () => {
    isOver = true;
  });
  try {
    connection.connect();
    await once(connection, "connect");
    if (url.username !== "") await logIn(connection, url);
  } catch (error) {
    connection.close();
    return failureOf(error, false);
  }
  return {
    async send(email) {
      const failure = await handOver(connection, email, server.returnPathOf(email));
      // Reset the transaction, or the next email would be read as part of it.
      if (failure !== null && !isOver) await startOver(connection);
      return failure;
    },
    isOpen: () => !isOver,
    close: () => connection.quit(),
  };
}

function logIn(connection: SMTPConnection, { username, password }: URL): Promise<void> {
  const auth = { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  return new Promise((resolve, reject) => {
    connection.login(auth, (error) => (error ? reject(error) : resolve()));
  });
}

function startOver(connection: SMTPConnection): Promise<void> {
  return new Promise((resolve) => {
    connection.once("end", resolve);
    connection.reset((error) => {
      if (error) connection.close();
      resolve();
    });
  });
}

async function handOver(
  connection: SMTPConnection,
  email: Email,
  returnPath: string | null,
): Promise<SmtpFailure | null> {
  const bytes = await composeMime(email);
  let hasBegun = false;
  // Read only once the server asks for the data.
  const message = Readable.from(
    (function* () {
      hasBegun = true;
      yield bytes;
    })(),
    { objectMode: false },
  );
  const envelope = { from: returnPath ?? email.from.address, to: [email.to], size: bytes.length };
  return new Promise((resolve) => {
    connection.send(envelope, message, (error) =>
      resolve(error ? failureOf(error, hasBegun) : null),
    );
  });
}

function failureOf(error: unknown, hasBegun: boolean): SmtpFailure {
  const smtpError = error as { responseCode?: unknown; command?: unknown; message?: unknown };
  return {
    replyCode: typeof smtpError.responseCode === "number" ? smtpError.responseCode : null,
    command: typeof smtpError.command === "string" ? smtpError.command : "CONN",
    hasBegun,
    text: typeof smtpError.message === "string" ? smtpError.message : "No answer",
  };
}

function isHere(host: string): boolean {
  return host === "localhost" || host === "127.0.0.1" || host === "[::1]";
}
