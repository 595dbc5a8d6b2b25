import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { resendMailer } from "~/delivery/mailers/mailer.resend.server";
import { mailerContract } from "../../contracts/mailer-contract";
import { NOW } from "../../support/builders";
import { startLocalResend, type Fault, type LocalResend } from "../../support/local-resend";
import { anEmail } from "../../support/emails";

let resend: LocalResend;
beforeEach(async () => {
  resend = await startLocalResend();
});
afterEach(async () => {
  vi.useRealTimers();
  await resend.close();
});

/** For a provider that never answers; others have as long as in production. */
const TIMEOUT_MS = 1_000;
const mailer = (baseUrl = resend.url, timeoutMs = 15_000) =>
  resendMailer({ apiKey: "re_test", baseUrl, timeoutMs });
const acceptedIds = () => resend.accepted.map(({ messageId }) => messageId ?? "");

mailerContract("Resend", () =>
  Promise.resolve({
    mailer: resendMailer({ apiKey: "re_test", baseUrl: resend.url }),
    sentMessageIds: () => Promise.resolve(acceptedIds()),
  }),
);

const apiError = (
  statusCode: number,
  name: string,
  headers: Record<string, string> = {},
): Fault => ({
  kind: "error",
  statusCode,
  name,
  headers,
});
const raw = (statusCode: number, body: string, contentType = "application/json"): Fault => ({
  kind: "raw",
  statusCode,
  headers: { "content-type": contentType },
  body,
});

test("encodes an internationalized domain for Resend", async () => {
  const emails = [anEmail({ to: "ada@bücher.example" })];
  await mailer().sendBatch({ key: "batch-1", emails });
  expect(resend.accepted).toMatchObject([{ recipient: "ada@xn--bcher-kva.example" }]);
});

describe("F4, F5: a fault that leaves it unknown whether the emails were accepted", () => {
  test.each<[string, Fault, number]>([
    ["a 500", apiError(500, "internal_server_error"), 0],
    ["a 503", apiError(503, "application_error"), 0],
    ["an HTML 502", raw(502, "<html>Bad gateway</html>", "text/html"), 0],
    ["a 500 whose JSON names no status", raw(500, `{"message":"oops"}`), 0],
    ["a 500 of null", raw(500, "null"), 0],
    ["a 500 of a text", raw(500, `"oops"`), 0],
    ["a 200 of HTML", raw(200, "<html>", "text/html"), 0],
    ["a 200 of another form", raw(200, `{"ok":true}`), 0],
    ["a 200 with too few ids", raw(200, `{"data":[]}`), 0],
    [
      "a 200 with an error beyond the batch",
      raw(200, `{"data":[],"errors":[{"index":9,"message":"x"}]}`),
      0,
    ],
    ["silence", { kind: "hang" }, 0],
    ["a reset connection", { kind: "reset" }, 0],
    ["silence after taking them", { kind: "accept_then_hang" }, 1],
    ["a reset after taking them", { kind: "accept_then_reset" }, 1],
    ["half an answer", { kind: "accept_then_half_body" }, 1],
  ])(
    "after %s: ambiguous, and a repeat with the same key leaves exactly one",
    async (_what, fault, taken) => {
      const batch = { key: "batch-1", emails: [anEmail()] };
      resend.fail(fault);
      const isSilent = fault.kind === "hang" || fault.kind === "accept_then_hang";
      const first = mailer(resend.url, isSilent ? TIMEOUT_MS : undefined);
      expect(await first.sendBatch(batch)).toMatchObject({ kind: "ambiguous" });
      expect(resend.accepted).toHaveLength(taken);
      expect(await mailer().sendBatch(batch)).toMatchObject({ kind: "answered" });
      expect(resend.accepted).toHaveLength(1);
    },
  );

  test("is unreachable when nothing was sent", async () => {
    await resend.close();
    const outcome = await mailer().sendBatch({ key: "batch-1", emails: [anEmail()] });
    expect(outcome).toMatchObject({ kind: "ambiguous" });
    resend = await startLocalResend();
  });
});

