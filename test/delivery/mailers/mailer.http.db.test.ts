import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { httpMailer } from "~/delivery/mailers/mailer.http.server";
import { mailerContract } from "../../contracts/mailer-contract";
import { NOW } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { anEmail } from "../../support/emails";
import { LOCAL_APIS, type ApiFault, type LocalApi } from "../../support/local-email-apis";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => database.db.emailDispatch.deleteMany());

/** For a silent server; others have long enough on any machine. */
const TIMEOUT_MS = 1_000;

describe.each(LOCAL_APIS)("%s", (name, start) => {
  let api: LocalApi;
  beforeEach(async () => {
    api = await start();
  });
  afterEach(() => api.close());
  const mailer = (timeoutMs = 20_000, requests = 8) =>
    httpMailer(api.provider, { db: database.db, now: () => NOW, timeoutMs, requests });
  const one = () => ({ key: "batch-1", emails: [anEmail()] });

  mailerContract(name, () =>
    Promise.resolve({
      mailer: mailer(),
      sentMessageIds: () => Promise.resolve(api.received.map(({ tags }) => tags.mid ?? "")),
    }),
  );

  test("receives every part of an email", async () => {
    const email = anEmail({
      subject: "Für dich: 木のトレイ 🎁",
      html: "<p>Grüße – £24</p>",
      replyTo: "help@kettle.example",
    });
    await mailer().sendBatch({ key: "batch-1", emails: [email] });
    const [received] = api.received;
    expect(received).toMatchObject({
      to: email.to,
      subject: email.subject,
      tags: email.tags,
      headers: email.headers,
    });
    expect(received?.from).toContain(email.from.address);
    expect(received?.html.trim()).toBe(email.html);
    expect(received?.text.trim()).toBe(email.text.trim());
  });

  test.each<[string, ApiFault, string, number, number]>([
    ["a reset before the email was accepted", { how: "reset" }, "unknown", 0, 0],
    ["a reset after it was accepted", { how: "accept_then_reset" }, "unknown", 1, 1],
    ["silence", { how: "hang" }, "unknown", 0, 0],
    ["a 502", { how: "reply", status: 502, body: null }, "unknown", 0, 0],
    ["a success that cannot be read", { how: "reply", status: 200, body: [] }, "unknown", 0, 0],
    [
      "a 422",
      { how: "reply", status: 422, body: { message: "to: ada@example.com" } },
      "refused",
      0,
      0,
    ],
  ])("%s: %s → %s, and a repeat does not send it twice", async (_what, fault, kind, now, later) => {
    const batch = one();
    api.fail(fault);
    const outcome = await mailer(fault.how === "hang" ? TIMEOUT_MS : undefined).sendBatch(batch);
    expect(outcome).toMatchObject({ kind: "answered", results: [{ kind }] });
    expect(JSON.stringify(outcome)).not.toContain("@example.com");
    expect(api.received).toHaveLength(now);
    await mailer().sendBatch(batch);
    expect(api.received).toHaveLength(later);
  });

  test.each<[string, ApiFault, object]>([
    [
      "a 429",
      { how: "reply", status: 429, body: {}, headers: { "Retry-After": "7" } },
      { kind: "rate_limited", retryAfterMs: 7_000 },
    ],
    ["a 503", { how: "reply", status: 503, body: {} }, { kind: "unreachable" }],
    ["a 403", { how: "reply", status: 403, body: {} }, { kind: "identity_refused" }],
  ])("%s keeps the batch, which is sent later", async (_what, fault, expected) => {
    const batch = one();
    api.fail(fault);
    expect(await mailer().sendBatch(batch)).toMatchObject(expected);
    await mailer().sendBatch(batch);
    expect(api.received).toHaveLength(1);
  });

  test("an outage in the middle of a batch costs one email per request, not the rest", async () => {
    const batch = { key: "batch-1", emails: Array.from({ length: 20 }, () => anEmail()) };
    api.fail({ how: "reply", status: 500, body: {} });
    const outcome = await mailer(undefined, 1).sendBatch(batch);
    if (outcome.kind !== "answered") throw new Error(outcome.kind);
    const kinds = outcome.results.map(({ kind }) => kind);
    expect(kinds).toEqual(["unknown", ...Array.from({ length: 19 }, () => "not_taken")]);
    await mailer().sendBatch(batch);
    expect(api.received).toHaveLength(19);
  });

  test("is unreachable when it does not exist, and nothing was sent", async () => {
    await api.close();
    expect(await mailer().sendBatch(one())).toMatchObject({ kind: "unreachable" });
    expect(await database.db.emailDispatch.count()).toBe(0);
    api = await start();
  });

  test("accepts an email once when ten mailers send it at the same time", async () => {
    const batch = one();
    await Promise.all(Array.from({ length: 10 }, () => mailer().sendBatch(batch)));
    expect(api.received).toHaveLength(1);
  });
});

