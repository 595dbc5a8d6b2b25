import { expect, test } from "vitest";
import { AddressLine } from "~/routes/app.sender/test-addresses-card";
import { htmlOf, textOf } from "../support/render-page";

const line = (state: "pending" | "confirmed" | "stopped") => (
  <AddressLine
    row={{
      id: "00",
      address: "ada@agency.example",
      state,
      requestedAt: "2026-03-03T12:00:00.000Z",
    }}
    isBusy={false}
    onResend={() => undefined}
    onRemove={() => undefined}
  />
);

test("an unconfirmed address can be asked again or removed", () => {
  const text = textOf(line("pending"));
  expect(text).toContain("Not confirmed yet");
  expect(text).toContain("Confirmation email sent on Mar 3, 2026");
  expect(htmlOf(line("pending"))).toContain("Resend the confirmation email to ada@agency.example");
  expect(htmlOf(line("pending"))).toContain("Remove ada@agency.example");
});

test("a confirmed address can only be removed, and an opted-out owner keeps their suppression", () => {
  expect(textOf(line("confirmed"))).toContain("Confirmed");
  expect(textOf(line("confirmed"))).not.toContain("Resend");
  expect(textOf(line("stopped"))).toContain("Opted out");
  expect(textOf(line("stopped"))).not.toContain("Remove");
});
