import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { anOddBody, broken, isJsonObject, ODD_VALUES } from "../support/unusual-bodies";
import { overSeeds, type Draw } from "../support/over-seeds";
import { openStage, type OwnStage } from "../support/stage";

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

/** Anyone who reads email, browses or sends email may call these; an asterisk marks a token. */
const PUBLIC_PATHS = [
  ...["/c/*", "/o/*", "/u/*", "/p/*", "/confirm/*", "/collect", "/webhooks"],
  ...["/email-events", "/inbound-email"],
  "/proxy/forms?*",
  ...["/proxy/recommendations?*", "/proxy/visitor?*", "/proxy/sign-up?*", "/proxy/notify-me?*"],
  ...["/api/events", "/api/profiles", "/api/openapi.json"],
  ...["/flow-actions/*", "/flow-triggers", "/", "/app?*", "/auth/*", "/healthz"],
];
const ODD_HEADERS: readonly Record<string, string>[] = [
  {},
  { "content-type": "application/json" },
  { "content-type": "application/x-www-form-urlencoded" },
  { "content-type": "multipart/form-data; boundary=x" },
  { "content-type": 'text/plain;charset="', "content-encoding": "gzip" },
  { "svix-id": "a", "svix-timestamp": "1e999", "svix-signature": "v1,====" },
  { "x-shopify-hmac-sha256": "\u00ff", "x-shopify-shop-domain": "..", "x-shopify-topic": "" },
  { authorization: "Bearer a.b.c", "x-forwarded-for": "::ffff:300.1.1.1, x" },
];

/** An invented token: empty, arbitrary, or in the right format. */
function anOddToken(draw: Draw): string {
  const odd = draw.of(ODD_VALUES);
  return draw.of([
    () => "",
    () => (typeof odd === "string" ? odd.toWellFormed().slice(0, 4_000) : JSON.stringify(odd)),
    () => `${Buffer.from("kettle/1/2").toString("base64url")}.l1.${"A".repeat(22)}`,
    () => "..%2f..%2fetc%2fpasswd",
  ])();
}

/** Bodies that were answered 200 by any earlier test. */
let sent = 0;
let stage: OwnStage;
beforeAll(async () => {
  stage = await openStage({ isOnServer: true });
});
afterAll(() => stage.close());

describe("F24: any body content", () => {
  test("answers hostile objects with 200 and processes them, and rejects non-objects with 401", async () => {
    await sendAll(HOSTILE);
  });

  test("answers every recorded body with 200 and processes it", async ({ skip }) => {
    skip(recorded.length === 0, `${FILE} is not there`);
    await sendAll(recorded);
  });

  test("answers a bad signature with 401 and stores no row", async () => {
    const answers = await stage.control.sendWebhooks(stage.shops[0]!, [
      { topic: "orders/create", rawBody: "{}", signature: "wrong", webhookId: "forged-1" },
      { topic: "customers/redact", rawBody: "{}", signature: "missing", webhookId: "forged-2" },
    ]);
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
  });

  test("answers any collector body without a server error", async () => {
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

  overSeeds(
    "F24: by any public address, signed or not, none is a fault of the app",
    { usual: 2 },
    async (draw) => {
      const shop = stage.shops[0]!;
      const bodies = Array.from({ length: 40 }, () => anOddBody(draw));
      const answers = await stage.control.sendWebhooks(
        shop,
        bodies.map(({ topic, text }) => ({ topic, rawBody: text })),
      );
      expectTaken(
        bodies.map(({ text }) => text),
        answers,
      );

      const { collectorURL } = (await stage.control.pixel(shop))!.settings;
      const { origin } = new URL(collectorURL!);
      for (let i = 0; i < 60; i++) {
        const { text } = draw.of(bodies);
        const path = draw.of(PUBLIC_PATHS).replace("*", encodeURIComponent(anOddToken(draw)));
        const method = draw.of(["GET", "HEAD", "POST", "PUT", "DELETE"]);
        const headers = draw.of(ODD_HEADERS);
        const hasBody = method !== "GET" && method !== "HEAD";
        const answer = await fetch(`${origin}${path}`, {
          method,
          headers,
          redirect: "manual",
          ...(hasBody && { body: draw.chance(0.5) ? text : broken(text, draw) }),
        });
        expect(answer.status, `${method} ${path}`).toBeLessThan(500);
        // An invented link redirects no one.
        if (path.startsWith("/c/")) expect(answer.headers.get("location")).toBeNull();
        await answer.arrayBuffer();
      }
      await stage.merchants[0]!.waitUntilQuiet();
    },
  );

  test("settles all as done or refused with a reason, and the app still works", async () => {
    const rows = await stage.withDatabase((db) =>
      db.inboxEntry.findMany({ select: { state: true, lastError: true, webhookId: true } }),
    );
    expect(rows.filter(({ state }) => state !== "done" && state !== "refused")).toEqual([]);
    expect(rows.filter(({ state, lastError }) => state === "refused" && !lastError)).toEqual([]);
    expect(rows.filter(({ webhookId }) => webhookId.startsWith("forged"))).toEqual([]);
    expect(rows.length).toBeGreaterThanOrEqual(sent);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

async function sendAll(bodies: readonly Recorded[]): Promise<void> {
  const answers = await stage.control.sendWebhooks(
    stage.shops[0]!,
    bodies.map(({ topic, line }) => ({ topic, rawBody: line })),
  );
  expectTaken(
    bodies.map(({ line }) => line),
    answers,
  );
  await stage.merchants[0]!.waitUntilQuiet();
}

function expectTaken(bodies: readonly string[], answers: readonly { status: number | null }[]) {
  const areTaken = bodies.map(isJsonObject);
  expect(answers.map(({ status }) => status)).toEqual(areTaken.map((it) => (it ? 200 : 401)));
  sent += areTaken.filter(Boolean).length;
}
