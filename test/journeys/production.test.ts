import { execFileSync, spawn, spawnSync } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "../support/app-process";
import { findPostgres } from "../support/find-postgres";

const MB = 1e6;
const MAX_MB = 160;
const MAX_COMPRESSED_MB = 60;

const server = await findPostgres();
const name = `kindred_image_${randomUUID().slice(0, 8)}`;
const root = mkdtempSync(join(tmpdir(), "kindred-image-"));
const folder = join(root, "app");

async function queryServer(sql: string): Promise<void> {
  const admin = new pg.Client({ connectionString: server! });
  await admin.connect();
  await admin.query(sql);
  await admin.end();
}

describe.skipIf(server === null)("the content of the image", () => {
  const env: NodeJS.ProcessEnv = { PATH: process.env["PATH"], NODE_ENV: "production" };

  beforeAll(async () => {
    await queryServer(`create database ${name}`);
    execFileSync(process.execPath, ["scripts/assemble-image.ts", folder]);
  });
  afterAll(async () => {
    await queryServer(`drop database if exists ${name} with (force)`);
    rmSync(root, { recursive: true });
  });

  /** Runs a command of the image. */
  const npm = (...args: readonly string[]) =>
    spawnSync("npm", ["run", "--silent", ...args], { cwd: folder, env, encoding: "utf8" });

  test("is at most 160 MB, and 60 MB compressed", () => {
    const file = join(root, "app.tar");
    execFileSync("tar", ["-cf", file, "-C", folder, "."]);
    expect(statSync(file).size / MB).toBeLessThan(MAX_MB);
    expect(gzipSync(readFileSync(file), { level: 1 }).length / MB).toBeLessThan(MAX_COMPRESSED_MB);
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

  test("makes keys, migrates, starts, is healthy and stops on SIGTERM", async () => {
    const port = await freePort();
    const url = new URL(server!);
    url.pathname = `/${name}`;
    Object.assign(env, {
      DATABASE_URL: url.href,
      KINDRED_KEYS: npm("keys").stdout.trim(),
      KINDRED_DATA: join(root, "data"),
      KINDRED_HOST: "127.0.0.1",
      KINDRED_TRUSTED_PROXIES: "none",
      KINDRED_WORKER: "on",
      PORT: String(port),
      SHOPIFY_API_KEY: randomBytes(16).toString("hex"),
      SHOPIFY_API_SECRET: randomBytes(16).toString("hex"),
      SHOPIFY_APP_URL: "https://kindred.example.com",
      SMTP_URL: "smtp://127.0.0.1:1",
    });
    const early = npm("start");
    expect(early.status).toBe(1);
    expect(early.stderr).toContain("Run `npm run migrate`");

    const migrated = npm("migrate");
    expect(migrated.stderr).toBe("");
    expect(migrated.stdout).toMatch(/^Applied \d{14}_/);
    expect(npm("migrate").stdout).toBe("The database is up to date\n");

    // The image's own command, with a temporary folder as its only writable place besides its data.
    const app = spawn(process.execPath, ["scripts/run.mjs", "start"], { cwd: folder, env });
    const ended = once(app, "close");
    let log = "";
    for (const stream of [app.stdout, app.stderr]) {
      stream.on("data", (chunk: Buffer) => (log += chunk.toString()));
    }
    try {
      await expect.poll(() => log).toContain('"msg":"listening"');
      const response = await fetch(`http://127.0.0.1:${port}/healthz`);
      expect(await response.json()).toEqual({ database: "ok", migrations: "ok", queues: "ok" });
      const page = await fetch(`http://127.0.0.1:${port}/`, { redirect: "manual" });
      expect(page.status).toBeLessThan(500);
      app.kill("SIGTERM");
      expect(await ended).toEqual([0, null]);
      expect(log).toContain('"msg":"stopped"');
      expect(log).not.toContain('"level":"error"');
      expect(log).not.toContain(resolve("app"));
    } finally {
      app.kill("SIGKILL");
    }
  });
});
