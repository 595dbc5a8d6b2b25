import { z } from "zod";

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
      /** The key that seals from now on; the others still open what they sealed. */
      active: z.string().min(1),
      /** Key id → 32 random bytes in base64. */
      encryption: z.record(z.string().regex(/^[a-z0-9]{1,16}$/), z.base64().length(44)),
      /** 32 random bytes in base64: finds an address without opening it. Never changes. */
      index: z.base64().length(44),
      /** Link key id → 32 random bytes in base64; the first signs, all verify. */
      links: z.record(z.string().regex(/^[a-z0-9]{1,16}$/), z.base64().length(44)),
    }),
  );

export type KeyringSecrets = z.output<typeof KeyringJson>;

const Env = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  PORT: z.coerce.number().int().positive().default(3000),
  DATABASE_URL: z.string().startsWith("postgres").optional(),
  DATABASE_POOL: z.coerce.number().int().positive().default(10),
  KINDRED_DATA: z.string().default(".kindred"),
  KINDRED_KEYS: KeyringJson.optional(),
  KINDRED_WORKER: z.enum(["on", "off"]).optional(),
  KINDRED_CLOCK_FILE: z.string().optional(),
  KINDRED_DEMO: z.literal("1").optional(),
  KINDRED_LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  KINDRED_PUBLIC_URL: z.url().optional(),
  KINDRED_BILLING: z.enum(["off", "on", "test"]).default("off"),
  SHOPIFY_API_KEY: z.string().min(1).default("kindred-local-key"),
  SHOPIFY_API_SECRET: z.string().min(1).default("kindred-local-secret"),
  SHOPIFY_API_SECRET_OLD: z.string().min(1).optional(),
  SHOPIFY_APP_URL: z.url().default("http://localhost:3000"),
  APP_BRIDGE_URL: z.url().optional(),
  RESEND_API_KEY: z.string().startsWith("re_").optional(),
  RESEND_BASE_URL: z.url().optional(),
  RESEND_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/=]{24,}$/, "must be whsec_ and a key in base64")
    .optional(),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: "must be smtp:// or smtps:// and a host" })
    .optional(),
});

export type Config = ReturnType<typeof parseConfig>;

/** What production cannot run without: it must not fall back to a local stand-in by itself. */
const REQUIRED_IN_PRODUCTION = [
  "DATABASE_URL",
  "KINDRED_KEYS",
  "SHOPIFY_API_KEY",
  "SHOPIFY_API_SECRET",
  "SHOPIFY_APP_URL",
] as const;

/**
 * Turns environment variables into the settings that the app reads, grouped by
 * the part that uses them. With none set, everything runs offline: an embedded
 * database, mail written to a folder.
 *
 * @throws Error once, with one line for every variable that is bad or missing
 */
export function parseConfig(env: Record<string, string | undefined>) {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = Env.safeParse(present);
  const problems = parsed.error?.issues.map((i) => `  ${i.path.join(".")}: ${i.message}`) ?? [];

  // The demo runs the production build against local stand-ins; nothing else may.
  const isProduction = present.NODE_ENV === "production" && present.KINDRED_DEMO !== "1";
  if (isProduction) {
    for (const name of REQUIRED_IN_PRODUCTION) {
      if (!present[name]) problems.push(`  ${name}: is not set`);
    }
    if (!present.RESEND_API_KEY && !present.SMTP_URL) {
      problems.push("  RESEND_API_KEY or SMTP_URL: neither is set");
    }
    if (present.RESEND_API_KEY && !present.RESEND_WEBHOOK_SECRET) {
      problems.push("  RESEND_WEBHOOK_SECRET: is not set, so nobody would hear of bounces");
    }
    if (present.KINDRED_CLOCK_FILE) problems.push("  KINDRED_CLOCK_FILE: is for demos and tests");
    if (present.SHOPIFY_APP_URL?.startsWith("http:")) {
      problems.push("  SHOPIFY_APP_URL: must start with https://");
    }
  }
  if (present.RESEND_API_KEY && present.SMTP_URL) {
    problems.push("  RESEND_API_KEY and SMTP_URL: set one, not both");
  }
  if (!parsed.data || problems.length > 0) {
    throw new Error(`Kindred cannot start with these settings:\n${problems.join("\n")}`);
  }
  const e = parsed.data;

  return {
    isProduction,
    port: e.PORT,
    logLevel: e.KINDRED_LOG_LEVEL,
    dataFolder: e.KINDRED_DATA,
    clockFile: e.KINDRED_CLOCK_FILE ?? null,
    keys: e.KINDRED_KEYS ?? null,
    /** Whether this process also drains the queues. On PGlite it must: no other process can. */
    runsWorker: e.KINDRED_WORKER ? e.KINDRED_WORKER === "on" : !e.DATABASE_URL,
    /** Where links in mails lead: the app's own address unless a tracking host is set. */
    publicUrl: e.KINDRED_PUBLIC_URL ?? e.SHOPIFY_APP_URL,
    /** Whether shops pay by Shopify's billing: on, on as a test that nobody pays for, or not at all. */
    billing: e.KINDRED_BILLING,
    database: e.DATABASE_URL
      ? { driver: "postgres" as const, url: e.DATABASE_URL, poolSize: e.DATABASE_POOL }
      : { driver: "pglite" as const, folder: `${e.KINDRED_DATA}/db` },
    shopify: {
      apiKey: e.SHOPIFY_API_KEY,
      apiSecret: e.SHOPIFY_API_SECRET,
      /** While the secret is being rotated, webhooks signed with the old one count too. */
      apiSecretOld: e.SHOPIFY_API_SECRET_OLD ?? null,
      appUrl: e.SHOPIFY_APP_URL,
      appBridgeUrl: e.APP_BRIDGE_URL ?? null,
    },
    mail: mailOf(e),
  };
}

function mailOf(e: z.output<typeof Env>) {
  if (e.RESEND_API_KEY) {
    return {
      driver: "resend" as const,
      apiKey: e.RESEND_API_KEY,
      baseUrl: e.RESEND_BASE_URL ?? null,
      /** Signs what Resend tells of mails; null: what it tells is not believed. */
      webhookSecret: e.RESEND_WEBHOOK_SECRET ?? null,
    };
  }
  return e.SMTP_URL
    ? { driver: "smtp" as const, url: e.SMTP_URL }
    : { driver: "outbox" as const, folder: `${e.KINDRED_DATA}/outbox` };
}
