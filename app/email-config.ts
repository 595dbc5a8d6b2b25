import { z } from "zod";

/** Leaves room for a signed token before the `@`: delivery/inbound/signed-address.server.ts. */
const InboundAddress = z
  .email()
  .toLowerCase()
  .regex(/^[^+@]{1,15}@/, "needs a name of at most 15 characters before the @, without +");

/** The variables of email providers, and of the email that Kindred receives. */
export const EmailEnv = z.object({
  RESEND_API_KEY: z.string().startsWith("re_").optional(),
  RESEND_BASE_URL: z.url().optional(),
  RESEND_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/=]{24,}$/, "must be whsec_ and a key in base64")
    .optional(),
  SES_ACCESS_KEY_ID: z.string().optional(),
  SES_SECRET_ACCESS_KEY: z.string().optional(),
  SES_REGION: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "must be a region such as eu-west-1")
    .optional(),
  SES_CONFIGURATION_SET: z.string().optional(),
  SES_TOPIC_ARN: z.string().startsWith("arn:aws").optional(),
  SES_BASE_URL: z.url().optional(),
  POSTMARK_SERVER_TOKEN: z.string().optional(),
  POSTMARK_MARKETING_STREAM: z.string().default("broadcast"),
  POSTMARK_WEBHOOK_PASSWORD: z.string().optional(),
  POSTMARK_BASE_URL: z.url().default("https://api.postmarkapp.com"),
  SENDGRID_API_KEY: z.string().startsWith("SG.").optional(),
  SENDGRID_WEBHOOK_KEY: z.base64().optional(),
  SENDGRID_BASE_URL: z.url().default("https://api.sendgrid.com"),
  MAILGUN_API_KEY: z.string().optional(),
  MAILGUN_DOMAIN: z.string().optional(),
  MAILGUN_SIGNING_KEY: z.string().optional(),
  MAILGUN_BASE_URL: z.url().default("https://api.mailgun.net"),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: "must be smtp:// or smtps:// and a host" })
    .optional(),
  INBOUND_IMAP_URL: z
    .url({ protocol: /^imaps?$/, error: "must be imap:// or imaps:// and a host" })
    .refine((url) => new URL(url).username !== "", "has no user")
    .optional(),
  INBOUND_SECRET: z.string().optional(),
  BOUNCE_ADDRESS: InboundAddress.optional(),
  UNSUBSCRIBE_ADDRESS: InboundAddress.optional(),
});

type Name = keyof z.output<typeof EmailEnv>;

/** The variable that selects each provider, and those that it needs: always, or in production for its events. */
const PROVIDERS: readonly {
  readonly key: Name;
  readonly needs?: readonly Name[];
  readonly reportsBy?: Name;
}[] = [
  { key: "RESEND_API_KEY", reportsBy: "RESEND_WEBHOOK_SECRET" },
  {
    key: "SES_ACCESS_KEY_ID",
    needs: ["SES_SECRET_ACCESS_KEY", "SES_REGION", "SES_CONFIGURATION_SET"],
    reportsBy: "SES_TOPIC_ARN",
  },
  { key: "POSTMARK_SERVER_TOKEN", reportsBy: "POSTMARK_WEBHOOK_PASSWORD" },
  { key: "SENDGRID_API_KEY", reportsBy: "SENDGRID_WEBHOOK_KEY" },
  { key: "MAILGUN_API_KEY", reportsBy: "MAILGUN_SIGNING_KEY" },
  { key: "SMTP_URL" },
];

/** Secrets that must not be guessable. */
export const EMAIL_SECRETS: readonly Name[] = [
  "RESEND_WEBHOOK_SECRET",
  "POSTMARK_WEBHOOK_PASSWORD",
  "MAILGUN_SIGNING_KEY",
  "INBOUND_SECRET",
];

type Present = Readonly<Record<string, string | undefined>>;

/** Missing and conflicting variables, one line each. */
export function findEmailProblems(present: Present, isProduction: boolean): string[] {
  const keys = PROVIDERS.map(({ key }) => key);
  const chosen = PROVIDERS.filter(({ key }) => present[key]);
  const problems = chosen.flatMap(({ needs = [], reportsBy }) => [
    ...needs.filter((name) => !present[name]).map((name) => `  ${name}: is not set`),
    ...(isProduction && reportsBy && !present[reportsBy]
      ? [`  ${reportsBy}: is not set, so bounces and complaints would go unnoticed`]
      : []),
  ]);
  if (isProduction && chosen.length === 0) {
    problems.push(`  ${keys.join(", ")}: none is set, so no email can be sent`);
  }
  if (chosen.length > 1) {
    problems.push(`  ${chosen.map(({ key }) => key).join(" and ")}: set one of them`);
  }
  return [...problems, ...findInboundProblems(present)];
}

