import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EVENT_PAYLOADS, Personal, type AnyEvent } from "~/events/event";
import { eventsFromWebhook, WEBHOOK_TOPICS } from "~/events/from-shopify/from-shopify";
import { parseLossless } from "~/events/parse-lossless";
import { BODY_TOPICS, ODD_VALUES, replaceValue } from "../support/unusual-bodies";
import { aWebhook, bodyOf } from "./shopify-fixtures";
import { propertyRuns } from "../support/property-runs";

const CORPUS = `${process.env.KINDRED_DATA ?? "../shared/data"}/shopify_webhooks/payloads_dev.jsonl`;
const FIXTURES = [...BODY_TOPICS, "customers/redact"];

/** Text that the database would refuse: NUL and an unpaired surrogate. */
const UNSTORABLE = /\\u0000|\\ud[89a-f]/i;

/** Translates, and validates every event against its schema and the database's limits. */
function translate(topic: string, body: unknown) {
  const translation = eventsFromWebhook(aWebhook(topic, body));
  if (translation.kind === "refused" || translation.kind === "ignored") {
    expect(translation.reason).toMatch(/\w+ \w+/);
  }
  if (translation.kind === "events") translation.events.forEach(expectStorable);
  return translation;
}

function expectStorable(event: AnyEvent): void {
  const json = JSON.stringify(event);
  expect(json).not.toMatch(UNSTORABLE);
  EVENT_PAYLOADS[event.kind].parse(JSON.parse(JSON.stringify(event.payload)));
  Personal.nullable().parse(event.personal);
  expect(event.occurredAt.getTime()).not.toBeNaN();
}

interface Sample {
  readonly topic: string;
  readonly body: unknown;
}

describe.skipIf(!existsSync(CORPUS))(
  "recorded webhook bodies (skipped: not at ../shared/data or KINDRED_DATA)",
  () => {
    const samples = existsSync(CORPUS)
      ? readFileSync(CORPUS, "utf8").trim().split("\n").map(parsedSample)
      : [];

    test("are all present", () => {
      expect(samples).toHaveLength(274);
    });

    test("are each translated, ignored or refused with a reason, under any topic", () => {
      for (const { topic, body } of samples) {
        for (const tried of [topic, ...WEBHOOK_TOPICS]) translate(tried, body);
      }
    });

    test.each(samples.filter(({ topic }) => WEBHOOK_TOPICS.includes(topic)))(
      "$topic is translated",
      ({ topic, body }) => {
        const translation = translate(topic, body);
        // These recordings lack required fields.
        const isEmpty = topic === "customers_email_marketing_consent/update";
        expect(translation.kind === "refused").toBe(isEmpty);
      },
    );
  },
);

function parsedSample(line: string): Sample {
  const parsed = parseLossless(line);
  if (parsed.kind !== "json") throw new Error(parsed.reason);
  return parsed.value as Sample;
}

const topics = fc.constantFrom(...WEBHOOK_TOPICS);

const oddValue = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<unknown>,
  fc.constantFrom(...ODD_VALUES),
);

test("arbitrary JSON under any topic is translated, ignored or refused", () => {
  fc.assert(
    fc.property(topics, fc.jsonValue(), (topic, body) => void translate(topic, body)),
    { numRuns: propertyRuns(2_000) },
  );
});

test("a real webhook with any value replaced is translated, ignored or refused", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...FIXTURES),
      fc.array(fc.tuple(fc.nat(), oddValue), { minLength: 1, maxLength: 4 }),
      (topic, changes) => {
        const body = bodyOf(topic);
        for (const [n, value] of changes) replaceValue(body, value, (count) => n % count);
        translate(topic, body);
      },
    ),
    { numRuns: propertyRuns(3_000) },
  );
});

test("prototype keys have no effect", () => {
  const text = `{"__proto__": {"id": 7, "title": "x"}, "constructor": {"prototype": {"id": 7}}}`;
  const parsed = parseLossless(text);
  if (parsed.kind !== "json") throw new Error(parsed.reason);
  for (const topic of WEBHOOK_TOPICS.filter((it) => it.startsWith("products/"))) {
    expect(translate(topic, parsed.value)).toMatchObject({ kind: "refused" });
  }
  expect(Object.hasOwn(Object.prototype, "title")).toBe(false);
});
