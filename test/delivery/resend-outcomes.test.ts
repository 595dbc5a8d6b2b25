import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromResendReply } from "~/delivery/from-resend";
import { classifyResendError, RESEND_OUTCOMES } from "~/delivery/resend-outcomes";

describe("a Resend error", () => {
  // From Resend's documentation, independent of the tested table.
  test.each([
    [400, "validation_error", "rejected"],
    [400, "invalid_idempotency_key", "rejected"],
    [400, "invalid_parameter", "rejected"],
    [401, "missing_api_key", "identity_refused"],
    [401, "restricted_api_key", "identity_refused"],
    [403, "invalid_api_key", "identity_refused"],
    [403, "validation_error", "identity_refused"],
    [400, "invalid_api_key", "identity_refused"],
    [404, "not_found", "rejected"],
    [405, "method_not_allowed", "rejected"],
    [408, "", "ambiguous"],
    [409, "invalid_idempotent_request", "key_reused"],
    [409, "concurrent_idempotent_requests", "in_flight"],
    [409, "", "in_flight"],
    [413, "", "rejected"],
    [422, "invalid_attachment", "rejected"],
    [422, "invalid_from_address", "rejected"],
    [422, "missing_required_field", "rejected"],
    [429, "rate_limit_exceeded", "rate_limited"],
    [429, "daily_quota_exceeded", "quota_exhausted"],
    [429, "monthly_quota_exceeded", "quota_exhausted"],
    [429, "", "rate_limited"],
    [500, "application_error", "ambiguous"],
    [500, "internal_server_error", "ambiguous"],
    [502, "application_error", "ambiguous"],
    [503, "", "ambiguous"],
    [0, "application_error", "ambiguous"],
    [302, "", "ambiguous"],
  ] as const)("%i %s is %s", (status, name, means) => {
    expect(classifyResendError(status, name).means).toBe(means);
  });

  test("never sends an email under another key without a definite rejection", () => {
    const isSure = (status: number) => status >= 400 && status < 500 && status !== 408;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }), fc.string(), (status, name) => {
        const { kind } = fromResendReply(
          { data: null, error: { name, message: "", statusCode: status }, headers: null },
          1,
        );
        if (!isSure(status)) expect(kind).toBe("ambiguous");
      }),
    );
  });

  test("is ambiguous without a status, whatever its name", () => {
    const error = { name: "validation_error", message: "", statusCode: null };
    expect(fromResendReply({ data: null, error, headers: null }, 1).kind).toBe("ambiguous");
  });
});

test("every rule of the table can be the first match", () => {
  const hidden = RESEND_OUTCOMES.filter((rule) => {
    const [first] = typeof rule.status === "number" ? [rule.status] : rule.status;
    const statuses = typeof rule.status === "number" ? [rule.status] : [first, rule.status[1], 418];
    return !statuses.some(
      (status) => classifyResendError(status, rule.name ?? "another_name") === rule,
    );
  });
  expect(hidden).toEqual([]);
});
