import fc from "fast-check";
import { expect, test } from "vitest";
import { classifySmtpFailure, type SmtpFailure } from "~/delivery/smtp/smtp-outcomes";

const failure = (overrides: Partial<SmtpFailure>): SmtpFailure => ({
  replyCode: null,
  command: "CONN",
  hasBegun: false,
  text: "Closed",
  ...overrides,
});

test.each<[string, Partial<SmtpFailure>, string]>([
  ["a full mailbox", { replyCode: 452, command: "RCPT TO" }, "not_taken"],
  ["greylisting", { replyCode: 451, command: "DATA" }, "not_taken"],
  ["a session out of turn", { replyCode: 503, command: "MAIL FROM" }, "not_taken"],
  ["an unknown mailbox", { replyCode: 550, command: "RCPT TO" }, "refused"],
  ["content that is not wanted", { replyCode: 554, command: "DATA", hasBegun: true }, "refused"],
  ["an email that is too large", { replyCode: 552, command: "MAIL FROM" }, "refused"],
  ["an email larger than the greeting allows", { command: "MAIL FROM" }, "refused"],
  ["a wrong password", { replyCode: 535, command: "AUTH PLAIN" }, "sender_refused"],
  ["a login that is missing", { replyCode: 530, command: "MAIL FROM" }, "sender_refused"],
  ["a sender of another's domain", { replyCode: 553, command: "MAIL FROM" }, "sender_refused"],
  ["silence before the email", {}, "not_taken"],
  ["silence once the email had begun", { hasBegun: true }, "ambiguous"],
])("%s: %j is %s", (_what, overrides, means) => {
  expect(classifySmtpFailure(failure(overrides)).means).toBe(means);
});

test("never retries an email after its transmission began, without a definite rejection", () => {
  fc.assert(
    fc.property(fc.constantFrom("CONN", "DATA", "MAIL FROM", "API"), (command) => {
      expect(classifySmtpFailure(failure({ command, hasBegun: true })).means).toBe("ambiguous");
    }),
  );
});

test("a reason contains no address", () => {
  const text = "550 5.1.1 <ada@example.com>: unknown";
  const rejected = failure({ replyCode: 550, command: "RCPT TO", text });
  expect(classifySmtpFailure(rejected).reason).not.toContain("ada@");
});
