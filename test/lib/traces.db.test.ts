import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SpanStatusCode } from "@opentelemetry/api";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { startTracing, type Tracing } from "~/lib/start-tracing.server";
import { inSpan, traceRequest } from "~/lib/traces.server";
import { openOwnDatabase } from "../support/database";

interface SentSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly { readonly key: string; readonly value: object }[];
  readonly status: { readonly code?: number };
}

let bodies: string[] = [];
const receiver = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    bodies.push(Buffer.concat(parts).toString());
    response.setHeader("content-type", "application/json").end("{}");
  });
});
let endpoint: string;
let database: Database;

beforeAll(async () => {
  database = await openOwnDatabase();
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
  endpoint = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
});
afterAll(async () => {
  receiver.close();
  await database.close();
});
beforeEach(() => {
  bodies = [];
});

const start = (share: number): Promise<Tracing> =>
  startTracing({ endpoint, share, serviceName: "kindred" });

function spans(): SentSpan[] {
  return bodies.flatMap((body) => {
    const { resourceSpans } = JSON.parse(body) as {
      resourceSpans: { scopeSpans: { spans: SentSpan[] }[] }[];
    };
    return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans: all }) => all));
  });
}

test("sends a request, the work in it and its statements as one trace, without values", async () => {
  const tracing = await start(1);
  const secret = "ada@example.com";
  await new Promise<void>((resolve) => {
    const end = traceRequest({ method: "GET", path: "/app/customers" }, () => {
      const work = inSpan(
        "job profiles.project",
        { "kindred.shop": "a.myshopify.com" },
        async () => {
          await database.db.$queryRaw`select ${secret}::text as email`;
        },
      );
      void work.then(() => {
        end(200);
        resolve();
      });
    });
  });
  await tracing.stop();

  const [statement, job, request] = spans();
  expect([statement, job, request].map((span) => span && nameAndValues(span))).toEqual([
    {
      name: "prisma:client:db_query",
      "db.query.text": "select $1::text as email",
      "db.system.name": "postgresql",
    },
    { name: "job profiles.project", "kindred.shop": "a.myshopify.com" },
    {
      name: "GET /app/customers",
      "http.request.method": "GET",
      "http.route": "/app/customers",
      "http.response.status_code": 200,
    },
  ]);
  expect(spans()).toHaveLength(3);
  expect(statement?.parentSpanId).toBe(job?.spanId);
  expect(job?.parentSpanId).toBe(request?.spanId);
  expect(request?.parentSpanId).toBeUndefined();
  expect(bodies.join()).not.toContain(secret);
});

test("marks a failed span, without the message of its error", async () => {
  const tracing = await start(1);
  const failing = inSpan("send smtp", {}, () => Promise.reject(new TypeError("ada@example.com")));
  await expect(failing).rejects.toThrow("ada@example.com");
  traceRequest({ method: "POST", path: "/webhooks" }, () => undefined)(503);
  await tracing.stop();
  expect(spans().map((span) => [span.name, span.status.code])).toEqual([
    ["send smtp", SpanStatusCode.ERROR],
    ["POST /webhooks", SpanStatusCode.ERROR],
  ]);
  expect(bodies.join()).toContain("TypeError");
  expect(bodies.join()).not.toContain("ada@example.com");
});

test("sends no statement outside a request and a job, and nothing beyond the share", async () => {
  const all = await start(1);
  await database.db.$queryRaw`select 1`;
  await all.stop();
  const none = await start(0);
  await inSpan("job profiles.project", {}, () => database.db.$queryRaw`select 1`);
  await none.stop();
  expect(spans()).toEqual([]);
});

function nameAndValues({ name, attributes }: SentSpan) {
  const values = attributes.map(({ key, value }) => [key, Object.values(value)[0] as unknown]);
  return { name, ...Object.fromEntries(values) } as object;
}
