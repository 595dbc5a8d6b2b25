import fc from "fast-check";
import { expect, test } from "vitest";
import { questionKey, VARIANT_KINDS, type WhatIfQuestion } from "~/feedback/what-if/question";
import { readQuestion } from "~/feedback/what-if/read-question";

const name = fc.string({ minLength: 1, unit: "grapheme" });
const question: fc.Arbitrary<WhatIfQuestion> = fc.oneof(
  fc.record({ kind: fc.constant("flow_off" as const), flowId: name }),
  fc.record({
    kind: fc.constant("variant" as const),
    of: fc.constantFrom(...VARIANT_KINDS),
    ...{ flowId: name, stepId: name, variant: name },
  }),
  fc.constantFrom("email_off", "weekly_limit", "discount").map((kind) => ({ kind }) as const),
);

test("a key is read as the question that it was written from", () => {
  fc.assert(
    fc.property(question, (asked) => {
      expect(readQuestion(questionKey(asked))).toEqual(asked);
    }),
  );
});

test("keys of flows and emails can be read in a URL", () => {
  expect(questionKey({ kind: "flow_off", flowId: "abandoned-checkout" })).toBe(
    "flow_off/abandoned-checkout",
  );
});

test.each([
  "",
  "flow_off",
  "flow_off/",
  "flow_off/a/b",
  "flow_off/%E0%A4%A",
  "variant/color/a/b/c",
  "discount/all",
])("%j is no question", (key) => expect(readQuestion(key)).toBeNull());
