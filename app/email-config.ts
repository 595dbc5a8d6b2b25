import { z } from "zod";

/** The variables of email providers. */
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
  return problems;
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
