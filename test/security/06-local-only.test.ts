import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parseConfig } from "~/config";
import { outboxMailer } from "~/delivery/mailers/mailer.outbox.server";
import { lockFolder } from "~/lib/lock-folder.server";
import { generateKeyringSecrets } from "~/privacy/keyring.server";
import { loadOrCreateKeys } from "~/privacy/load-keys.server";
import { loadOrCreateLocalSecret } from "~/privacy/local-secret.server";
import { createGuardedServer, listenOn } from "../../scripts/guarded-server";
import { freePort } from "../support/app-process";
import { anEmail } from "../support/emails";

const SECRETS = generateKeyringSecrets();
const PRODUCTION = {
  NODE_ENV: "production",
  DATABASE_URL: "postgresql://db.example/kindred?sslmode=verify-full",
  KINDRED_KEYS: JSON.stringify(SECRETS),
  SHOPIFY_API_KEY: "0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f",
  SHOPIFY_API_SECRET: "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",
  SHOPIFY_APP_URL: "https://kindred.example.com",
  RESEND_API_KEY: "re_123",
  RESEND_WEBHOOK_SECRET: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  KINDRED_TRUSTED_PROXIES: "loopback",
};

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "kindred-private-"));
  folders.push(folder);
  return folder;
}

const rightsOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

async function addressOf(env: Readonly<Record<string, string>>): Promise<string> {
  const { host } = parseConfig(env);
  const server = createGuardedServer(() => undefined);
  await listenOn(server, { port: await freePort(), host });
  const { address } = server.address() as AddressInfo;
  server.close();
  return address;
}

describe("the app listens", () => {
  test.each([
    ["with nothing set", {}],
    ["in the demo", { NODE_ENV: "production", KINDRED_DEMO: "1" }],
    [
      "in development",
      { NODE_ENV: "development", DATABASE_URL: "postgresql://db.example/kindred" },
    ],
  ])("on 127.0.0.1 only %s", async (_mode, env) => {
    expect(await addressOf(env)).toBe("127.0.0.1");
  });

  test("on all addresses in production, or on the configured one", async () => {
    expect(["::", "0.0.0.0"]).toContain(await addressOf(PRODUCTION));
    expect(await addressOf({ ...PRODUCTION, KINDRED_HOST: "127.0.0.1" })).toBe("127.0.0.1");
  });

  test("on no other address without production settings, unless explicitly allowed", async () => {
    const wide = { KINDRED_HOST: "0.0.0.0" };
    expect(() => parseConfig(wide)).toThrow("KINDRED_HOST_WITHOUT_PRODUCTION=allow");
    const waived = { ...wide, KINDRED_HOST_WITHOUT_PRODUCTION: "allow" };
    expect(await addressOf(waived)).toBe("0.0.0.0");
  });
});

describe("without a Shopify secret", () => {
  test("the settings contain none, and each data folder has its own", () => {
    expect(parseConfig({}).shopify.apiSecret).toBeNull();
    const [first, second] = [newFolder(), newFolder()];
    const secret = loadOrCreateLocalSecret(first);
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(loadOrCreateLocalSecret(first)).toBe(secret);
    expect(loadOrCreateLocalSecret(second)).not.toBe(secret);
    expect(readdirSync(first)).toEqual(["shopify-secret"]);
  });
});

describe("the data folder is readable by its owner only", () => {
  test("when Kindred creates it", async () => {
    const folder = join(newFolder(), "data");
    loadOrCreateLocalSecret(folder);
    loadOrCreateKeys(folder);
    lockFolder(join(folder, "db"))();
    await outboxMailer({ folder: join(folder, "outbox") }).sendBatch({
      key: "k",
      emails: [anEmail({ messageId: "m1" })],
    });
    for (const path of ["", "db", "outbox"]) expect(rightsOf(join(folder, path)), path).toBe("700");
    for (const path of ["shopify-secret", "keys.json", "outbox/m1.eml"]) {
      expect(rightsOf(join(folder, path)), path).toBe("600");
    }
  });

  test("when it existed with wider permissions", async () => {
    const folder = newFolder();
    const paths = { "": 0o755, db: 0o755, outbox: 0o777 };
    for (const [path, mode] of Object.entries(paths)) {
      mkdirSync(join(folder, path), { recursive: true });
      chmodSync(join(folder, path), mode);
    }
    writeFileSync(join(folder, "keys.json"), JSON.stringify(SECRETS), { mode: 0o644 });
    writeFileSync(join(folder, "shopify-secret"), "a".repeat(64), { mode: 0o644 });
    loadOrCreateLocalSecret(folder);
    loadOrCreateKeys(folder);
    lockFolder(join(folder, "db"))();
    await outboxMailer({ folder: join(folder, "outbox") }).sendBatch({ key: "k", emails: [] });
    for (const path of Object.keys(paths)) expect(rightsOf(join(folder, path)), path).toBe("700");
    for (const path of ["shopify-secret", "keys.json"]) {
      expect(rightsOf(join(folder, path)), path).toBe("600");
    }
  });
});

