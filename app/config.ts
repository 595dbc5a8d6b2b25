import { z } from "zod";
import { EMAIL_SECRETS, emailOf, EmailEnv, findEmailProblems, inboundOf } from "./email-config";
import { readEmailPools } from "./email-pools";
import { AppError } from "./lib/errors";
import { isPredictableKey, isPredictableSecret, isRemoteWithoutTls } from "./weak-settings";

/** Starts with a letter: objects sort integer-like keys first, but the first link key is the one that signs. */
const KeyId = z.string().regex(/^[a-z][a-z0-9]{0,15}$/);

export const KeyringJson = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: "custom", message: "is no JSON" });
      return z.NEVER;
    }
  })
  .pipe(
    z.object({
      /** The key that seals from now on; the others only open older values. */
      active: z.string().min(1),
      /** Key id → 32 random bytes in base64. */
      encryption: z.record(KeyId, z.base64().length(44)),
      /** 32 random bytes in base64, for the blind index of addresses. Never changes. */
      index: z.base64().length(44),
      /** Link key id → 32 random bytes in base64; the first signs, all verify. */
      links: z.record(KeyId, z.base64().length(44)),
    }),
  );

export type KeyringSecrets = z.output<typeof KeyringJson>;

/** Formats that express accepts: an address, a network, or a named network. */
const Proxy = z.union(
  [z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6(), z.enum(["loopback", "linklocal", "uniquelocal"])],
  { error: "must be none, or addresses and networks" },
);
/** `none`, or proxies separated by commas. */
const TrustedProxies = z
  .string()
  .transform((text) => (text.trim() === "none" ? [] : text.split(",").map((it) => it.trim())))
  .pipe(z.array(Proxy));

const Env = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  PORT: z.coerce.number().int().positive().default(3000),
  KINDRED_HOST: z.string().optional(),
  KINDRED_HOST_WITHOUT_PRODUCTION: z.literal("allow").optional(),
  DATABASE_URL: z.string().startsWith("postgres").optional(),
  DATABASE_WITHOUT_TLS: z.literal("allow").optional(),
  DATABASE_POOL: z.coerce.number().int().positive().default(10),
  KINDRED_DATA: z.string().default(".kindred"),
  KINDRED_JOURNAL: z.string().optional(),
  KINDRED_KEYS: KeyringJson.optional(),
  KINDRED_WORKER: z.enum(["on", "off"]).optional(),
  KINDRED_MIGRATE: z.enum(["on", "off"]).default("off"),
  KINDRED_REQUEST_LOG: z.coerce.number().min(0).max(1).default(0.01),
  KINDRED_METRICS_PORT: z.coerce.number().int().positive().optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  OTEL_SERVICE_NAME: z.string().default("kindred"),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(0.1),
  KINDRED_CLOCK_FILE: z.string().optional(),
  KINDRED_DEMO: z.literal("1").optional(),
  KINDRED_LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  KINDRED_PUBLIC_URL: z.url().optional(),
  KINDRED_SENDER: z.email().toLowerCase().optional(),
  KINDRED_TRUSTED_PROXIES: TrustedProxies.optional(),
  KINDRED_BILLING: z.enum(["off", "on", "test"]).default("off"),
  SHOPIFY_API_KEY: z.string().min(1).default("kindred-local-key"),
  SHOPIFY_API_SECRET: z.string().min(1).optional(),
  SHOPIFY_API_SECRET_OLD: z.string().min(1).optional(),
  SHOPIFY_APP_URL: z.url().default("http://localhost:3000"),
  APP_BRIDGE_URL: z.url().optional(),
  KINDRED_EMAIL_POOLS: z.string().optional(),
  ...EmailEnv.shape,
});

export type Settings = ReturnType<typeof parseConfig>;

/** The settings of a running app, whose secret is set or generated (privacy/local-secret.server.ts). */
export type Config = Settings & { readonly shopify: { readonly apiSecret: string } };

/** The listening address outside production. Only this machine may reach it, since the app uses stand-ins. */
const LOOPBACK = "127.0.0.1";

/** Settings that production requires, so that it never falls back to a local stand-in. */
const REQUIRED_IN_PRODUCTION = [
  "DATABASE_URL",
  "KINDRED_KEYS",
  "SHOPIFY_API_KEY",
  "SHOPIFY_API_SECRET",
  "SHOPIFY_APP_URL",
  // Without it, either all requests count as the proxy's own, or clients can forge their address.
  "KINDRED_TRUSTED_PROXIES",
] as const;

/**
 * Parses environment variables into the app's settings, grouped by the part that uses them. Without any, everything
 * runs offline: an embedded database, email written to a folder.
 * @throws AppError once, with one line for every invalid or missing variable
 */
