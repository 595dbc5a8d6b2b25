import { ImapFlow } from "imapflow";

/** One email of the inbox, and what it was found to be. */
export type InboundOutcome =
  /** Stored, now or before: it moves to the folder of read emails. */
  | "read"
  /** Not for Kindred: it moves to the folder of other emails, for a person. */
  | "other";

interface MailboxServer {
  /** `imap://` or `imaps://`, with user and password. */
  readonly url: string;
  readonly timeoutMs: number;
}

interface InboxReading {
  /** Stores what an email reports. @throws Error when that must be tried again */
  readonly receive: (bytes: Uint8Array) => Promise<InboundOutcome>;
  /** Called before each batch. @returns false to stop */
  readonly mayContinue: () => Promise<boolean>;
  readonly now: () => Date;
}

const READ_FOLDER = "Kindred read";
const OTHER_FOLDER = "Kindred other";
/** Few, because emails of a batch are read again if the process ends before they have moved. */
const BATCH = 20;
/** A report comes first in its email; the returned email after it may be large. */
const MAX_BYTES = 512 * 1024;
/** Reports name recipients, so they are deleted once nobody needs to look at them. */
const KEPT_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * Reads the inbox until it is empty. An email leaves the inbox only after it was stored, so after an interruption the
 * next reading repeats it.
 *
 * @returns the number of emails that were moved
 * @throws Error when the server cannot be reached or refuses
 */
export async function readInbox(server: MailboxServer, reading: InboxReading): Promise<number> {
  const client = createClient(server);
  // Calls report failures to their callers; without this handler an unexpected one would crash the process.
  client.on("error", () => undefined);
  try {
    await client.connect();
    const moved = await drainInbox(client, reading);
    await client.logout();
    return moved;
  } finally {
    client.close();
  }
}

function createClient({ url, timeoutMs }: MailboxServer): ImapFlow {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === "imaps:";
  return new ImapFlow({
    host: hostname,
    port: port === "" ? (secure ? 993 : 143) : Number(port),
    secure,
    // Reports are personal: unencrypted connections are allowed only to this machine.
    doSTARTTLS: !secure && !isHere(hostname),
    auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    maxLiteralSize: 2 * MAX_BYTES,
    disableAutoIdle: true,
    logger: false,
  });
}

async function drainInbox(client: ImapFlow, reading: InboxReading): Promise<number> {
  for (const folder of [READ_FOLDER, OTHER_FOLDER]) await client.mailboxCreate(folder);
  await client.mailboxOpen("INBOX");
  const uids = (await client.search({ deleted: false }, { uid: true })) || [];
  let moved = 0;
  const errors: unknown[] = [];
  for (let at = 0; at < uids.length; at += BATCH) {
    if (!(await reading.mayContinue())) break;
    moved += await readBatch(client, uids.slice(at, at + BATCH), reading, errors);
  }
  // What could not be stored stays in the inbox, and does not keep others there.
  if (errors.length > 0) throw errors[0];
  if (moved > 0) await purgeRead(client, reading.now());
  return moved;
}

async function readBatch(
  client: ImapFlow,
  uids: readonly number[],
  { receive }: InboxReading,
  errors: unknown[],
): Promise<number> {
  const query = { uid: true, source: { maxLength: MAX_BYTES } };
  const emails = await client.fetchAll([...uids], query, { uid: true });
  const found = { read: [] as number[], other: [] as number[] };
  for (const { uid, source } of emails) {
    // A person may have deleted it meanwhile.
    if (!source) continue;
    try {
      found[await receive(source)].push(uid);
    } catch (error) {
      errors.push(error);
    }
  }
  await moveEmails(client, found.read, READ_FOLDER);
  await moveEmails(client, found.other, OTHER_FOLDER);
  return found.read.length + found.other.length;
}

async function moveEmails(client: ImapFlow, uids: number[], folder: string): Promise<void> {
  if (uids.length === 0) return;
  if (!(await client.messageMove(uids, folder, { uid: true }))) {
    throw new Error(`The server did not move emails to "${folder}"`);
  }
}

async function purgeRead(client: ImapFlow, now: Date): Promise<void> {
  await client.mailboxOpen(READ_FOLDER);
  const before = new Date(now.getTime() - KEPT_DAYS * DAY_MS);
  const old = (await client.search({ before }, { uid: true })) || [];
  if (old.length > 0) await client.messageDelete(old, { uid: true });
}

const isHere = (host: string) => host === "localhost" || host === "127.0.0.1" || host === "[::1]";
