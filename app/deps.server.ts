import { prepareMigrations } from "./db-migrations.server";
import { startUpkeep, type Upkeep } from "./db-upkeep.server";
import { acrossShops } from "./db-scope.server";
import { openDatabase, type Database } from "./db.server";
import type { Config } from "./config";
import { config as settings } from "./config.server";
import { mailboxOf } from "./email-config";
import { postHook, type PostHook } from "./delivery/actions/post-hook.server";
import { verifyCaptcha, type VerifyCaptcha } from "./delivery/opt-in/captcha/verify-captcha.server";
import type { Mailers } from "./delivery/mailers/create-mailers.server";
import { openMailers } from "./delivery/pools/open-mailers.server";
import type { Mailer } from "./delivery/mailer";
import type { LookUpTxt } from "./delivery/dmarc";
import { lookUpTxt } from "./delivery/sender/look-up-txt.server";
import {
  createWebhookBatcher,
  type WebhookBatcher,
} from "./events/inbox/create-webhook-batcher.server";
import { createCollector, type Collector } from "./events/pixel/create-collector.server";
import {
  createEngagementRecorder,
  type EngagementRecorder,
} from "./feedback/engagement/engagement-recorder.server";
import { createEventSources } from "./feedback/email-events/sources/create-event-source.server";
import type { EventSource } from "./feedback/email-events/sources/event-source";
import { readMailboxAge } from "./feedback/mailbox/mailbox-age.server";
import {
  startMailboxReader,
  type MailboxReader,
} from "./feedback/mailbox/start-mailbox-reader.server";
import type { PrismaClient } from "./generated/prisma/client";
import { startPgBossQueue, type PgBossQueue } from "./jobs/queue.pg-boss.server";
import { createAppProxyGuard, type AppProxyGuard } from "./http/app-proxy-guard.server";
import { localAdminOf } from "./http/document-headers.server";
import { serveMetrics, type MetricsServer } from "./http/serve-metrics.server";
import { JOBS } from "./job-registry.server";
import { createSaturationMonitor } from "./jobs/saturation-monitor";
import { timeJob } from "./jobs/time-job";
import { startWorker, type Worker } from "./jobs/worker.server";
import { startDatabaseClock, startFileClock, type Clock } from "./lib/clock.server";
import { createLog, type Log } from "./lib/log.server";
import { createMetrics, type RequestMeasure } from "./lib/metrics.server";
import { startTracing, type Tracing } from "./lib/start-tracing.server";
import { inSpan, traceRequest } from "./lib/traces.server";
import { createOutage } from "./lib/outage.server";
import { createCachedCompiler } from "./messages/compiling/compile-cached.server";
import {
  createPictureMeter,
  type MeasurePicture,
} from "./messages/pictures/measure-picture.server";
import type { compileTemplate } from "./messages/compiling/compile-template.server";
import {
  createSimilarCustomerSource,
  type SimilarCustomerSource,
} from "./predictions/similar-customers/similar-customer-source.server";
import { PERSONAL_DATA } from "./personal-data-registry.server";
import type { PersonalDataRegistry } from "./privacy/personal-data";
import { adoptKeys } from "./privacy/check-keys.server";
import { mayRunWith } from "./privacy/may-run.server";
import { createKeyring, type Keyring } from "./privacy/keyring.server";
import { loadLocalKeys } from "./privacy/load-keys.server";
import { withLocalSecret } from "./privacy/local-secret.server";
import { createJournal, type Journal } from "./restore/journal.server";
import { watchForRestore, type Watch } from "./restore/watch-for-restore.server";
import {
  createRecommendationSource,
  type RecommendationSource,
} from "./recommendations/lists/recommendation-source.server";
import { schedulePlanChecksAfterBillingChange } from "./shopify/billing/shop-plan-store.server";
import {
  createStorefront,
  type Storefront,
} from "./recommendations/storefront/storefront-picks.server";

/** All dependencies of the app's functions for a shop. Each function names only what it needs. */
export interface Deps extends ProcessDeps {
  /** Of the shop's pool. */
  readonly mailer: Mailer;
}