export function parseConfig(env: Record<string, string | undefined>) {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = Env.safeParse(present);
  const problems = parsed.error?.issues.map((i) => `  ${i.path.join(".")}: ${i.message}`) ?? [];

  // Only the demo may run the production build against local stand-ins.
  const isProduction = present.NODE_ENV === "production" && present.KINDRED_DEMO !== "1";
  if (isProduction) {
    for (const name of REQUIRED_IN_PRODUCTION) {
      if (!present[name]) problems.push(`  ${name}: is not set`);
    }
    if (present.KINDRED_CLOCK_FILE) problems.push("  KINDRED_CLOCK_FILE: is for demos and tests");
    if (present.SHOPIFY_APP_URL?.startsWith("http:")) {
      problems.push("  SHOPIFY_APP_URL: must start with https://");
    }
    problems.push(...findWeakSettings(present, parsed.data?.KINDRED_KEYS));
  } else if (!isLoopback(present.KINDRED_HOST ?? LOOPBACK)) {
    if (present.KINDRED_HOST_WITHOUT_PRODUCTION !== "allow") {
      problems.push(
        "  KINDRED_HOST: without production settings only this machine may reach the app. " +
          "Set KINDRED_HOST_WITHOUT_PRODUCTION=allow to open it to others all the same",
      );
    }
  }
  problems.push(...findEmailProblems(present, isProduction));
  const { pools: emailPools, problems: poolProblems } = readEmailPools(
    present.KINDRED_EMAIL_POOLS,
    isProduction,
  );
  problems.push(...poolProblems);
  if (!parsed.data || problems.length > 0) {
    throw new AppError(
      "invalid_input",
      `Kindred cannot start with these settings:\n${problems.join("\n")}`,
    );
  }
  const e = parsed.data;

  return {
    isProduction,
    port: e.PORT,
    /** The address to listen on; null: all. */
    host: e.KINDRED_HOST ?? (isProduction ? null : LOOPBACK),
    logLevel: e.KINDRED_LOG_LEVEL,
    /** The share of requests to log. */
    requestLogShare: e.KINDRED_REQUEST_LOG,
    /** The port of /metrics; null: there is none. */
    metricsPort: e.KINDRED_METRICS_PORT ?? null,
    /** Where traces are sent, and how many; null: nowhere. */
    tracing: e.OTEL_EXPORTER_OTLP_ENDPOINT
      ? {
          endpoint: e.OTEL_EXPORTER_OTLP_ENDPOINT,
          serviceName: e.OTEL_SERVICE_NAME,
          share: e.OTEL_TRACES_SAMPLER_ARG,
        }
      : null,
    /** Whether a start applies missing migrations to PostgreSQL; otherwise it refuses to start without them. */
    migratesAtStart: e.KINDRED_MIGRATE === "on",
    dataFolder: e.KINDRED_DATA,
    /** Survives the database: restore/journal.server.ts. */
    journalFolder: e.KINDRED_JOURNAL ?? `${e.KINDRED_DATA}/journal`,
    clockFile: e.KINDRED_CLOCK_FILE ?? null,
    keys: e.KINDRED_KEYS ?? null,
    /** Whether this process also processes the queues. Required with PGlite, which no other process can open. */
    runsWorker: e.KINDRED_WORKER ? e.KINDRED_WORKER === "on" : !e.DATABASE_URL,
    /** Proxies whose forwarded client address is trusted. */
    trustedProxies: e.KINDRED_TRUSTED_PROXIES ?? ["loopback"],
    /** The base URL of links in emails: the tracking host, or the app's own URL. */
    publicUrl: e.KINDRED_PUBLIC_URL ?? e.SHOPIFY_APP_URL,
    /** Sender of Kindred's own emails to merchants, and of test emails of shops without a domain; null: none are sent. */
    kindredSender: e.KINDRED_SENDER ?? null,
    /** Billing through Shopify: on, on with test charges, or off. */
    billing: e.KINDRED_BILLING,
    database: e.DATABASE_URL
      ? { driver: "postgres" as const, url: e.DATABASE_URL, poolSize: e.DATABASE_POOL }
      : { driver: "pglite" as const, folder: `${e.KINDRED_DATA}/db` },
    shopify: {
      apiKey: e.SHOPIFY_API_KEY,
      /** null: one is generated for the data folder. */
      apiSecret: e.SHOPIFY_API_SECRET ?? null,
      /** During a rotation, webhooks signed with the old secret are also accepted. */
      apiSecretOld: e.SHOPIFY_API_SECRET_OLD ?? null,
      appUrl: e.SHOPIFY_APP_URL,
      appBridgeUrl: e.APP_BRIDGE_URL ?? null,
    },
    email: emailOf(e, e.KINDRED_DATA),
    /** Further accounts at email providers, by the pool of shops that uses them. */
    emailPools,
    inbound: inboundOf(e),
  };
}

/** Whether no other machine can reach this address. */
function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** Problems with guessable secrets and unencrypted database connections, one line each. */
function findWeakSettings(
  env: Readonly<Record<string, string | undefined>>,
  keys: KeyringSecrets | undefined,
): string[] {
  const secrets = ["SHOPIFY_API_SECRET", "SHOPIFY_API_SECRET_OLD", ...EMAIL_SECRETS];
  const problems = secrets
    .filter((name) => isPredictableSecret(env[name] ?? null))
    .map((name) => `  ${name}: is too short, or too simple to be a secret`);
  if (env.SHOPIFY_API_KEY?.startsWith("kindred-local")) {
    problems.push("  SHOPIFY_API_KEY: is the one for demos and tests");
  }
  const weakKeys = [
    ...(keys && isPredictableKey(keys.index) ? ["index"] : []),
    ...(["encryption", "links"] as const).flatMap((kind) =>
      Object.entries(keys?.[kind] ?? {})
        .filter(([, key]) => isPredictableKey(key))
        .map(([id]) => `${kind}.${id}`),
    ),
  ];
  problems.push(
    ...weakKeys.map(
      (name) => `  KINDRED_KEYS.${name}: is no random key. \`npm run -s keys\` makes one`,
    ),
  );
  const isOpenLine = env.DATABASE_URL !== undefined && isRemoteWithoutTls(env.DATABASE_URL);
  if (isOpenLine && env.DATABASE_WITHOUT_TLS !== "allow") {
    problems.push(
      "  DATABASE_URL: a database on another machine needs TLS. Add sslmode=verify-full to it, " +
        "or set DATABASE_WITHOUT_TLS=allow where the network between is private",
    );
  }
  return problems;
}
