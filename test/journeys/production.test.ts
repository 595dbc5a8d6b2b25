import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findScope } from "~/db-scope.server";
import { openDatabase } from "~/db.server";
import { ShopId } from "~/lib/shop-id";
import { startService, type Service } from "../faults/npm-service";
import { createControlClient } from "../shopify/control-client";
import { startLocalShopify } from "../shopify/local-shopify";
import { freePort } from "../support/app-process";
import { findPostgres } from "../support/find-postgres";
import { startLocalProviders, type LocalProvider } from "../support/local-providers";
import { createMerchant, isImported } from "../support/merchant";
import { proveDomain } from "../support/outbox-stage";
import { SHORT_LIVED } from "../support/short-lived";
import { smallStore } from "../support/small-store";
import { activateFlows, assertNoLogLeaks } from "../support/stage";
import { step } from "../support/step";

const MB = 1e6;
const MAX_MB = 160;
const MAX_COMPRESSED_MB = 60;
const HOUR_MS = 3_600_000;
/** What the image runs, with an option that saves time in short processes. */
const COMMAND_OF_THE_IMAGE = [process.execPath, ...SHORT_LIVED, "scripts/run.mjs", "start"];
const LINE = { productId: "1000003", variantId: "1000103", quantity: 1 };
const FIRST_CUSTOMER = 1_001_000;
/** Customers whose emails are under way when the processes are stopped. */
const MIDWAY = ["1001008", "1001009", "1001010", "1001011"];

const server = await findPostgres();
const name = `kindred_production_${randomUUID().slice(0, 8)}`;
const root = mkdtempSync(join(tmpdir(), "kindred-production-"));
const folder = join(root, "app");
const report: string[] = [];

async function queryServer(sql: string): Promise<void> {
  const admin = new pg.Client({ connectionString: server! });
  await admin.connect();
  await admin.query(sql);
  await admin.end();
}

