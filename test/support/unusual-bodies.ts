import { parseJson } from "~/lib/parse-json";
import { isObject } from "~/events/read-json";
import { bodyOf } from "../events/shopify-fixtures";
import type { Draw } from "./over-seeds";

export interface OddBody {
  readonly topic: string;
  /** The sent text: not always JSON. */
  readonly text: string;
}

/** Topics with a real body. */
export const BODY_TOPICS = [
  "orders/create",
  "orders/fulfilled",
  "refunds/create",
  "customers/create",
  "customers_email_marketing_consent/update",
  "checkouts/update",
  "products/update",
  "collections/update",
  "shop/update",
];

/** Values that break parsers, stores and sums. */
export const ODD_VALUES: readonly unknown[] = [
  null,
  "",
  0,
  -1,
  1e308,
  "1e999",
  "-5.00",
  "99999999999999999999",
  "\0",
  "a\0b",
  "\ud800",
  "\udfff🫖\ud83d",
  "مرحبا\u202e",
  "9999-12-31T23:59:59Z",
  "0000-00-00",
  "x".repeat(70_000),
  "gid://shopify/Order/1",
  "__proto__",
  "'; drop table event; --",
  "ada\r\nBcc: eve@example.com",
  true,
  [],
  {},
  [[]],
  { constructor: 1, toString: null },
];

/** An id that a double cannot represent. */
export const HUGE_ID = "9007199254740993";

/** Whether the inbox accepts a body: only a JSON object is a webhook. */
export const isJsonObject = (text: string): boolean =>
  isObject(parseJson(new TextDecoder().decode(new TextEncoder().encode(text))));

/** A real webhook with some values replaced, and sometimes with invalid JSON. */
export function anOddBody(draw: Draw): OddBody {
  const topic = draw.of(BODY_TOPICS);
  const body = bodyOf(topic);
  for (let changes = draw.between(0, 4); changes > 0; changes--) {
    replaceOne(body, draw.of(ODD_VALUES), draw);
  }
  return { topic, text: draw.chance(0.3) ? broken(JSON.stringify(body), draw) : exact(body, draw) };
}

/** With an id above 2^53, in digits. */
function exact(body: object, draw: Draw): string {
  const text = JSON.stringify(body);
  return draw.chance(0.3) ? text.replace(/"id":\d+/, `"id":${HUGE_ID}`) : text;
}

export function broken(text: string, draw: Draw): string {
  const at = draw.between(0, text.length);
  return draw.of([
    () => text.slice(0, at),
    () => text.slice(at),
    () =>
      `${text.slice(0, at)}${draw.of(["\0", "\\u0000", "\ufeff", '"', "}", "[", ","])}${text.slice(at)}`,
    () => `{"__proto__":${text},"constructor":{"prototype":${text}}}`,
    () => `${"[".repeat(draw.between(1, 5_000))}${text}`,
    () => `${'{"a":'.repeat(90)}${text}${"}".repeat(90)}`,
    () => "",
  ])();
}

/** Replaces one value of a tree, at any depth. */
export function replaceOne(root: object, value: unknown, draw: Draw): void {
  replaceValue(root, value, (count) => draw.between(0, count - 1));
}

/**
 * Replaces a value of a tree, at any depth.
 *
 * @param choose index among this many, counted depth-first from 0
 */
export function replaceValue(root: object, value: unknown, choose: (count: number) => number) {
  const slots: [Record<string, unknown>, string][] = [];
  const collect = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    for (const key of Object.keys(node)) {
      slots.push([node as Record<string, unknown>, key]);
      collect((node as Record<string, unknown>)[key]);
    }
  };
  collect(root);
  if (slots.length === 0) return;
  const slot = slots[choose(slots.length)];
  if (slot) slot[0][slot[1]] = structuredClone(value);
}