describe("a definite rejection", () => {
  test.each<[string, Fault, object]>([
    ["429", apiError(429, "rate_limit_exceeded"), { kind: "rate_limited", retryAfterMs: 1_000 }],
    [
      "429 with retry-after",
      apiError(429, "rate_limit_exceeded", { "retry-after": "30" }),
      { kind: "rate_limited", retryAfterMs: 30_000 },
    ],
    [
      "the day's quota",
      apiError(429, "daily_quota_exceeded"),
      { kind: "quota_exhausted", retryAfterMs: 3_600_000 },
    ],
    [
      "the month's quota",
      apiError(429, "monthly_quota_exceeded"),
      { kind: "quota_exhausted", retryAfterMs: 6 * 3_600_000 },
    ],
    [
      "a call under way",
      apiError(409, "concurrent_idempotent_requests"),
      { kind: "in_flight", retryAfterMs: 2_000 },
    ],
    ["a key of other bytes", apiError(409, "invalid_idempotent_request"), { kind: "key_reused" }],
    ["400", apiError(400, "validation_error"), { kind: "rejected" }],
    ["422", apiError(422, "missing_required_field"), { kind: "rejected" }],
    ["a bad API key", apiError(401, "invalid_api_key"), { kind: "identity_refused" }],
    ["an unverified domain", apiError(403, "validation_error"), { kind: "identity_refused" }],
  ])("%s", async (_what, fault, outcome) => {
    resend.fail(fault);
    expect(await mailer().sendBatch({ key: "batch-1", emails: [anEmail()] })).toMatchObject(
      outcome,
    );
    expect(resend.accepted).toHaveLength(0);
  });

  test("rejects a key that is reused with other bytes", async () => {
    await mailer().sendBatch({ key: "batch-1", emails: [anEmail()] });
    expect(await mailer().sendBatch({ key: "batch-1", emails: [anEmail()] })).toEqual({
      kind: "key_reused",
    });
  });

  test("reports that the first attempt is still in progress", async () => {
    const batch = { key: "batch-1", emails: [anEmail()] };
    resend.fail({ kind: "accept_slowly", delayMs: 100 });
    const outcomes = await Promise.all([mailer().sendBatch(batch), mailer().sendBatch(batch)]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["answered", "in_flight"]);
    expect(resend.accepted).toHaveLength(1);
  });
});

describe("F8: a batch with an invalid address", () => {
  const emails = [
    anEmail(),
    anEmail({ to: "ada@refused.example" }),
    anEmail(),
    anEmail({ to: "bob@refused.example" }),
    anEmail(),
  ];

  test("sends the other emails and identifies the failed one without its address", async () => {
    const outcome = await mailer().sendBatch({ key: "batch-1", emails });
    if (outcome.kind !== "answered") throw new Error(outcome.kind);
    expect(outcome.results.map(({ kind }) => kind)).toEqual([
      "accepted",
      "refused",
      "accepted",
      "refused",
      "accepted",
    ]);
    expect(JSON.stringify(outcome)).not.toContain("refused.example");
    const byMessage = new Map(resend.accepted.map(({ messageId, id }) => [messageId, id]));
    for (const [i, result] of outcome.results.entries()) {
      if (result.kind === "accepted") {
        expect(result.providerId).toBe(byMessage.get(emails[i]?.messageId ?? ""));
      }
    }
  });
});

test("waits until the window ends when the provider's quota is used up", async () => {
  // The window does not end before the second call, however long it takes.
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
  await resend.close();
  resend = await startLocalResend({ callsPerSecond: 1 });
  const one = mailer();
  await one.sendBatch({ key: "batch-1", emails: [anEmail()] });
  const outcome = await one.sendBatch({ key: "batch-2", emails: [anEmail()] });
  expect(outcome).toEqual({ kind: "rate_limited", retryAfterMs: 1_000 });
  expect(resend.calls).toHaveLength(1);
});

test("passes on the unsubscribe headers and the tags that identify the message", async () => {
  const email = anEmail({ messageId: "m1", replyTo: "help@kettle.example" });
  await mailer().sendBatch({ key: "batch-1", emails: [email] });
  expect(resend.accepted[0]).toMatchObject({
    recipient: "m1@example.com",
    messageId: "m1",
    shop: "kettle",
    key: "batch-1",
    email: {
      from: `"Kettle & Co" <hello@kettle.example>`,
      headers: { "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
    },
  });
  expect(JSON.parse(resend.calls[0]?.body ?? "")).toMatchObject([
    { reply_to: "help@kettle.example" },
  ]);
});
