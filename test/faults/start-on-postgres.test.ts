import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generateKeyringSecrets } from "~/privacy/keyring.server";
import { freePort } from "../support/app-process";
import { findPostgres } from "../support/find-postgres";
import { startService, type Service } from "./npm-service";

const server = await findPostgres();
const name = `kindred_start_${randomUUID().slice(0, 8)}`;
const urlOf = (port?: number) => {
  const url = new URL(server!);
  url.pathname = `/${name}`;
  if (port) [url.hostname, url.port] = ["127.0.0.1", String(port)];
  return url.href;
};

async function queryServer(sql: string): Promise<void> {
  const admin = new pg.Client({ connectionString: server! });
  await admin.connect();
  await admin.query(sql);
  await admin.end();
}

/** A server in front of PostgreSQL, which can go away and come back. */
function createFront() {
  const { hostname, port } = new URL(server!);
  const sockets = new Set<Socket>();
  let front: Server | null = null;
  return {
    async open(at: number) {
      front = createServer((client) => {
        const behind = connect(Number(port || 5432), hostname);
        for (const [socket, other] of [
          [client, behind],
          [behind, client],
        ] as const) {
          sockets.add(socket);
          socket.on("error", () => undefined).on("close", () => other.destroy());
          socket.pipe(other);
        }
      }).listen(at, "127.0.0.1");
      await once(front, "listening");
    },
    close() {
      front?.close();
      for (const socket of sockets) socket.destroy();
      sockets.clear();
    },
  };
}

const healthOf = ({ port }: Service) =>
  fetch(`http://127.0.0.1:${port}/healthz`).then(async (response) => ({
    status: response.status,
    parts: (await response.json()) as unknown,
  }));

describe.skipIf(server === null)("a start on PostgreSQL", () => {
  const services: Service[] = [];
  const front = createFront();
  beforeAll(() => queryServer(`create database ${name}`));
  afterAll(async () => {
    for (const service of services) service.close();
    front.close();
    await queryServer(`drop database if exists ${name} with (force)`);
  });

  async function start(env: Readonly<Record<string, string>>): Promise<Service> {
    const service = await startService([process.execPath, "build/bundle/start.js"], { env });
    services.push(service);
    return service;
  }

  test("names the next step if the database is not migrated", async () => {
    const service = await start({ DATABASE_URL: urlOf() });
    expect(await service.over()).toBe(1);
    expect(service.log()).toContain("Run `npm run migrate`, or set KINDRED_MIGRATE=on");
    expect(service.log()).not.toContain("    at ");
  });

  test("migrates if configured, also in two processes at once, and survives an outage with two log lines", async () => {
    const port = await freePort();
    await front.open(port);
    const env = {
      DATABASE_URL: urlOf(port),
      KINDRED_KEYS: JSON.stringify(generateKeyringSecrets()),
      KINDRED_MIGRATE: "on",
      KINDRED_WORKER: "on",
    };
    const metricsPort = await freePort();
    const both = await Promise.all([
      start({ ...env, KINDRED_METRICS_PORT: String(metricsPort) }),
      start(env),
    ]);
    for (const service of both) await service.says('"msg":"listening"');
    const ready = { database: "ok", migrations: "ok", queues: "ok" };
    expect(await healthOf(both[0])).toEqual({ status: 200, parts: ready });
    const metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`;
    const metrics = await fetch(metricsUrl).then((response) => response.text());
    expect(metrics).toContain(
      'kindred_request_seconds_count{method="GET",path="/healthz",status="200"}',
    );
    expect(metrics).toContain("kindred_database_up 1");

    front.close();
    await expect.poll(async () => (await healthOf(both[0])).status).toBe(503);
    for (const service of both) await service.says('"msg":"the database cannot be reached"');
    // They tell of an outage too, so they do not depend on the database.
    expect(await fetch(metricsUrl).then((response) => response.text())).toContain(
      "kindred_database_up 0",
    );
    await front.open(port);
    for (const service of both) await service.says('"msg":"the database can be reached again"');
    await expect.poll(async () => (await healthOf(both[0])).status).toBe(200);

    for (const service of both) {
      const errors = service
        .log()
        .split("\n")
        .filter((line) => line.includes('"level":"error"'));
      expect(errors).toEqual([expect.stringContaining("the database cannot be reached")]);
      service.signal("SIGTERM");
      expect(await service.over()).toBe(0);
      await service.says('"msg":"stopped"');
    }
  });
});

test("a start reads .env, below what is already set, and not in the demo", () => {
  const folder = mkdtempSync(join(tmpdir(), "kindred-env-"));
  try {
    writeFileSync(join(folder, ".env"), 'KINDRED_KEYS={"active":"k1"}\nPORT=1\nDATABASE_URL=\n');
    const print = "console.log([process.env.KINDRED_KEYS, process.env.PORT].join(' '))";
    symlinkSync(resolve("scripts"), join(folder, "scripts"));
    writeFileSync(join(folder, "print.ts"), `import "./scripts/load-env.ts";\n${print}\n`);
    const run = (env: NodeJS.ProcessEnv) =>
      execFileSync(process.execPath, ["print.ts"], { cwd: folder, env, encoding: "utf8" }).trim();
    expect(run({ NODE_ENV: "test", PORT: "2" })).toBe('{"active":"k1"} 2');
    expect(run({ NODE_ENV: "test", KINDRED_DEMO: "1" })).toBe("");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
