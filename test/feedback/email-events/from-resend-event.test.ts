import fc from "fast-check";
import { expect, test } from "vitest";
import {
  readAddressee,
  fromResendEvent,
  readListedAddress,
} from "~/feedback/email-events/from-resend-event";
import { NOW } from "../../support/builders";
import { ODD_VALUES, replaceValue } from "../../support/unusual-bodies";
import { aHardBounce, aListedAddress, aResendEvent } from "../../support/resend-events";
import { propertyRuns } from "../../support/property-runs";

/** Text that the database would refuse: NUL and an unpaired surrogate. */
const UNSTORABLE = /\\u0000|\\ud[89a-f]/i;

const TRUE_EVENTS = [
  () => aHardBounce("m1"),
  () => aListedAddress("added", "ada@example.com", "bounce"),
  ...["sent", "delivered", "delivery_delayed", "complained", "failed", "opened"].map(
    (kind) => () => aResendEvent({ type: `email.${kind}`, messageId: "m1" }),
  ),
];
const oddValue = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(...ODD_VALUES));

/** Reads a body in every way; the results can be stored. */
function read(body: unknown) {
  readAddressee(body);
  readListedAddress(body);
  const translation = fromResendEvent("msg_1", body, NOW);
  expect(JSON.stringify(translation)).not.toMatch(UNSTORABLE);
  if (translation.kind !== "event") expect(translation.reason).toMatch(/\w+ \w+/);
  else expect(translation.event.occurredAt.getTime()).not.toBeNaN();
  return translation;
}

test("any JSON gives an event or a reason for its refusal", () => {
  fc.assert(fc.property(fc.jsonValue(), (body) => void read(body)));
});

test("a real event with any value replaced is read, ignored or refused", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...TRUE_EVENTS),
      fc.array(fc.tuple(fc.nat(), oddValue), { minLength: 1, maxLength: 4 }),
      (make, changes) => {
        const body = make();
        for (const [n, value] of changes) replaceValue(body, value, (count) => n % count);
        read(body);
      },
    ),
    { numRuns: propertyRuns(2_000) },
  );
});

test("a complaint that names one of our emails counts, whatever its other fields", () => {
  fc.assert(
    fc.property(oddValue, fc.dictionary(fc.string(), fc.jsonValue()), (created_at, rest) => {
      const tags = { mid: "m1", shop: "kettle" };
      const body = { ...rest, type: "email.complained", created_at, data: { ...rest, tags } };
      expect(readAddressee(body)).not.toBeNull();
      expect(read(body)).toMatchObject({ event: { messageId: "m1", delivery: "complained" } });
    }),
  );
});