describe.skipIf(server === null)("an installation", () => {
  beforeAll(async () => {
    await queryServer(`create database ${name}`);
    execFileSync(process.execPath, ["scripts/assemble-image.ts", folder]);
  });
  afterAll(async () => {
    await queryServer(`drop database if exists ${name} with (force)`);
    rmSync(root, { recursive: true });
    console.log(report.join("\n"));
  });

  test("is at most 160 MB, and 60 MB compressed", () => {
    const file = join(root, "app.tar");
    execFileSync("tar", ["-cf", file, "-C", folder, "."]);
    const [mb, compressedMb] = [
      statSync(file).size / MB,
      gzipSync(readFileSync(file), { level: 1 }).length / MB,
    ];
    report.push(
      `application: ${mb.toFixed(1)} MB as a tar, ${compressedMb.toFixed(1)} MB compressed`,
    );
    expect(mb).toBeLessThan(MAX_MB);
    expect(compressedMb).toBeLessThan(MAX_COMPRESSED_MB);
  });

  test("has what the Dockerfile copies into the image, and no sources or build tools", () => {
    const dockerfile = readFileSync("Dockerfile", "utf8");
    expect(dockerfile).toContain("npm run assemble -- /image");
    const copied = [...dockerfile.matchAll(/^COPY (?!--)(.+) \S+$/gm)].flatMap(([, paths]) =>
      paths!.split(" "),
    );
    expect(copied.filter((path) => !existsSync(path))).toEqual([]);
    for (const path of ["app", "scripts/start.ts", "node_modules/esbuild", "node_modules/.bin"]) {
      expect(existsSync(join(folder, path))).toBe(false);
    }
  });

  test("serves a store through each email provider, until its bounces suppress", async () => {
    const port = await freePort();
    const appUrl = `http://127.0.0.1:${port}`;
    const providers = await startLocalProviders(appUrl);
    const credentials = { apiKey: randomBytes(16).toString("hex"), apiSecret: randomUUID() };
    const seed = smallStore();
    const shop = ShopId.parse(seed.shop.domain);
    const shopify = await startLocalShopify({
      ...{ seed, appUrl, ...credentials, grantOptionalScopes: true },
      tomlPath: "shopify.app.toml",
      startAt: new Date().toISOString(),
      webhooks: { outlastsRestarts: true },
    });
    const control = createControlClient(shopify.controlOrigin);
    const merchant = createMerchant(appUrl, control, shop);
    const url = new URL(server!);
    url.pathname = `/${name}`;
    const database = await openDatabase(
      { driver: "postgres", url: url.href, poolSize: 1 },
      findScope,
    );
    const { db } = database;

    const env: Record<string, string> = {
      ...{ NODE_ENV: "production", KINDRED_DEMO: "", PORT: String(port) },
      DATABASE_URL: url.href,
      KINDRED_DATA: join(root, "data"),
      KINDRED_HOST: "127.0.0.1",
      KINDRED_TRUSTED_PROXIES: "none",
      SHOPIFY_API_KEY: credentials.apiKey,
      SHOPIFY_API_SECRET: credentials.apiSecret,
      SHOPIFY_APP_URL: "https://kindred.example.com",
      LOCAL_SHOPIFY: shopify.origin,
      LOCAL_SNS: providers.snsUrl,
      NODE_OPTIONS: `--import ${resolve("test/support/from-local-internet.mjs")}`,
    };
    const [resend] = providers.all;
    let running: Service[] = [];
    const logs: string[] = [];
    let startedMs = 0;

    /** Runs a command of the installation to its end. */
    const run = (...args: readonly string[]) => {
      const { status, stdout, stderr } = spawnSync("npm", ["run", "--silent", ...args], {
        ...{ cwd: folder, encoding: "utf8" },
        env: { NODE_ENV: "production", PATH: process.env["PATH"], ...env, ...resend!.env },
      });
      return { status, stdout, stderr };
    };
    async function start(provider: LocalProvider, commands: readonly (readonly string[])[]) {
      startedMs = performance.now();
      const isAlone = commands.length === 1;
      for (const command of commands) {
        const own = { ...env, ...provider.env, KINDRED_WORKER: isAlone ? "on" : "off" };
        running.push(await startService(command, { cwd: folder, env: own }));
      }
      const [web, worker] = running;
      await web!.says('"msg":"listening"');
      await worker?.says('"msg":"started"');
    }
    /** Stops all processes as a host does. */
    async function stop() {
      const figures = running.map((it) => [it.peakMb().toFixed(0), it.cpuSeconds().toFixed(1)]);
      const stoppedAt = performance.now();
      for (const service of running) service.signal("SIGTERM");
      for (const service of running) {
        expect(await service.over()).toBe(0);
        await service.says('"msg":"stopped"');
        expect(service.hasOrphans()).toBe(false);
        logs.push(service.log());
        service.close();
      }
      running = [];
      report.push(
        `  memory ${figures.map(([mb]) => `${mb} MB`).join(" and ")}, ` +
          `CPU ${figures.map(([, s]) => `${s} s`).join(" and ")}, ` +
          `stopped in ${secondsSince(stoppedAt)}`,
      );
    }
    const enrollmentsOf = (customer: string) =>
      db.enrollment.findMany({
        where: { shopId: shop, profileId: `c${customer}` },
        select: { objectKey: true, state: true, exitReason: true },
      });
    /** Customers leave their checkouts, whose first email is due since an hour. */
    const leaveCheckouts = (round: string, customers: readonly string[]) =>
      control.play(
        shop,
        customers.map((customerId) => ({
          kind: "checkout_created" as const,
          at: new Date(Date.now() - 2 * HOUR_MS).toISOString(),
          checkout: { token: `${round}-${customerId}`, customerId, lines: [LINE] },
        })),
        { wait: true },
      );

    try {
      await step("it makes keys, and does not start before the migrations", () => {
        env["KINDRED_KEYS"] = run("keys").stdout.trim();
        const early = run("start");
        expect(early.status).toBe(1);
        expect(early.stderr).toContain("Run `npm run migrate`");
        const startedAt = performance.now();
        const migrated = run("migrate");
        expect(migrated.stderr).toBe("");
        expect(migrated.stdout).toMatch(/^Applied \d{14}_/);
        report.push(`migrated an empty database in ${secondsSince(startedAt)}`);
        expect(run("migrate").stdout).toBe("The database is up to date\n");
      });

      await step("npm start and npm run worker open a store", async () => {
        await start(resend!, [
          ["npm", "start"],
          ["npm", "run", "worker"],
        ]);
        report.push(`web and worker started in ${secondsSince(startedMs)}`);
        const health = await fetch(`${appUrl}/healthz`);
        expect(await health.json()).toEqual({ database: "ok", migrations: "ok", queues: "ok" });
        await merchant.open();
        // The first scores and models come with the next sweeps, minutes of real time later.
        await expect.poll(async () => isImported(await merchant.progress())).toBe(true);
        await merchant.saveSettings(seed.shop, {
          ...{ holdoutPercent: "0", quietStartHour: "0", quietEndHour: "0" },
        });
        await activateFlows(merchant, ["abandoned-checkout"]);
        await proveDomain(db, shop, undefined, { nextRunAt: new Date("2100-01-01") });
        report.push(`the store was imported in ${secondsSince(startedMs)}`);
      });

      await step("SIGTERM while emails are sent loses nothing", async () => {
        providers.resend.fail({ kind: "accept_slowly", delayMs: 2_000 });
        await leaveCheckouts("midway", MIDWAY.slice(0, 2));
        await expect.poll(() => providers.resend.calls.length).toBeGreaterThan(0);
        await leaveCheckouts("midway", MIDWAY.slice(2));
        report.push("SIGTERM during an email");
        await stop();
        await start(resend!, [COMMAND_OF_THE_IMAGE]);
        const sent = () => resend!.accepted().map(({ to }) => to);
        await expect.poll(sent).toHaveLength(MIDWAY.length);
        report.push(`  all emails ${secondsSince(startedMs)} after the restart`);
        expect(sent().toSorted()).toEqual(MIDWAY.map(addressOf));
      });

      for (const [i, provider] of providers.all.entries()) {
        await step(`${provider.name}: a bounce suppresses, and no email follows`, async () => {
          if (i > 0 && provider.env !== providers.all[i - 1]!.env) {
            await stop();
            await start(provider, [COMMAND_OF_THE_IMAGE]);
          }
          report.push(provider.name);
          await provider.setUp?.();
          const customer = String(FIRST_CUSTOMER + i);
          const emails = () => provider.accepted().filter(({ to }) => to === addressOf(customer));
          const leftAt = performance.now();
          await leaveCheckouts("first", [customer]);
          await expect.poll(emails).toHaveLength(1);
          const sentIn = secondsSince(leftAt);

          const bouncedAt = performance.now();
          await provider.bounce(emails()[0]!);
          const suppressions = () =>
            db.suppression.count({ where: { shopId: shop, reason: "hard_bounce" } });
          await expect.poll(suppressions).toBe(i + 1);
          report.push(
            `  webhook to email ${sentIn}, bounce to suppression ${secondsSince(bouncedAt)}`,
          );

          await leaveCheckouts("second", [customer]);
          // Of somebody else the new checkout replaces the former in the flow, and is emailed at once.
          await expect
            .poll(() => enrollmentsOf(customer))
            .toEqual([
              { objectKey: `first-${customer}`, state: "ended", exitReason: "suppressed" },
            ]);
        });
      }

      await step("nobody got an email twice, or after a bounce", async () => {
        for (const [i, provider] of providers.all.entries()) {
          const to = addressOf(String(FIRST_CUSTOMER + i));
          expect(provider.accepted().filter((it) => it.to === to)).toHaveLength(1);
        }
        const messages = await db.messageStatus.groupBy({
          by: ["state"],
          where: { shopId: shop },
          _count: true,
        });
        const sent = MIDWAY.length + providers.all.length;
        expect(messages).toEqual([{ state: "sent", _count: sent }]);
      });
      await stop();
      for (const log of logs) {
        assertNoLogLeaks(log);
        expect(log).not.toContain('"level":"error"');
        expect(log).not.toContain(resolve("app"));
      }
    } finally {
      for (const service of running) service.close();
      await database.close();
      await Promise.all([shopify.stop(), providers.close()]);
    }
  });
});

const addressOf = (customer: string) => `customer-${customer}@example.com`;
const secondsSince = (ms: number) => `${((performance.now() - ms) / 1e3).toFixed(1)} s`;