describe("Postmark", () => {
  const [, start] = LOCAL_APIS[0]!;

  test("gets transactional email in its own stream", async () => {
    const api = await start();
    const mailer = httpMailer(api.provider, { db: database.db, now: () => NOW });
    await mailer.sendBatch({ key: "b", emails: [anEmail(), anEmail({ headers: {} })] });
    expect(api.received.map(({ stream }) => stream).sort()).toEqual(["broadcast", "outbound"]);
    await api.close();
  });

  test.each([
    [406, "refused", "an inactive recipient"],
    [300, "refused", "an invalid address"],
    [400, "identity_refused", "an unknown sender"],
    [10, "identity_refused", "a wrong token"],
    [405, "quota_exhausted", "no credit"],
  ])("error %d is %s: %s", async (ErrorCode, kind) => {
    const api = await start();
    const mailer = httpMailer(api.provider, { db: database.db, now: () => NOW });
    api.fail({ how: "reply", status: 422, body: { ErrorCode, Message: "No" } });
    const outcome = await mailer.sendBatch({ key: "b", emails: [anEmail()] });
    expect(outcome.kind === "answered" ? outcome.results[0] : outcome).toMatchObject({ kind });
    await api.close();
  });
});

describe("Amazon SES", () => {
  const [, start] = LOCAL_APIS[3]!;

  test("gets two parts of the Feedback-ID as tags, because it writes that header itself", async () => {
    const api = await start();
    const mailer = httpMailer(api.provider, { db: database.db, now: () => NOW });
    const email = anEmail();
    const headers = { ...email.headers, "Feedback-ID": "flow-f1:shop-kettle:flows:kindred" };
    await mailer.sendBatch({ key: "b", emails: [{ ...email, headers }] });
    const [received] = api.received;
    expect(received?.headers).toMatchObject(email.headers);
    expect(received?.headers).not.toHaveProperty("Feedback-ID");
    expect(received?.tags).toEqual({
      ...email.tags,
      "ses:feedback-id-a": "flow-f1",
      "ses:feedback-id-b": "shop-kettle",
    });
    await api.close();
  });

  test.each([
    ["MessageRejected", "Address blacklisted", "refused"],
    ["MessageRejected", "Email address is not verified", "identity_refused"],
    ["MailFromDomainNotVerifiedException", "No", "identity_refused"],
    ["SendingPausedException", "No", "identity_refused"],
    ["TooManyRequestsException", "Maximum sending rate exceeded", "rate_limited"],
    ["TooManyRequestsException", "Daily message quota exceeded", "quota_exhausted"],
  ])("%s (%s) is %s", async (type, message, kind) => {
    const api = await start();
    const mailer = httpMailer(api.provider, { db: database.db, now: () => NOW });
    const headers = { "x-amzn-errortype": `${type}:http://internal/` };
    api.fail({ how: "reply", status: 400, body: { message }, headers });
    const outcome = await mailer.sendBatch({ key: "b", emails: [anEmail()] });
    expect(outcome.kind === "answered" ? outcome.results[0] : outcome).toMatchObject({ kind });
    await api.close();
  });
});
