import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { classifyResponse } from "~/delivery/actions/hook-call";
import { nextAttemptAt } from "~/delivery/action-rule";
import { planNotice } from "~/delivery/notices/notice";
import { hookHeaders } from "~/delivery/actions/sign-webhook.server";
import { hoursAgo, NOW } from "../../support/builders";

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

test("retries after half a minute, doubles the delay up to six hours, and stops after three days", () => {
  const firstTriedAt = NOW;
  let at = NOW;
  const waits: number[] = [];
  for (let attempts = 1; ; attempts++) {
    const next = nextAttemptAt({ attempts, firstTriedAt }, at);
    if (next === null) break;
    waits.push((next.getTime() - at.getTime()) / 1_000);
    at = next;
  }
  expect(waits.slice(0, 4)).toEqual([30, 60, 120, 240]);
  expect(Math.max(...waits)).toBe(6 * 3_600);
  expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(3 * 86_400);
  expect(nextAttemptAt({ attempts: 2, firstTriedAt: hoursAgo(72) }, NOW)).toBeNull();
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
