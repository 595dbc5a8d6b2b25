import fc from "fast-check";
import { Resend } from "resend";
import { afterEach, describe, expect, test, vi } from "vitest";
import { isSignedByResend } from "~/feedback/email-events/sources/is-signed-by-resend.server";
import { NOW } from "../../support/builders";
import { signatureOf, WEBHOOK_SECRET } from "../../support/resend-events";

const BODY = new TextEncoder().encode(`{"type":"email.sent"}`);
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);
const headersOf = (signed: ReturnType<typeof signatureOf>) => ({
  id: signed["svix-id"],
  timestamp: signed["svix-timestamp"],
  signature: signed["svix-signature"],
});
const signed = headersOf(signatureOf(BODY, { id: "msg_1", now: NOW }));
const check = (overrides: Partial<typeof signed>, { body = BODY, now = NOW } = {}) =>
  isSignedByResend(body, { ...signed, ...overrides }, WEBHOOK_SECRET, now);

describe("S3: the signature of an event of Resend", () => {
  afterEach(() => vi.useRealTimers());

  test.each([
    ["as it was signed", check({}), true],
    ["five minutes old", check({}, { now: later(300) }), true],
    ["older", check({}, { now: later(301) }), false],
    ["from the near future", check({}, { now: later(-300) }), true],
    ["from further on", check({}, { now: later(-301) }), false],
    ["under another id", check({ id: "msg_2" }), false],
    ["with other bytes", check({}, { body: new TextEncoder().encode("{}") }), false],
    ["of another version", check({ signature: signed.signature.replace("v1", "v2") }), false],
    [
      "with an old secret's signature first",
      check({ signature: `v1,AAAA ${signed.signature}` }),
      true,
    ],
    ["without a time", check({ timestamp: "" }), false],
    ["with a time that is none", check({ timestamp: "1e9" }), false],
    ["without a signature", check({ signature: "" }), false],
  ])("%s", (_what, isTaken, expected) => {
    expect(isTaken).toBe(expected);
  });

  test("is accepted exactly when Resend's own library accepts it", () => {
    // Resend's library uses the real clock.
    vi.useFakeTimers({ toFake: ["Date"], now: NOW });
    const { webhooks } = new Resend("re_test");
    fc.assert(
      fc.property(
        fc.json(),
        fc.boolean(),
        fc.integer({ min: -400, max: 400 }).filter((s) => Math.abs(Math.abs(s) - 300) > 5),
        (text, isTampered, ageS) => {
          const at = later(-ageS);
          const bytes = new TextEncoder().encode(text);
          const headers = headersOf(signatureOf(bytes, { id: "msg_1", now: at }));
          const payload = isTampered ? `${text} ` : text;
          const ours = isSignedByResend(
            new TextEncoder().encode(payload),
            headers,
            WEBHOOK_SECRET,
            NOW,
          );
          expect(ours).toBe(
            isTakenBy(() => webhooks.verify({ payload, headers, webhookSecret: WEBHOOK_SECRET })),
          );
        },
      ),
    );
  });
});

function isTakenBy(verify: () => unknown): boolean {
  try {
    verify();
    return true;
  } catch {
    return false;
  }
}
