import { once } from "node:events";
import { Readable } from "node:stream";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Mail } from "../mail";
import { composeMime } from "../mime.server";
import type { SmtpFailure } from "./smtp-outcomes";

/** Where a mail server answers. */
export interface SmtpServer {
  /** `smtp://` or `smtps://`, with user and password where they are asked for. */
  readonly url: string;
  /** How long any one answer is waited for. */
  readonly timeoutMs: number;
}

export interface SmtpSession {
  /** Hands one mail over. @returns null when it was taken */
  send(mail: Mail): Promise<SmtpFailure | null>;
  /** Whether another mail may follow. */
  isOpen(): boolean;
  close(): void;
}

/** A session with a mail server, greeted and logged in, or why there is none. */
export async function openSmtpSession(server: SmtpServer): Promise<SmtpSession | SmtpFailure> {
  const url = new URL(server.url);
  const connection = new SMTPConnection({
    host: url.hostname,
    ...(url.port !== "" && { port: Number(url.port) }),
    secure: url.protocol === "smtps:",
    // Mails are personal: they go unencrypted to nobody but this machine.
    requireTLS: url.protocol === "smtp:" && !isHere(url.hostname),
    connectionTimeout: server.timeoutMs,
    greetingTimeout: server.timeoutMs,
    socketTimeout: server.timeoutMs,
    dnsTimeout: server.timeoutMs,
  });
  let isOver = false;
  // A failure is told to whoever waits for an answer; it must not go unheard where nobody does.
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
    async send(mail) {
      const failure = await handOver(connection, mail);
      // What was begun is taken back, or the next mail would be taken for a part of it.
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

async function handOver(connection: SMTPConnection, mail: Mail): Promise<SmtpFailure | null> {
  const bytes = await composeMime(mail);
  let hasBegun = false;
  // Read for the first time when the server has asked for the mail's bytes.
  const message = Readable.from(
    (function* () {
      hasBegun = true;
      yield bytes;
    })(),
    { objectMode: false },
  );
  const envelope = { from: mail.from.address, to: [mail.to], size: bytes.length };
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
