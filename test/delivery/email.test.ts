import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { composeHeaders, composeEmail, formatMailbox, type EmailParts } from "~/delivery/email";

const parts: EmailParts = {
  messageId: "0190c0de-0000-7000-8000-000000000001",
  shopId: "kettle-co.myshopify.com",
  from: { name: "Kettle & Co", address: "hello@kettle.example" },
  to: "ada@example.com",
  replyTo: null,
  subject: "We kept your checkout for you",
  html: "<p>Hi</p>",
  text: "Hi\n",
  unsubscribe: { url: "https://mail.kettle.example/u/v1.abc" },
};

describe("composeEmail", () => {
  test("adds unsubscribe headers and the tags that come back with events", () => {
    expect(composeEmail(parts)).toMatchObject({
      kind: "composed",
      email: {
        headers: {
          "List-Unsubscribe": "<https://mail.kettle.example/u/v1.abc>",
          "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        tags: { mid: parts.messageId, shop: "kettle-co" },
      },
    });
  });

  test("names what Gmail counts complaints by, if it is given", () => {
    const plannedBy = { flowId: null, campaignId: "1" };
    expect(composeEmail({ ...parts, plannedBy })).toMatchObject({
      email: { headers: { "Feedback-ID": "campaign-1:shop-kettle-co:campaigns:kindred" } },
    });
    expect(JSON.stringify(composeEmail(parts))).not.toContain("Feedback-ID");
  });

  test.each<[string, Partial<EmailParts>, string]>([
    ["two recipients", { to: "a@example.com, b@example.com" }, "bad_recipient"],
    [
      "a recipient with a line break",
      { to: "a@example.com\r\nBcc: b@example.com" },
      "bad_recipient",
    ],
    ["a recipient with a name", { to: "Ada <ada@example.com>" }, "bad_recipient"],
    ["a recipient without a host", { to: "ada" }, "bad_recipient"],
    ["a reply address with a line break", { replyTo: "a@example.com\n" }, "bad_sender"],
    [
      "a name with a line break",
      { from: { name: "A\r\nB", address: "a@b.example" } },
      "bad_header",
    ],
    ["a subject with a line break", { subject: "Hello\nBcc: b@example.com" }, "bad_header"],
    ["an empty subject", { subject: " " }, "bad_header"],
    [
      "an address to unsubscribe that ends the header",
      { unsubscribe: { url: "https://a.example/>\r\nX: y" } },
      "bad_header",
    ],
  ])("refuses %s", (_what, overrides, reason) => {
    expect(composeEmail({ ...parts, ...overrides })).toEqual({ kind: "refused", reason });
  });

  test("never composes a header with two lines", () => {
    const wild = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("a@b.example\r\n", "\u2028", "x\0y", "ok"),
    );
    fc.assert(
      fc.property(wild, wild, wild, (name, subject, to) => {
        const outcome = composeEmail({ ...parts, subject, to, from: { ...parts.from, name } });
        if (outcome.kind === "refused") return;
        const { email } = outcome;
        const lines = [
          email.subject,
          email.to,
          formatMailbox(email.from),
          ...Object.values(email.headers),
        ];
        for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});

describe("composeHeaders", () => {
  test.each([
    ["http://mail.kettle.example/u/1", false],
    ["http://localhost:3000/u/1", true],
    ["http://localhost.evil.example/u/1", false],
    ["https://mail.kettle.example/ü", false],
    ["javascript:alert(1)", false],
    [`https://mail.kettle.example/${"x".repeat(1_000)}`, false],
  ])("one-click unsubscribe for %s: %s", (url, isTaken) => {
    expect(composeHeaders({ url }) !== null).toBe(isTaken);
  });
});

describe("formatMailbox", () => {
  test("quotes special characters in the display name", () => {
    expect(formatMailbox({ name: `A "B" \\ C`, address: "a@b.example" })).toBe(
      `"A \\"B\\" \\\\ C" <a@b.example>`,
    );
  });
});