describe("production", () => {
  test("starts with unguessable secrets", () => {
    expect(parseConfig(PRODUCTION).isProduction).toBe(true);
    const former = { SHOPIFY_API_SECRET: "0f4c2b7d9a1e83655d4c3b2a19087f6e" };
    expect(parseConfig({ ...PRODUCTION, ...former }).isProduction).toBe(true);
  });

  const key = (bytes: (i: number) => number) =>
    Buffer.from(Array.from({ length: 32 }, (_, i) => bytes(i))).toString("base64");
  const zero = key(() => 0);
  const withKeys = (change: object) => ({
    KINDRED_KEYS: JSON.stringify({ ...SECRETS, ...change }),
  });

  test.each([
    ["a short secret", { SHOPIFY_API_SECRET: "x" }, "SHOPIFY_API_SECRET"],
    [
      "a prefix with little behind it",
      { SHOPIFY_API_SECRET: "shpss_0f4c2b7d9a1e" },
      "SHOPIFY_API_SECRET",
    ],
    ["a secret of one character", { SHOPIFY_API_SECRET: "x".repeat(40) }, "SHOPIFY_API_SECRET"],
    ["a former secret that is short", { SHOPIFY_API_SECRET_OLD: "old" }, "SHOPIFY_API_SECRET_OLD"],
    [
      "the secret that the source once had",
      { SHOPIFY_API_SECRET: "kindred-local-secret" },
      "SHOPIFY_API_SECRET",
    ],
    ["the key of demos", { SHOPIFY_API_KEY: "kindred-local-key" }, "SHOPIFY_API_KEY"],
    [
      "a simple secret of the provider's",
      { RESEND_WEBHOOK_SECRET: `whsec_${"A".repeat(32)}` },
      "RESEND_WEBHOOK_SECRET",
    ],
    [
      "a sealing key of zero bytes",
      withKeys({ encryption: { k1: zero } }),
      "KINDRED_KEYS.encryption.k1",
    ],
    [
      "an old sealing key of zero bytes",
      withKeys({ encryption: { ...SECRETS.encryption, k0: zero } }),
      "KINDRED_KEYS.encryption.k0",
    ],
    ["a link key of one byte", withKeys({ links: { l1: key(() => 7) } }), "KINDRED_KEYS.links.l1"],
    ["an index key that counts up", withKeys({ index: key((i) => i) }), "KINDRED_KEYS.index"],
    [
      "a key of 33 bytes",
      withKeys({
        index: Buffer.from(
          key((i) => i * i),
          "base64",
        )
          .toString("base64")
          .replace("=", "A"),
      }),
      "KINDRED_KEYS.index",
    ],
  ])("refuses %s", (_what, change, name) => {
    expect(() => parseConfig({ ...PRODUCTION, ...change })).toThrow(name);
  });

  test.each([
    "postgresql://db.example/kindred",
    "postgresql://db.example/kindred?sslmode=disable",
    "postgresql://localhost/kindred?host=db.example",
    "postgresql://10.0.0.5:5432/kindred",
    "postgresql://[2001:db8::1]/kindred",
  ])("requires TLS for %s", (url) => {
    expect(() => parseConfig({ ...PRODUCTION, DATABASE_URL: url })).toThrow("DATABASE_URL");
    const waived = { ...PRODUCTION, DATABASE_URL: url, DATABASE_WITHOUT_TLS: "allow" };
    expect(parseConfig(waived).isProduction).toBe(true);
  });

  test.each([
    "postgresql://localhost/kindred",
    "postgresql://127.0.0.1:5432/kindred",
    "postgresql://[::1]/kindred",
    "postgresql://%2Fvar%2Frun%2Fpostgresql/kindred",
    "postgresql:///kindred?host=/var/run/postgresql",
    "postgresql://kindred@/kindred",
    "postgresql://db.example/kindred?sslmode=require",
    "postgresql://db.example/kindred?ssl=true",
  ])("accepts %s", (url) => {
    expect(parseConfig({ ...PRODUCTION, DATABASE_URL: url }).isProduction).toBe(true);
  });
});
