import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStage, type Stage } from "../support/stage";

const FILE = join(
  process.env.KINDRED_DATA ?? "../shared/data",
  "shopify_webhooks/payloads_dev.jsonl",
);

interface Recorded {
  readonly topic: string;
  readonly line: string;
}

/** The raw text of each body, so that no number is rounded on the way. */
const recorded: readonly Recorded[] = existsSync(FILE)
  ? readFileSync(FILE, "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line) => ({
        topic: (JSON.parse(line) as { topic: string }).topic,
        line: line.slice(line.indexOf('"body":') + 7, -1),
      }))
  : [];

const HOSTILE: readonly Recorded[] = [
  { topic: "orders/create", line: "" },
  { topic: "orders/create", line: "null" },
  { topic: "orders/create", line: "[]" },
  { topic: "orders/create", line: '{"id":' },
  { topic: "orders/create", line: '{"id":9007199254740993,"line_items":"none","customer":[]}' },
  { topic: "orders/updated", line: '{"id":1,"created_at":"not a date","total_price":-1e999}' },
  { topic: "customers/update", line: '{"id":2,"email":"\\u0000\\ud800@\\u202e.example"}' },
  { topic: "products/update", line: `{"id":3,"title":${"[".repeat(500)}${"]".repeat(500)}}` },
  { topic: "products/update", line: '{"__proto__":{"polluted":true},"id":4,"title":"x"}' },
  { topic: "checkouts/update", line: '{"token":{"$gt":""},"line_items":[null,1,"x"]}' },
  { topic: "refunds/create", line: '{"id":5,"order_id":null,"transactions":{}}' },
  { topic: "no/such_topic", line: "{}" },
];

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe("F24: whatever a body holds", () => {
  test("hostile bodies are answered 200 and dealt with", async () => {
    await sendAll(HOSTILE);
  });

  test("every recorded body is answered 200 and dealt with", async ({ skip }) => {
    skip(recorded.length === 0, `${FILE} is not there`);
    await sendAll(recorded);
  });

  test("a bad signature is answered 401 and leaves no row", async () => {
    const answers = await stage.control.sendWebhooks(stage.shops[0]!, [
      { topic: "orders/create", rawBody: "{}", signature: "wrong", webhookId: "forged-1" },
      { topic: "customers/redact", rawBody: "{}", signature: "missing", webhookId: "forged-2" },
    ]);
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
  });

  test("no body that a browser sends to the collector is a fault of the app", async () => {
    const { collectorURL, accountID } = (await stage.control.pixel(stage.shops[0]!))!.settings;
    const page = { id: "1", at: "2026-01-01T00:00:00Z", name: "page_viewed", page: "home" };
    const good = { account: accountID, visitor: "v", events: [{ ...page, referrer: "direct" }] };
    const search = {
      ...page,
      name: "search_submitted",
      query: "\0\ud800'; drop table event",
      results: 1,
    };
    const send = async (init: RequestInit) => (await fetch(collectorURL!, init)).status;
    const post = (body: BodyInit, headers: Record<string, string> = {}) =>
      send({ method: "POST", body, headers });
    expect(await post(JSON.stringify({ ...good, events: [search, null, {}, 7] }))).toBe(204);
    expect(await post(JSON.stringify(good), { "content-encoding": "gzip" })).toBeLessThan(500);
    expect(await post("[".repeat(10_000))).toBe(400);
    expect(await post(new Uint8Array([0xff, 0xfe, 0, 0x80]))).toBe(400);
    expect(await post("x".repeat(20_000))).toBe(413);
    expect(await post(new FormData())).toBe(400);
    for (const method of ["GET", "PUT", "DELETE", "PATCH"])
      expect(await send({ method })).toBe(405);
    for (const { line } of HOSTILE) expect(await post(line)).toBe(400);
  });

  test("all are settled as done or refused with a reason, and the app still works", async () => {
    const { db, close } = await stage.openDatabase();
    const rows = await db.inboxEntry.findMany({
      select: { state: true, reason: true, webhookId: true },
    });
    expect(rows.filter(({ state }) => state !== "done" && state !== "refused")).toEqual([]);
    expect(rows.filter(({ state, reason }) => state === "refused" && !reason)).toEqual([]);
    expect(rows.filter(({ webhookId }) => webhookId.startsWith("forged"))).toEqual([]);
    expect(rows.length).toBeGreaterThanOrEqual(HOSTILE.length + recorded.length);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    await close();
  });
});

async function sendAll(bodies: readonly Recorded[]): Promise<void> {
  const answers = await stage.control.sendWebhooks(
    stage.shops[0]!,
    bodies.map(({ topic, line }) => ({ topic, rawBody: line })),
  );
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  await stage.merchants[0]!.waitUntilQuiet();
}
