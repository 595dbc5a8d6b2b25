import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classifyResponse } from "~/delivery/actions/hook-call";
import { endFailedAction } from "~/delivery/actions/action-store.server";
import { planNotice } from "~/delivery/notices/notice";
import { hookHeaders, makeWebhookSecret } from "~/delivery/actions/sign-webhook.server";
import { NOW } from "../../support/builders";
import { isVerified } from "../../support/local-receiver";

describe("the answer to a webhook", () => {
  const of = (status: number) => classifyResponse({ kind: "status", status });
  test.each([200, 202, 204])("%i: accepted", (status) => {
    expect(of(status)).toEqual({ kind: "taken" });
  });
  test.each([408, 425, 429, 500, 502, 503])("%i: worth a retry", (status) => {
    expect(of(status)).toMatchObject({ kind: "again", reason: `answered_${status}` });
  });
  test.each([301, 302, 307, 400, 401, 404, 410, 422])("%i: refused for good", (status) => {
    expect(of(status)).toEqual({ kind: "refused", reason: `answered_${status}` });
  });
  test("a missing answer is retried unless the address is not public", () => {
    expect(classifyResponse({ kind: "no_answer", reason: "timed_out" })).toMatchObject({
      kind: "again",
      isDown: true,
    });
    expect(classifyResponse({ kind: "no_answer", reason: "address_not_public" }).kind).toBe(
      "refused",
    );
  });
});

test("retries within half a minute, doubles the delay up to six hours, and stops after three days", () => {
  let at = NOW;
  const waits: number[] = [];
  for (let attempts = 1; ; attempts++) {
    const action = { actionId: "a1", attempts, firstTriedAt: NOW };
    const { state, nextRunAt } = endFailedAction(action, "timed_out", at);
    if (nextRunAt === null) {
      expect(state).toBe("failed");
      break;
    }
    waits.push((nextRunAt.getTime() - at.getTime()) / 1_000);
    at = nextRunAt;
  }
  for (const [i, wait] of [30, 60, 120, 240].entries()) {
    expect(waits[i]).toBeGreaterThanOrEqual(wait / 2);
    expect(waits[i]).toBeLessThanOrEqual(wait);
  }
  expect(Math.max(...waits)).toBeLessThanOrEqual(6 * 3_600);
  const total = waits.reduce((sum, wait) => sum + wait, 0);
  expect(total).toBeLessThanOrEqual(3 * 86_400);
  expect(total).toBeGreaterThan(3 * 86_400 - 6 * 3_600);
});

test("signs requests as Standard Webhooks specifies, with a constant id", () => {
  const key = Buffer.alloc(32, 7);
  const body = '{"type":"flow.step_reached"}';
  const secret = `whsec_${key.toString("base64")}`;
  const headers = hookHeaders({ id: "a1", body, secrets: [secret] }, NOW);
  const timestamp = String(NOW.getTime() / 1_000);
  const expected = createHmac("sha256", key).update(`a1.${timestamp}.${body}`).digest("base64");
  expect(headers).toMatchObject({
    "webhook-id": "a1",
    "idempotency-key": "a1",
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${expected}`,
  });
});

test("signs the test vector of the Standard Webhooks libraries", () => {
  const headers = hookHeaders(
    {
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
      body: '{"test": 2432232314}',
      secrets: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    },
    new Date(1_614_265_330_000),
  );
  expect(headers["webhook-timestamp"]).toBe("1614265330");
  expect(headers["webhook-signature"]).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
});

test("a receiver that follows the specification verifies any signed body, and no other", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string(), fc.nat(2 ** 40), (body, other, ms) => {
      const secret = makeWebhookSecret();
      const headers = hookHeaders({ id: "msg_1", body, secrets: [secret] }, new Date(ms));
      expect(isVerified(headers, body, secret)).toBe(true);
      expect(isVerified(headers, body, makeWebhookSecret())).toBe(false);
      expect(isVerified(headers, body + other, secret)).toBe(other === "");
    }),
  );
});

test("signs with both secrets while a secret is replaced, so that either receiver verifies it", () => {
  const secrets = [1, 2].map((n) => `whsec_${Buffer.alloc(32, n).toString("base64")}`);
  const signatureBy = (...by: string[]) =>
    hookHeaders({ id: "a1", body: "{}", secrets: by }, NOW)["webhook-signature"];
  expect(signatureBy(...secrets)?.split(" ")).toEqual(secrets.map((secret) => signatureBy(secret)));
});

describe("a notification to the merchant", () => {
  const aNote = (customerId: string, note = "Call them") => ({
    flowName: "VIP",
    note,
    customerId,
  });
  test("uses a single notification as its subject, on one line", () => {
    expect(planNotice([aNote("1", "Call\r\nthem")]).subject).toBe("VIP: Call them");
  });
  test("lists each notification once, with its count and its first customer", () => {
    const many = Array.from({ length: 30 }, (_, i) => aNote(String(i)));
    const { subject, noteCount, entries } = planNotice([...many, aNote("99", "Look")]);
    expect([subject, noteCount]).toEqual([null, 31]);
    expect(entries).toMatchObject([
      { note: "Call them", count: 30 },
      { note: "Look", count: 1 },
    ]);
    expect(entries[0]?.customerIds).toHaveLength(10);
  });
});
