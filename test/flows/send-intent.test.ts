import { expect, test } from "vitest";
import { SendIntent, toStoredIntent } from "~/flows/definition/send-step";

const intent = SendIntent.parse({
  origin: "flow",
  templateId: "win-back/email-1",
  purpose: "lifecycle",
  audience: "subscribers",
  exemptFromHourCap: false,
  exits: [],
  trigger: { kind: "person", key: "p1", at: "2026-03-03T10:00:00.000Z" },
});

test("an intent is stored without usual values, and read with them", () => {
  const stored = toStoredIntent(intent);
  expect(stored).not.toHaveProperty("priority");
  expect(stored).not.toHaveProperty("coupon");
  expect(SendIntent.parse(JSON.parse(JSON.stringify(stored)))).toEqual(intent);
});

test("other values are stored", () => {
  const other: SendIntent = {
    ...intent,
    ...{ coupon: { percentOff: 10, validDays: 7 }, priority: 80, repeatDays: 0 },
    filter: [{ kind: "is_subscribed" }],
  };
  expect(toStoredIntent(other)).toEqual(other);
});