/** The dependencies of a process, for any shop. */
export interface ProcessDeps {
  readonly config: Config;
  readonly db: PrismaClient;
  readonly now: () => Date;
  readonly keyring: Keyring;
  readonly personalData: PersonalDataRegistry;
  readonly queue: PgBossQueue;
  readonly journal: Journal;
  readonly mailers: Mailers;
  readonly lookUpTxt: LookUpTxt;
  readonly postHook: PostHook;
  readonly verifyCaptcha: VerifyCaptcha;
  readonly measurePicture: MeasurePicture;
  readonly recommendations: RecommendationSource;
  readonly similarCustomers: SimilarCustomerSource;
  readonly compile: typeof compileTemplate;
  readonly webhooks: WebhookBatcher;
  readonly collector: Collector;
  readonly engagement: EngagementRecorder;
  /** The webhooks of the email provider's accounts. */
  readonly emailEvents: readonly EventSource[];
  readonly appProxy: AppProxyGuard;
  readonly storefront: Storefront;
  readonly log: Log;
}

interface Runtime {
  readonly deps: ProcessDeps;
  readonly port: number;
  readonly host: string | null;
  readonly trustedProxies: readonly string[];
  /**
   * Called for each request that workers in this process yield to.
   * @returns a function to call at its end
   */
  trackRequest(): () => void;
  readonly requestLog: {
    readonly share: number;
    isOutage(): boolean;
    write(fields: RequestMeasure): void;
    measure(request: RequestMeasure): void;
    readonly trace: typeof traceRequest;
  };
  logListening(): void;
  /** Logs errors that no part of the app has caught. */
  logError(error: unknown, what: string): void;
  stop(): Promise<void>;
}

/** Parallel drains of one job per process. PGlite has one connection anyway. */
const CONCURRENCY = { pglite: 1, postgres: 4 };
/** Number of compiled templates to cache. A template is compiled per shop, flow version and step. */
const COMPILED_TEMPLATES = 500;
/** When a demo or a test moves the clock, sweeps must run more often than once a minute. */
const SWEEP_EVERY_MS_ON_FILE_CLOCK = 1_000;

// In development the module is reloaded on each change, but the database must stay open.
const running = globalThis as { kindred?: Promise<Runtime> };

/** Starts the app's parts, once per process. */
export function startRuntime(role: "web" | "worker"): Promise<Runtime> {
  return (running.kindred ??= createRuntime(
    withLocalSecret(settings),
    role === "worker" || settings.runsWorker,
  ));
}

/** The dependencies of a route. */
export async function getDeps(): Promise<ProcessDeps> {
  return (await startRuntime("web")).deps;
}

