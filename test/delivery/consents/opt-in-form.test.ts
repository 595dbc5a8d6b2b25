import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAddress, readNotifyMe, readSignUp } from "~/delivery/consents/opt-in-form";

const body = (fields: Record<string, string>) => new URLSearchParams(fields);

describe("readSignUp", () => {
  test("parses the theme's form", () => {
    const sent = { email: " New@Example.COM ", consent: "Yes", locale: "de-AT", list: "footer" };
    expect(readSignUp(body({ ...sent, visitor: "b1", website: "" }))).toEqual({
      kind: "read",
      form: {
        email: "New@example.com",
        consentText: "Yes",
        locale: "de-AT",
        list: "footer",
        shownForm: null,
        browserId: "b1",
        captcha: "",
      },
    });
  });

  test("detects a bot by the honeypot field", () => {
    expect(readSignUp(body({ email: "a@example.com", website: "x" }))).toEqual({ kind: "robot" });
  });

  test.each([
    ["no address", {}, "bad_address"],
    ["two addresses", { email: "a@example.com,b@example.com" }, "bad_address"],
    ["a line break", { email: "a@example.com\r\nBcc: b@example.com" }, "bad_address"],
    ["a locale that is markup", { email: "a@example.com", locale: "<b>" }, "malformed"],
    ["a text beyond measure", { email: "a@example.com", consent: "x".repeat(1_001) }, "malformed"],
  ])("refuses %s", (_what, fields, reason) => {
    expect(readSignUp(body(fields))).toEqual({ kind: "refused", reason });
  });

  test("rejects an address that could end a header", () => {
    fc.assert(
      fc.property(fc.string(), fc.emailAddress(), (noise, address) => {
        for (const typed of [noise, noise + address, address + noise]) {
          expect(readAddress(typed) ?? "").not.toMatch(/[\s<>,;"\p{Cc}]/u);
        }
      }),
    );
  });
});

describe("readNotifyMe", () => {
  const requested = { email: "a@example.com", variant: "601", kind: "back_in_stock" };

  test("parses a variant and the kind of notification", () => {
    expect(readNotifyMe(body(requested))).toMatchObject({
      form: { variantId: "601", kind: "back_in_stock" },
    });
  });

  test.each([
    ["the shop's news", { kind: "marketing" }],
    ["no variant", { variant: "" }],
    ["a variant that is no number", { variant: "601 or 1" }],
  ])("refuses %s", (_what, change) => {
    expect(readNotifyMe(body({ ...requested, ...change }))).toEqual({
      kind: "refused",
      reason: "malformed",
    });
  });
});
