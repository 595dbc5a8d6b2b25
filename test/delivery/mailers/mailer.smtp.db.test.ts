import PostalMime from "postal-mime";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { smtpMailer } from "~/delivery/mailers/mailer.smtp.server";
import { mailerContract } from "../../contracts/mailer-contract";
import { NOW } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { startLocalSmtp, type LocalSmtp, type SmtpFault } from "../../support/local-smtp";
import { anEmail } from "../../support/emails";

let database: Database;
let server: LocalSmtp;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.emailDispatch.deleteMany();
  server = await startLocalSmtp();
});
afterEach(() => server.close());

/** For a silent server; others have long enough on any machine. */
const TIMEOUT_MS = 1_000;
const mailer = (url = server.url, timeoutMs = 20_000) =>
  smtpMailer({ url, db: database.db, now: () => NOW, timeoutMs });
const takenIds = () => server.taken.map(({ messageId }) => messageId);

mailerContract("SMTP", () =>
  Promise.resolve({
    mailer: mailer(),
    sentMessageIds: () => Promise.resolve(takenIds()),
  }),
);

describe("a fault while an email is being sent", () => {
  test.each<[string, SmtpFault, string, number, number]>([
    ["a 450 for the recipient", { at: "recipient", how: 450 }, "not_taken", 0, 1],
    ["a 451 at the end", { at: "end", how: 451 }, "not_taken", 0, 1],
    ["a 421 for the sender", { at: "sender", how: 421 }, "not_taken", 0, 1],
    ["a 550 for the recipient", { at: "recipient", how: 550 }, "refused", 0, 0],
    ["a 554 at the end", { at: "end", how: 554 }, "refused", 0, 0],
    ["silence before the email", { at: "recipient", how: "hang" }, "not_taken", 0, 1],
    ["a break before the email", { at: "sender", how: "drop" }, "not_taken", 0, 1],
    ["a break in the middle of DATA", { at: "data", how: "drop" }, "unknown", 0, 0],
    ["silence in the middle of DATA", { at: "data", how: "hang" }, "unknown", 0, 0],
    ["silence after DATA", { at: "end", how: "hang" }, "unknown", 0, 0],
    ["a break after it was taken", { at: "end", how: "take_then_drop" }, "unknown", 1, 1],
    ["silence after it was taken", { at: "end", how: "take_then_hang" }, "unknown", 1, 1],
  ])("%s: %s → %s, and a retry does not send it twice", async (_what, fault, kind, now, later) => {
    const batch = { key: "batch-1", emails: [anEmail()] };
    server.fail(fault);
    const isSilent = fault.how === "hang" || fault.how === "take_then_hang";
    const first = mailer(server.url, isSilent ? TIMEOUT_MS : undefined);
    const outcome = await first.sendBatch(batch);
    expect(outcome).toMatchObject({ kind: "answered", results: [{ kind }] });
    expect(JSON.stringify(outcome)).not.toContain("@example.com");
    expect(server.taken).toHaveLength(now);
    await mailer().sendBatch(batch);
    expect(server.taken).toHaveLength(later);
  });

  test("does not affect the other emails of its batch", async () => {
    const emails = Array.from({ length: 12 }, () => anEmail());
    server.fail({ at: "recipient", how: 550 }, { at: "data", how: "drop" });
    const batch = { key: "batch-1", emails };
    const first = await mailer().sendBatch(batch);
    if (first.kind !== "answered") throw new Error(first.kind);
    const kinds = first.results.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "refused")).toHaveLength(1);
    expect(kinds.filter((kind) => kind === "unknown")).toHaveLength(1);
    await mailer().sendBatch(batch);
    expect(new Set(takenIds()).size).toBe(10);
    expect(takenIds()).toHaveLength(10);
  });
});

describe("an SMTP server", () => {
  const one = { key: "batch-1", emails: [anEmail({ messageId: "one" })] };

  test("is unreachable when it does not exist, and nothing was sent", async () => {
    const { url } = server;
    await server.close();
    expect(await mailer(url).sendBatch(one)).toMatchObject({ kind: "unreachable" });
    expect(await database.db.emailDispatch.count()).toBe(0);
    server = await startLocalSmtp();
  });

  test("refuses the sender when the password is wrong", async () => {
    const url = server.url.replace("p%40ss", "wrong");
    expect(await mailer(url).sendBatch(one)).toMatchObject({ kind: "identity_refused" });
  });

  test("refuses a sender whose domain it does not accept, and stores nothing of the email", async () => {
    server.fail({ at: "sender", how: 550 });
    expect(await mailer().sendBatch(one)).toMatchObject({ kind: "identity_refused" });
    expect(await mailer().sendBatch(one)).toMatchObject({ results: [{ kind: "accepted" }] });
  });

  test("defers the remaining emails when it ends the session, then gets each once", async () => {
    const batch = { key: "batch-1", emails: Array.from({ length: 20 }, () => anEmail()) };
    server.fail({ at: "recipient", how: 421 });
    const slow = await mailer().sendBatch(batch);
    expect(slow).toMatchObject({ kind: "answered" });
    await mailer().sendBatch(batch);
    expect(takenIds().sort()).toEqual(batch.emails.map(({ messageId }) => messageId).sort());
  });

  test("gets no unencrypted emails unless it is on this machine", async () => {
    const url = server.url.replace("127.0.0.1", "localhost.localdomain");
    expect(await mailer(url).sendBatch(one)).toMatchObject({ kind: "unreachable" });
    expect(server.taken).toHaveLength(0);
  });
});

test("accepts an email once when ten mailers send it at the same time", async () => {
  const batch = { key: "batch-1", emails: [anEmail(), anEmail(), anEmail()] };
  await Promise.all(Array.from({ length: 10 }, () => mailer().sendBatch(batch)));
  expect(takenIds().sort()).toEqual(batch.emails.map(({ messageId }) => messageId).sort());
});

test("delivers both versions and both unsubscribe headers", async () => {
  const email = anEmail({ replyTo: "help@kettle.example", text: ".\n..\nFrom here\n" });
  await mailer().sendBatch({ key: "batch-1", emails: [email] });
  const [arrived] = server.taken;
  const parsed = await PostalMime.parse(arrived!.raw);
  const header = (name: string) => parsed.headers.find(({ key }) => key === name)?.value;
  expect(header("list-unsubscribe")).toBe("<https://mail.kettle.example/u/v1.abc>");
  expect(header("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
  expect(parsed).toMatchObject({
    messageId: `<${email.messageId}@kettle.example>`,
    from: { name: "Kettle & Co", address: "hello@kettle.example" },
    to: [{ address: email.to }],
    replyTo: [{ address: "help@kettle.example" }],
    subject: email.subject,
  });
  expect(parsed.text?.replaceAll("\r\n", "\n").trim()).toBe(".\n..\nFrom here");
  expect(parsed.html).toContain("<p>Hi Ada</p>");
});
