import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** Wake-ups of one job that may run now. */
export interface QueueBacklog {
  readonly job: string;
  readonly waiting: number;
  /** How long the oldest has waited. */
  readonly seconds: number;
}

export interface RequestMeasure {
  readonly method: string;
  /** The beginning of the route's path, never an id. */
  readonly path: string;
  readonly status: number;
  readonly ms: number;
}

/** This process's metrics. Their labels name no shop and no person, and none is `job`, which Prometheus sets itself. */
export interface Metrics {
  countRequest(request: RequestMeasure): void;
  countJob(job: string, outcome: "done" | "failed", seconds: number): void;
  countEmails(provider: string, outcome: string, emails: number): void;
  /** In the text format of Prometheus: https://prometheus.io/docs/instrumenting/exposition_formats/ */
  write(): Promise<{ readonly contentType: string; readonly text: string }>;
}

const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** From a small slice to a training. */
const JOB_SECONDS = [0.01, 0.05, 0.25, 1, 5, 20, 60, 300, 1_800];

/** Read at each `write`; the same in each process of a database. */
interface Sources {
  readonly readBacklog: () => Promise<readonly QueueBacklog[]>;
  /** Seconds; null: no mailbox is read. */
  readonly readMailboxAge: () => Promise<number | null>;
}

export function createMetrics({ readBacklog, readMailboxAge }: Sources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Histogram({
    ...{ registers, name: "kindred_request_seconds", help: "Duration of requests" },
    labelNames: ["method", "path", "status"],
    buckets: REQUEST_SECONDS,
  });
  const jobs = new Histogram({
    ...{ registers, name: "kindred_job_seconds", help: "Duration of slices of jobs" },
    labelNames: ["job_name", "outcome"],
    buckets: JOB_SECONDS,
  });
  const emails = new Counter({
    ...{ registers, name: "kindred_emails_total", help: "Emails handed to the provider" },
    labelNames: ["provider", "outcome"],
  });
  const waiting = new Gauge({
    ...{ registers, name: "kindred_queue_waiting", help: "Shops for which a job waits" },
    labelNames: ["job_name"],
  });
  const waited = new Gauge({
    ...{ registers, name: "kindred_queue_wait_seconds", help: "How long the oldest has waited" },
    labelNames: ["job_name"],
  });
  const isReadable = new Gauge({
    ...{ registers, name: "kindred_database_up", help: "1 if the queue could be read, else 0" },
  });

  const mailboxAge = new Gauge({
    ...{ registers, name: "kindred_mailbox_age_seconds" },
    help: "Time since the inbound mailbox was last read",
    // Without a mailbox there is no age, not even zero.
    labelNames: ["mailbox"],
  });

  let isAsked = false;
  async function readQueue(): Promise<void> {
    waiting.reset();
    waited.reset();
    try {
      for (const { job, waiting: count, seconds } of await readBacklog()) {
        waiting.set({ job_name: job }, count);
        waited.set({ job_name: job }, seconds);
      }
      mailboxAge.reset();
      const age = await readMailboxAge();
      if (age !== null) mailboxAge.set({ mailbox: "inbound" }, age);
      isReadable.set(1);
    } catch {
      // The process's own metrics remain useful, and the log has the error.
      isReadable.set(0);
    }
  }

  return {
    countRequest: ({ method, path, status, ms }) =>
      requests.observe({ method, path, status }, ms / 1_000),
    countJob: (job, outcome, seconds) => jobs.observe({ job_name: job, outcome }, seconds),
    countEmails: (provider, outcome, count) => emails.inc({ provider, outcome }, count),
    async write() {
      // Observes the event loop a hundred times a second, which a process that nobody asks can do without.
      if (!isAsked) collectDefaultMetrics({ register: registry });
      isAsked = true;
      await readQueue();
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}
