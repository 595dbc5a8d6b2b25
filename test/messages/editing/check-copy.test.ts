import { describe, expect, test } from "vitest";
import type { StepCopy } from "~/flows/send-step";
import { checkCopy } from "~/messages/editing/check-copy";
import { libraryCopy } from "../../support/mail-values";

const copy = libraryCopy("abandoned-checkout");
const check = (overrides: Partial<StepCopy>) =>
  checkCopy("abandoned-checkout", { ...copy, ...overrides });

describe("checkCopy", () => {
  test("accepts a text that is right, and trims it", () => {
    expect(check({ button: " Go back " })).toEqual({
      kind: "accepted",
      copy: { ...copy, button: "Go back" },
    });
  });

  test.each<[string, Partial<StepCopy>, string]>([
    ["an empty subject", { subject: "  " }, "Must not be empty"],
    ["a subject of two lines", { subject: "Hello\r\nBcc: a@example.com" }, "Must be one line"],
    ["a long button", { button: "x".repeat(41) }, "Must be at most 40 characters"],
    ["a control character", { heading: "a\u0007b" }, "Has a character that cannot be shown"],
    ["a compiler's mark", { heading: "a\ue000b" }, "Has a character that cannot be shown"],
    ["an open brace pair", { intro: "Hi {{ recipient" }, "There is a {{ without a }} after it"],
  ])("refuses %s", (_what, overrides, message) => {
    const [field] = Object.keys(overrides);
    expect(check(overrides)).toEqual({ kind: "refused", problems: [{ field, message }] });
  });

  test("refuses a value of another template", () => {
    expect(check({ heading: "{{ order.firstProductTitle }}" })).toMatchObject({ kind: "refused" });
  });

  test("names every problem at once", () => {
    const checked = check({ subject: "", button: "" });
    expect(checked.kind === "refused" && checked.problems.map(({ field }) => field)).toEqual([
      "subject",
      "button",
    ]);
  });
});
