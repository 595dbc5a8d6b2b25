import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { countOutcomes } from "~/delivery/mailers/count-outcomes";
import type { BatchOutcome, Mailer } from "~/delivery/mailer";
import { JOBS } from "~/job-registry.server";
import { serveMetrics } from "~/http/serve-metrics.server";
import { timeJob } from "~/jobs/time-job";
import { createMetrics, type QueueBacklog } from "~/lib/metrics.server";
import { inSpan } from "~/lib/traces.server";
import { SHOP } from "../support/builders";

const QUIET = {
  readBacklog: () => Promise.resolve([]),
  readMailboxAge: () => Promise.resolve(null),
};
/** The lines of Kindred's own metrics, without buckets. */
const linesOf = (text: string) =>
  text
    .split("\n")
    .filter(
      (line) => line.startsWith("kindred_") && !line.includes("_bucket") && !line.includes("_sum"),
    );

describe("the metrics", () => {
  test("count requests, slices of jobs and emails by their labels", async () => {
    const metrics = createMetrics(QUIET);
    metrics.countRequest({ method: "POST", path: "/webhooks", status: 200, ms: 30 });
    metrics.countRequest({ method: "POST", path: "/webhooks", status: 503, ms: 2 });
    metrics.countJob("events.drain-inbox", "done", 0.2);
    metrics.countEmails("resend", "accepted", 90);
    metrics.countEmails("resend", "accepted", 10);
    const { contentType, text } = await metrics.write();
    expect(contentType).toContain("text/plain");
    expect(linesOf(text)).toEqual([
      'kindred_request_seconds_count{method="POST",path="/webhooks",status="200"} 1',
      'kindred_request_seconds_count{method="POST",path="/webhooks",status="503"} 1',
      'kindred_job_seconds_count{job_name="events.drain-inbox",outcome="done"} 1',
      'kindred_emails_total{provider="resend",outcome="accepted"} 100',
      "kindred_database_up 1",
    ]);
    expect(text).toContain('le="0.025",method="POST",path="/webhooks",status="200"} 0');
    expect(text).toContain('le="0.05",method="POST",path="/webhooks",status="200"} 1');
    expect(text).toContain("process_resident_memory_bytes");
  });

  test("show the queue as it is, also without a database", async () => {
    let backlog: QueueBacklog[] | Error = [
      { job: "delivery.drain-outbox", waiting: 3, seconds: 7 },
    ];
    const metrics = createMetrics({
      ...QUIET,
      readBacklog: () =>
        backlog instanceof Error ? Promise.reject(backlog) : Promise.resolve(backlog),
    });
    const read = async () => linesOf((await metrics.write()).text);
    expect(await read()).toEqual([
      'kindred_queue_waiting{job_name="delivery.drain-outbox"} 3',
      'kindred_queue_wait_seconds{job_name="delivery.drain-outbox"} 7',
      "kindred_database_up 1",
    ]);
    backlog = [];
    expect(await read()).toEqual(["kindred_database_up 1"]);
    backlog = new Error("connection refused");
    expect(await read()).toEqual(["kindred_database_up 0"]);
  });

  test("are served at their own port, and nothing else is", async () => {
    const server = await serveMetrics(createMetrics(QUIET), { host: "127.0.0.1", port: 0 });
    try {
      const ask = (path: string, init?: RequestInit) =>
        fetch(`http://127.0.0.1:${server.port}${path}`, init);
      expect(await (await ask("/metrics")).text()).toContain("kindred_database_up 1");
      expect((await ask("/")).status).toBe(404);
      expect((await ask("/metrics", { method: "POST" })).status).toBe(404);
    } finally {
      server.close();
    }
  });
});

test("a job's slices are counted by their outcome, and its error is passed on", async () => {
  const counted: unknown[] = [];
  const failing = { name: "events.drain-inbox" as const, isFailing: false };
  const job = timeJob(
    {
      name: failing.name,
      run: () =>
        failing.isFailing ? Promise.reject(new Error("broken")) : Promise.resolve({ more: true }),
    },
    (...args) => counted.push(args),
    inSpan,
  );
  const run = () => job.run(SHOP, {}, new AbortController().signal);
  expect(await run()).toEqual({ more: true });
  failing.isFailing = true;
  await expect(run()).rejects.toThrow("broken");
  const seconds: unknown = expect.any(Number);
  expect(counted).toEqual([
    ["events.drain-inbox", "done", seconds],
    ["events.drain-inbox", "failed", seconds],
  ]);
});

test("each email is counted by its own outcome, or by the batch's", async () => {
  const outcomes: BatchOutcome[] = [
    {
      kind: "answered",
      results: [
        { kind: "accepted", providerId: "1" },
        { kind: "refused", reason: "no such domain" },
        { kind: "accepted", providerId: "2" },
      ],
    },
    { kind: "rate_limited", retryAfterMs: 1_000 },
  ];
  const counted: unknown[] = [];
  const mailer: Mailer = { name: "smtp", sendBatch: () => Promise.resolve(outcomes.shift()!) };
  const counting = countOutcomes(mailer, (...args) => counted.push(args), inSpan);
  const emails = Array<never>(3);
  await counting.sendBatch({ key: "a", emails });
  await counting.sendBatch({ key: "a", emails });
  expect(counted).toEqual([
    ["smtp", "accepted", 2],
    ["smtp", "refused", 1],
    ["smtp", "rate_limited", 3],
  ]);
});

describe("the alerts and the dashboard", () => {
  const alerts = readFileSync("deploy/prometheus/alerts.yaml", "utf8");
  const dashboard = readFileSync("deploy/grafana/kindred.json", "utf8");
  const Rules = z.object({
    groups: z.array(
      z.object({ rules: z.array(z.object({ alert: z.string(), expr: z.string() })) }),
    ),
  });
  const Dashboard = z.object({
    panels: z.array(z.object({ targets: z.array(z.object({ expr: z.string() })) })),
  });
  const queries = [
    ...Rules.parse(parse(alerts)).groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)),
    ...Dashboard.parse(JSON.parse(dashboard)).panels.flatMap(({ targets }) =>
      targets.map(({ expr }) => expr),
    ),
  ];

  test("use only metrics, labels and jobs that exist", async () => {
    const names = new Set(JOBS.map(({ name }) => name as string));
    const metrics = createMetrics({
      readBacklog: () => Promise.resolve([{ job: "a", waiting: 1, seconds: 1 }]),
      readMailboxAge: () => Promise.resolve(12),
    });
    metrics.countRequest({ method: "GET", path: "/", status: 200, ms: 1 });
    metrics.countJob("a", "done", 1);
    metrics.countEmails("smtp", "accepted", 1);
    const { text } = await metrics.write();
    expect(queries.length).toBeGreaterThan(15);
    for (const query of queries) {
      for (const [metric] of query.matchAll(/\b(?:kindred|process)_\w+/g)) {
        expect(text).toMatch(new RegExp(`^${metric}(?:\\{|\\s)`, "m"));
      }
      for (const [, jobs = ""] of query.matchAll(/job_name=~?"([^"]+)"/g)) {
        for (const job of jobs.split("|")) expect(names).toContain(job);
      }
    }
  });
});
