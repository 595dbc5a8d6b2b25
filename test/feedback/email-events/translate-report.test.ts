import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addresseeOf, translateReport } from "~/feedback/email-events/translate-report";
import { readListedAddress } from "~/feedback/email-events/listed-address";
import { readReport, type ReportingProvider } from "~/feedback/email-events/reports/read-report";
import { NOW } from "../../support/builders";
import { propertyRuns } from "../../support/property-runs";
import { PROVIDER_EVENTS, type ReportedKind } from "../../support/provider-events";
import { aListedAddress } from "../../support/resend-events";
import { ODD_VALUES, replaceValue } from "../../support/unusual-bodies";

/** Text that the database would refuse: NUL and an unpaired surrogate. */
const UNSTORABLE = /\\u0000|\\ud[89a-f]/i;
const KINDS: readonly ReportedKind[] = [
  ...(["delivered", "delayed", "hard_bounce", "soft_bounce"] as const),
  ...(["complaint", "suppressed", "failed", "opened"] as const),
];
const oddValue = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(...ODD_VALUES));

/** Reads a body in every way; the results can be stored. */
function read(provider: ReportingProvider, body: unknown) {
  const report = readReport(provider, body);
  addresseeOf(report);
  readListedAddress(body);
  const translation = translateReport("event-1", report, NOW);
  expect(JSON.stringify(translation)).not.toMatch(UNSTORABLE);
  if (translation.kind !== "event") expect(translation.reason).toMatch(/\w+ \w+/);
  else expect(translation.event.occurredAt.getTime()).not.toBeNaN();
  return translation;
}

describe.each(PROVIDER_EVENTS)("an event of %s", (_name, { source: { provider }, event }) => {
  test.each<[ReportedKind, string]>([
    ["delivered", "delivered"],
    ["hard_bounce", "bounced"],
    ["soft_bounce", "soft_bounced"],
    ["complaint", "complained"],
    ["suppressed", "suppressed"],
    ["failed", "failed"],
  ])("%s means %s, and names the email, its time and recipient", (kind, delivery) => {
    const translation = read(provider, event(kind, "m1", "ada@example.com"));
    expect(translation).toMatchObject({
      kind: "event",
      event: { messageId: "m1", delivery, recipient: "ada@example.com" },
    });
    if (translation.kind !== "event") throw new Error(translation.reason);
    expect(Math.abs(translation.event.occurredAt.getTime() - NOW.getTime())).toBeLessThan(1_000);
    expect(translation.event.providerId).toContain("m1");
    expect(translation.event.detail ?? "").not.toContain("ada@example.com");
  });

  test("that is no statement about delivery is ignored", () => {
    expect(read(provider, event("opened", "m1", "ada@example.com"))).toMatchObject({
      kind: "ignored",
    });
  });

  test("with any value replaced is read, ignored or refused", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...KINDS),
        fc.array(fc.tuple(fc.nat(), oddValue), { minLength: 1, maxLength: 4 }),
        (kind, changes) => {
          const body = event(kind, "m1", "ada@example.com");
          for (const [n, value] of changes) replaceValue(body, value, (count) => n % count);
          read(provider, body);
        },
      ),
      { numRuns: propertyRuns(500) },
    );
  });

  test("is read from any JSON", () => {
    fc.assert(fc.property(fc.jsonValue(), (body) => void read(provider, body)));
  });
});

test("a change of Resend's list with any value replaced is read or left", () => {
  fc.assert(
    fc.property(fc.nat(), oddValue, (n, value) => {
      const body = aListedAddress("added", "ada@example.com", "bounce");
      replaceValue(body, value, (count) => n % count);
      readListedAddress(body);
    }),
  );
});

test("a complaint that names one of our emails counts, whatever its other fields", () => {
  fc.assert(
    fc.property(oddValue, fc.dictionary(fc.string(), fc.jsonValue()), (created_at, rest) => {
      const tags = { mid: "m1", shop: "kettle" };
      const body = { ...rest, type: "email.complained", created_at, data: { ...rest, tags } };
      expect(addresseeOf(readReport("resend", body))).not.toBeNull();
      expect(read("resend", body)).toMatchObject({
        event: { messageId: "m1", delivery: "complained" },
      });
    }),
  );
});
