import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { describe, expect, test } from "vitest";
import { parseConfig } from "~/config";
import { generateKeyringSecrets } from "~/privacy/keyring.server";

const PRODUCTION = {
  NODE_ENV: "production",
  DATABASE_URL: "postgresql://db/kindred?sslmode=verify-full",
  KINDRED_KEYS: JSON.stringify(generateKeyringSecrets()),
  SHOPIFY_API_KEY: "key",
  SHOPIFY_API_SECRET: "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",
  SHOPIFY_APP_URL: "https://kindred.example.com",
  KINDRED_TRUSTED_PROXIES: "10.0.0.0/8, 2001:db8::/32, loopback",
  RESEND_API_KEY: "re_123",
  RESEND_WEBHOOK_SECRET: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
};

describe("parseConfig", () => {
  test("runs offline without any variables", () => {
    const config = parseConfig({});
    expect(config.database).toEqual({ driver: "pglite", folder: ".kindred/db" });
    expect(config.email).toEqual({ driver: "outbox", folder: ".kindred/outbox" });
    expect(config.runsWorker).toBe(true);
  });

  test("starts in production with all variables set and leaves the queues to the workers", () => {
    const config = parseConfig(PRODUCTION);
    expect(config.isProduction).toBe(true);
    expect(config.email.driver).toBe("resend");
    expect(config.trustedProxies).toEqual(["10.0.0.0/8", "2001:db8::/32", "loopback"]);
    expect(config.runsWorker).toBe(false);
  });

  test("reports all missing variables at once in production", () => {
    let message = "";
    try {
      parseConfig({ NODE_ENV: "production" });
    } catch (error) {
      message = String(error);
    }
    for (const name of Object.keys(PRODUCTION)) {
      if (!["NODE_ENV", "RESEND_API_KEY", "RESEND_WEBHOOK_SECRET"].includes(name)) {
        expect(message).toContain(`${name}: is not set`);
      }
    }
    expect(message).toContain("SMTP_URL: none is set, so no email can be sent");
  });

  test.each([
    ["an empty value counts as not set", { DATABASE_URL: "" }, "DATABASE_URL: is not set"],
    [
      "the app's address is encrypted",
      { SHOPIFY_APP_URL: "http://a.example" },
      "must start with https",
    ],
    [
      "a clock that tests move is refused",
      { KINDRED_CLOCK_FILE: "c.json" },
      "is for demos and tests",
    ],
    [
      "a proxy that is no network is named",
      { KINDRED_TRUSTED_PROXIES: "10.0.0.0/33" },
      "must be none, or addresses",
    ],
    [
      "a proxy by its name is refused",
      { KINDRED_TRUSTED_PROXIES: "proxy.example" },
      "must be none, or addresses",
    ],
    ["keys that are no JSON are named", { KINDRED_KEYS: "k" }, "KINDRED_KEYS: is no JSON"],
    [
      "a key that is too short is named",
      { KINDRED_KEYS: '{"active":"a","encryption":{"a":"AAAA"},"index":"","links":{}}' },
      "KINDRED_KEYS.encryption.a",
    ],
    [
      "Resend without word of bounces is refused",
      { RESEND_WEBHOOK_SECRET: "" },
      "RESEND_WEBHOOK_SECRET: is not set",
    ],
    [
      "two ways to send are one too many",
      { SMTP_URL: "smtp://mail.example" },
      "RESEND_API_KEY and SMTP_URL: set one of them",
    ],
    [
      "a password that is easy to guess is refused",
      { RESEND_API_KEY: "", POSTMARK_SERVER_TOKEN: "t", POSTMARK_WEBHOOK_PASSWORD: "password" },
      "POSTMARK_WEBHOOK_PASSWORD: is too short",
    ],
    [
      "an email server has a name and a way",
      { SMTP_URL: "mail.example" },
      "SMTP_URL: must be smtp",
    ],
    ["a key of another provider is refused", { RESEND_API_KEY: "sk_1" }, "RESEND_API_KEY"],
    [
      "a bounce address needs a mailbox",
      { RESEND_API_KEY: "", SMTP_URL: "smtp://mail.example", BOUNCE_ADDRESS: "bounces@m.example" },
      "BOUNCE_ADDRESS: needs INBOUND_IMAP_URL or INBOUND_SECRET",
    ],
    [
      "a bounce address is for an email server",
      { INBOUND_IMAP_URL: "imaps://a:b@m.example", BOUNCE_ADDRESS: "bounces@m.example" },
      "BOUNCE_ADDRESS: is for SMTP_URL",
    ],
    [
      "an address has room for a token",
      {
        INBOUND_IMAP_URL: "imaps://a:b@m.example",
        UNSUBSCRIBE_ADDRESS: "unsubscribe-here@m.example",
      },
      "UNSUBSCRIBE_ADDRESS: needs a name of at most 15",
    ],
    [
      "a mailbox needs an address",
      { INBOUND_IMAP_URL: "imaps://a:b@m.example" },
      "INBOUND_IMAP_URL: set BOUNCE_ADDRESS or UNSUBSCRIBE_ADDRESS",
    ],
    [
      "a secret for inbound email needs an address",
      { INBOUND_SECRET: "f3b1c9d27a604e58b1c7d0e29f46a83b" },
      "INBOUND_SECRET: set BOUNCE_ADDRESS or UNSUBSCRIBE_ADDRESS",
    ],
    [
      "a secret for inbound email is random",
      { INBOUND_SECRET: "secret", UNSUBSCRIBE_ADDRESS: "stop@m.example" },
      "INBOUND_SECRET: is too short",
    ],
    [
      "a pool has the secret of its webhooks",
      { KINDRED_EMAIL_POOLS: '{"large":{"RESEND_API_KEY":"re_2"}}' },
      "KINDRED_EMAIL_POOLS.large.RESEND_WEBHOOK_SECRET: is not set",
    ],
    [
      "a pool has a provider",
      { KINDRED_EMAIL_POOLS: '{"large":{}}' },
      "none is set, so no email can be sent",
    ],
    [
      "a pool's variables are those of a provider",
      { KINDRED_EMAIL_POOLS: '{"large":{"SMTP_URL":"smtp://mail.example","INBOUND_SECRET":"a"}}' },
      'KINDRED_EMAIL_POOLS.large.: Unrecognized key: "INBOUND_SECRET"',
    ],
    [
      "a pool's password is random",
      {
        KINDRED_EMAIL_POOLS:
          '{"large":{"POSTMARK_SERVER_TOKEN":"t","POSTMARK_WEBHOOK_PASSWORD":"password"}}',
      },
      "KINDRED_EMAIL_POOLS.large.POSTMARK_WEBHOOK_PASSWORD: is too short",
    ],
    ["pools are JSON", { KINDRED_EMAIL_POOLS: "large" }, "KINDRED_EMAIL_POOLS: must be JSON"],
  ])("in production %s", (_rule, change, message) => {
    expect(() => parseConfig({ ...PRODUCTION, ...change })).toThrow(message);
  });

  test("uses SMTP when a server is configured", () => {
    const url = "smtps://kindred:secret@mail.example:465";
    expect(parseConfig({ SMTP_URL: url }).email).toEqual({ driver: "smtp", url });
    expect(parseConfig({ SMTP_URL: url }).inbound).toBeNull();
  });

  test("reads a mailbox when one is configured", () => {
    const { inbound } = parseConfig({
      SMTP_URL: "smtps://mail.example",
      INBOUND_IMAP_URL: "imaps://reports:secret@mail.example",
      BOUNCE_ADDRESS: "Bounces@Mail.example",
    });
    expect(inbound).toEqual({
      imapUrl: "imaps://reports:secret@mail.example",
      secret: null,
      bounceAddress: "bounces@mail.example",
      unsubscribeAddress: null,
    });
  });

  test("receives posted email without a mailbox", () => {
    const { inbound } = parseConfig({
      ...PRODUCTION,
      INBOUND_SECRET: "f3b1c9d27a604e58b1c7d0e29f46a83b",
      UNSUBSCRIBE_ADDRESS: "stop@mail.example",
    });
    expect(inbound).toMatchObject({ imapUrl: null, secret: "f3b1c9d27a604e58b1c7d0e29f46a83b" });
  });

  test.each([
    [
      "ses",
      {
        SES_ACCESS_KEY_ID: "AK",
        SES_SECRET_ACCESS_KEY: "secret",
        SES_REGION: "eu-west-1",
        SES_CONFIGURATION_SET: "kindred",
      },
      { SES_TOPIC_ARN: "arn:aws:sns:eu-west-1:123456789012:kindred" },
    ],
    [
      "postmark",
      { POSTMARK_SERVER_TOKEN: "token" },
      { POSTMARK_WEBHOOK_PASSWORD: "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" },
    ],
    ["sendgrid", { SENDGRID_API_KEY: "SG.key" }, { SENDGRID_WEBHOOK_KEY: "MFkw" }],
    [
      "mailgun",
      { MAILGUN_API_KEY: "key" },
      { MAILGUN_SIGNING_KEY: "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" },
    ],
  ])("%s is selected by its key, and in production must report bounces", (driver, keys, events) => {
    const { RESEND_API_KEY: _, RESEND_WEBHOOK_SECRET: __, ...rest } = PRODUCTION;
    expect(parseConfig(keys).email.driver).toBe(driver);
    expect(parseConfig({ ...rest, ...keys, ...events }).email.driver).toBe(driver);
    const [name = ""] = Object.keys(events);
    expect(() => parseConfig({ ...rest, ...keys })).toThrow(
      `${name}: is not set, so bounces and complaints would go unnoticed`,
    );
  });

  test("Amazon SES needs its secret, region and configuration set", () => {
    expect(() => parseConfig({ SES_ACCESS_KEY_ID: "AK" })).toThrow(
      /SES_SECRET_ACCESS_KEY.*\n.*SES_REGION.*\n.*SES_CONFIGURATION_SET/,
    );
    expect(() => parseConfig({ SES_ACCESS_KEY_ID: "AK", SES_REGION: "Ireland" })).toThrow(
      "SES_REGION: must be a region",
    );
  });

  test("runs the demo as a production build against local stand-ins", () => {
    const config = parseConfig({ NODE_ENV: "production", KINDRED_DEMO: "1" });
    expect(config.isProduction).toBe(false);
  });
});

describe(".env.example", () => {
  const example = readFileSync(".env.example", "utf8");

  test("names every setting", () => {
    const sources = ["app/config.ts", "app/email-config.ts"].map((it) => readFileSync(it, "utf8"));
    const names = [...sources.join("\n").matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(([, it]) => it!);
    const ofTests = ["KINDRED_CLOCK_FILE", "KINDRED_DEMO", "APP_BRIDGE_URL"];
    expect(names.length).toBeGreaterThan(40);
    const missing = names.filter((it) => !new RegExp(`^(?:# )?${it}=`, "m").test(example));
    expect(missing).toEqual(ofTests);
  });

  test("as the settings of a container leaves what the image sets", () => {
    const [, image = ""] = /^ENV (.+)$/m.exec(readFileSync("Dockerfile", "utf8")) ?? [];
    const ofImage = Object.fromEntries(
      image.split(" ").map((it) => it.split("=") as [string, string]),
    );
    const set = Object.entries(PRODUCTION).filter(([name]) => name !== "NODE_ENV");
    const env = { ...ofImage, ...parseEnv(example), ...Object.fromEntries(set) };
    const config = parseConfig(env);
    expect(config.isProduction).toBe(true);
    expect(config.dataFolder).toBe("/data");
  });
});