async function createRuntime(config: Config, runsWorker: boolean): Promise<Runtime> {
  // First, so that it sees every statement.
  const tracing = config.tracing && (await startTracing(config.tracing));
  const outage = createOutage();
  const log = createLog(config.logLevel, undefined, outage);
  const database = await openDatabase(config.database);
  await prepareMigrations(database, config, () =>
    log.info("waiting for another process that migrates the database"),
  );
  const upkeep = runsWorker
    ? startUpkeep(database, (error) => log.error({ err: error }, "upkeep failed"))
    : null;

  const clock = config.clockFile
    ? startFileClock(config.clockFile)
    : await acrossShops("run-process", () => startDatabaseClock(database.db));
  await acrossShops("check-billing", async () => {
    const isBilled = config.billing !== "off";
    await schedulePlanChecksAfterBillingChange(database.db, { isBilled, now: clock.now() });
  });
  const secrets = config.keys ?? loadLocalKeys(config.dataFolder, log);
  await acrossShops("run-process", () =>
    adoptKeys(secrets, { db: database.db, now: () => clock.now() }),
  );
  const queue = await startPgBossQueue(
    database,
    JOBS.map(({ name }) => name),
    (error) => log.error({ err: error }, "queue failed"),
  );
  const keyring = createKeyring(secrets);
  const now = () => clock.now();
  const journal = createJournal({ folder: config.journalFolder, keyring, now });
  const foundations = {
    ...{ config, db: database.db, now, keyring, queue, journal, log },
    personalData: PERSONAL_DATA,
  };
  const metrics = createMetrics({
    readBacklog: () => queue.readBacklog(),
    readMailboxAge: () => readMailboxAge(foundations),
  });
  const mailers = openMailers(foundations, metrics.countEmails);
  const mailer = mailers.default;
  // Runs before anything uses data that may have been restored.
  const watch = runsWorker
    ? await acrossShops("watch-for-restore", () => watchForRestore({ ...foundations, mailer }))
    : null;
  const webhooks = createWebhookBatcher(foundations);
  const similarCustomers = createSimilarCustomerSource();
  const recommendations = createRecommendationSource({ log, similarCustomers });
  const deps: ProcessDeps = {
    ...foundations,
    mailers,
    lookUpTxt: lookUpTxt(),
    postHook: (request) => postHook(request),
    verifyCaptcha: verifyCaptcha(),
    measurePicture: createPictureMeter({ localOrigin: localAdminOf(config.shopify) }),
    recommendations,
    similarCustomers,
    compile: createCachedCompiler(COMPILED_TEMPLATES, { log }),
    webhooks,
    collector: createCollector({ ...foundations, webhooks }),
    engagement: createEngagementRecorder(foundations),
    emailEvents: createEventSources(config),
    appProxy: createAppProxyGuard({ ...foundations, realNow: () => clock.realNow() }),
    storefront: createStorefront({ ...foundations, recommendations }),
  };
  const saturation = createSaturationMonitor({
    nowMs: () => performance.now(),
    schedule: (callback, ms) => setTimeout(callback, ms).unref(),
  });
  const timedJobs = JOBS.map((job) => timeJob(job, metrics.countJob, inSpan));
  const metricsServer =
    config.metricsPort === null
      ? null
      : await serveMetrics(metrics, { host: config.host, port: config.metricsPort });
  const worker = runsWorker
    ? await startWorker<Deps>(
        queue,
        timedJobs,
        { ...deps, mailer },
        {
          depsOf: async (shopId) => ({ ...deps, mailer: await mailers.ofShop(shopId) }),
          ...(config.clockFile !== null && { sweepEveryMs: SWEEP_EVERY_MS_ON_FILE_CLOCK }),
          concurrency: CONCURRENCY[database.driver.kind],
          mayRun: mayRunWith(secrets, deps),
          isSaturated: saturation.isSaturated,
        },
      )
    : null;
  const mailbox = mailboxOf(config.inbound);
  const mailboxReader = runsWorker && mailbox !== null ? startMailboxReader(mailbox, deps) : null;
  const outageWatch = outage.watch({
    onBegin: ({ message }) => log.error({ reason: message }, "the database cannot be reached"),
    onEnd: (ended) => log.info(ended, "the database can be reached again"),
    ping: () => acrossShops("run-process", () => database.db.$queryRaw`select 1`),
  });
  log.info({ database: database.driver.kind, email: config.email.driver, runsWorker }, "started");
  return {
    deps,
    port: config.port,
    host: config.host,
    trustedProxies: config.trustedProxies,
    trackRequest: saturation.trackRequest,
    requestLog: {
      share: config.requestLogShare,
      isOutage: () => outage.isOngoing(),
      write: (fields) => log.info(fields, "request"),
      measure: metrics.countRequest,
      trace: traceRequest,
    },
    logListening: () => log.info({ port: config.port, host: config.host }, "listening"),
    logError: (err, what) => log.error({ err }, what),
    stop: () =>
      stop({
        ...{ deps, worker, watch, clock, upkeep, database, outageWatch, metricsServer, tracing },
        mailboxReader,
      }),
  };
}

interface Parts {
  readonly deps: ProcessDeps;
  readonly worker: Worker | null;
  readonly watch: Watch | null;
  readonly clock: Clock;
  readonly upkeep: Upkeep | null;
  readonly database: Database;
  readonly outageWatch: { stop(): void };
  readonly metricsServer: MetricsServer | null;
  readonly tracing: Tracing | null;
  readonly mailboxReader: MailboxReader | null;
}

/** Loses nothing acknowledged: pending webhooks are committed and drains finish their slice. */
async function stop(parts: Parts): Promise<void> {
  const { deps, worker, watch, clock, upkeep, database, outageWatch, metricsServer, tracing } =
    parts;
  await parts.mailboxReader?.stop();
  await deps.webhooks.close();
  await deps.collector.close();
  await deps.engagement.close();
  watch?.stop();
  await worker?.stop();
  await deps.queue.stop();
  await upkeep?.stop();
  clock.stop();
  outageWatch.stop();
  metricsServer?.close();
  await database.close();
  // A receiver that does not answer must not keep the process.
  await tracing
    ?.stop()
    .catch((err: unknown) => deps.log.warn({ err }, "the last traces were lost"));
  deps.log.info("stopped");
}