function findInboundProblems(present: Present): string[] {
  const { BOUNCE_ADDRESS: bounce, UNSUBSCRIBE_ADDRESS: stop } = present;
  const ways = ["INBOUND_IMAP_URL", "INBOUND_SECRET"].filter((name) => present[name]);
  const problems: string[] = [];
  if (!bounce && !stop) {
    for (const name of ways) {
      problems.push(`  ${name}: set BOUNCE_ADDRESS or UNSUBSCRIBE_ADDRESS, or nobody writes there`);
    }
  }
  for (const name of ["BOUNCE_ADDRESS", "UNSUBSCRIBE_ADDRESS"]) {
    if (present[name] && ways.length === 0) {
      problems.push(
        `  ${name}: needs INBOUND_IMAP_URL or INBOUND_SECRET, or nobody reads what arrives there`,
      );
    }
  }
  if (bounce && !present.SMTP_URL) {
    problems.push("  BOUNCE_ADDRESS: is for SMTP_URL. Other providers report bounces themselves");
  }
  if (bounce && bounce.toLowerCase() === stop?.toLowerCase()) {
    problems.push("  UNSUBSCRIBE_ADDRESS: must differ from BOUNCE_ADDRESS");
  }
  return problems;
}

/** How Kindred receives email, and the addresses that lead there. */
export interface InboundConfig {
  /** The mailbox that it reads: `imap://` or `imaps://`, with user and password; null: none. */
  readonly imapUrl: string | null;
  /** What authenticates an email server that posts to /inbound-email; null: none may. */
  readonly secret: string | null;
  /** The return path of emails over SMTP, before its token. */
  readonly bounceAddress: string | null;
  /** The `mailto:` of List-Unsubscribe, before its token. */
  readonly unsubscribeAddress: string | null;
}

/** A mailbox to read, and the addresses that lead there. */
export type MailboxConfig = InboundConfig & { readonly imapUrl: string };

/** @returns null when no mailbox is read */
export function mailboxOf(inbound: InboundConfig | null): MailboxConfig | null {
  const imapUrl = inbound?.imapUrl ?? null;
  return inbound && imapUrl !== null ? { ...inbound, imapUrl } : null;
}

/** @returns null when Kindred receives no email */
export function inboundOf(e: z.output<typeof EmailEnv>): InboundConfig | null {
  if (!e.INBOUND_IMAP_URL && !e.INBOUND_SECRET) return null;
  return {
    imapUrl: e.INBOUND_IMAP_URL ?? null,
    secret: e.INBOUND_SECRET ?? null,
    bounceAddress: e.BOUNCE_ADDRESS ?? null,
    unsubscribeAddress: e.UNSUBSCRIBE_ADDRESS ?? null,
  };
}

export type EmailConfig = ReturnType<typeof emailOf>;

/** The provider's settings. Those of its events are null when it can send but not report. */
export function emailOf(e: z.output<typeof EmailEnv>, dataFolder: string) {
  if (e.RESEND_API_KEY) {
    return {
      driver: "resend" as const,
      apiKey: e.RESEND_API_KEY,
      baseUrl: e.RESEND_BASE_URL ?? null,
      webhookSecret: e.RESEND_WEBHOOK_SECRET ?? null,
    };
  }
  if (e.SES_ACCESS_KEY_ID) {
    const region = e.SES_REGION ?? "";
    return {
      driver: "ses" as const,
      accessKeyId: e.SES_ACCESS_KEY_ID,
      secretAccessKey: e.SES_SECRET_ACCESS_KEY ?? "",
      region,
      configurationSet: e.SES_CONFIGURATION_SET ?? "",
      baseUrl: e.SES_BASE_URL ?? `https://email.${region}.amazonaws.com`,
      topicArn: e.SES_TOPIC_ARN ?? null,
    };
  }
  if (e.POSTMARK_SERVER_TOKEN) {
    return {
      driver: "postmark" as const,
      serverToken: e.POSTMARK_SERVER_TOKEN,
      marketingStream: e.POSTMARK_MARKETING_STREAM,
      baseUrl: e.POSTMARK_BASE_URL,
      webhookPassword: e.POSTMARK_WEBHOOK_PASSWORD ?? null,
    };
  }
  if (e.SENDGRID_API_KEY) {
    return {
      driver: "sendgrid" as const,
      apiKey: e.SENDGRID_API_KEY,
      baseUrl: e.SENDGRID_BASE_URL,
      webhookKey: e.SENDGRID_WEBHOOK_KEY ?? null,
    };
  }
  if (e.MAILGUN_API_KEY) {
    return {
      driver: "mailgun" as const,
      apiKey: e.MAILGUN_API_KEY,
      domain: e.MAILGUN_DOMAIN ?? null,
      baseUrl: e.MAILGUN_BASE_URL,
      signingKey: e.MAILGUN_SIGNING_KEY ?? null,
    };
  }
  return e.SMTP_URL
    ? { driver: "smtp" as const, url: e.SMTP_URL }
    : { driver: "outbox" as const, folder: `${dataFolder}/outbox` };
}
