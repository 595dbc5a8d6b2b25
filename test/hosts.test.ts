import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import express from "express";
import { parse as parseToml } from "smol-toml";
import { expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { parseConfig } from "~/config";
import { generateKeyringSecrets } from "~/privacy/keyring.server";
import { trustProxies } from "../scripts/trust-proxies";

/** The client of a request that arrives over a loopback connection with the given chain of proxies. */
async function clientBehind(proxies: readonly string[], forwardedFor: string): Promise<unknown> {
  const app = express();
  trustProxies(app, [...proxies, "loopback"]);
  app.get("/", ({ headers }, response) => void response.json(headers["x-client-address"]));
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    const headers = { "x-forwarded-for": forwardedFor };
    return await (await fetch(`http://127.0.0.1:${port}/`, { headers })).json();
  } finally {
    server.close();
  }
}

/** What the files leave to the secrets of the host. */
const SECRETS = {
  NODE_ENV: "production",
  KINDRED_KEYS: JSON.stringify(generateKeyringSecrets()),
  SHOPIFY_API_KEY: "0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f",
  SHOPIFY_API_SECRET: "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",
  SHOPIFY_APP_URL: "https://kindred.example.com",
  RESEND_API_KEY: "re_8Jx2Qm5Vt7Kp9Rw3Ls6Nd4Fh1Gb",
  RESEND_WEBHOOK_SECRET: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
};
const START = "node scripts/run.mjs start";
const MIGRATE = "node scripts/run.mjs migrate";

const Fly = z.object({
  kill_signal: z.string(),
  build: z.object({ dockerfile: z.string() }),
  deploy: z.object({ release_command: z.string() }),
  env: z.record(z.string(), z.string()),
  processes: z.record(z.string(), z.string()),
  http_service: z.object({ processes: z.array(z.string()), internal_port: z.number() }),
  mounts: z.array(z.object({ destination: z.string(), processes: z.array(z.string()) })),
});

test("Kindred starts in production with the settings for Fly.io", async () => {
  const fly = Fly.parse(parseToml(readFileSync("deploy/fly/fly.toml", "utf8")));
  const config = parseConfig({
    ...SECRETS,
    ...fly.env,
    DATABASE_URL: "postgresql://kindred@database.example.com/kindred?sslmode=verify-full",
  });
  expect(config.port).toBe(fly.http_service.internal_port);
  expect(existsSync(join("deploy/fly", fly.build.dockerfile))).toBe(true);
  expect(fly.deploy.release_command).toBe(MIGRATE);
  // By default Fly sends SIGINT.
  expect(fly.kill_signal).toBe("SIGTERM");
  expect(fly.processes).toEqual({ web: START, worker: `${START} --worker` });
  expect(fly.http_service.processes).toEqual(["web"]);
  // As Fly's proxy writes it: the app's own address is the last.
  const chain = "192.0.2.66, 198.51.100.7, 203.0.113.10";
  expect(await clientBehind(config.trustedProxies, chain)).toBe("198.51.100.7");
  expect(fly.mounts).toEqual([{ destination: fly.env["KINDRED_DATA"], processes: ["worker"] }]);
});

const Variable = z.union([
  z.object({ fromGroup: z.string() }).strict(),
  z.object({ key: z.string(), value: z.string() }).strict(),
  z.object({ key: z.string(), sync: z.literal(false) }).strict(),
  z.object({ key: z.string(), fromDatabase: z.object({ name: z.string(), property: z.string() }) }),
]);
const Render = z.object({
  envVarGroups: z.array(z.object({ name: z.string(), envVars: z.array(Variable) })),
  databases: z.array(z.object({ name: z.string() })),
  services: z.array(
    z.object({
      type: z.enum(["web", "worker"]),
      dockerfilePath: z.string(),
      dockerCommand: z.string().optional(),
      preDeployCommand: z.string().optional(),
      disk: z.object({ mountPath: z.string() }).optional(),
      envVars: z.array(Variable),
    }),
  ),
});

test("Kindred starts in production with the settings for Render", async () => {
  const render = Render.parse(parseYaml(readFileSync("deploy/render/render.yaml", "utf8")));
  const [web, worker] = render.services;
  const groups = new Map(render.envVarGroups.map((it) => [it.name, it.envVars]));
  const databases = new Set(render.databases.map((it) => it.name));
  const settingsOf = (variables: readonly z.output<typeof Variable>[]): Record<string, string> =>
    Object.assign(
      {},
      ...variables.map((it) => {
        if ("fromGroup" in it) return settingsOf(groups.get(it.fromGroup) ?? []);
        if ("value" in it) return { [it.key]: it.value };
        if ("sync" in it) return { [it.key]: SECRETS[it.key as keyof typeof SECRETS] };
        expect(databases).toContain(it.fromDatabase.name);
        return { [it.key]: "postgresql://kindred:kindred@kindred-database/kindred" };
      }),
    ) as Record<string, string>;

  for (const service of [web, worker]) {
    const settings = settingsOf(service!.envVars);
    const { email, trustedProxies } = parseConfig({ ...settings, NODE_ENV: "production" });
    expect(email.driver).toBe("resend");
    // As Render's load balancer writes it, behind a value that the visitor has made up.
    const chain = "192.0.2.66, 198.51.100.7, 172.70.247.28, 10.19.6.53";
    expect(await clientBehind(trustedProxies, chain)).toBe("198.51.100.7");
    expect(existsSync(service!.dockerfilePath)).toBe(true);
  }
  expect(web).toMatchObject({ type: "web", preDeployCommand: MIGRATE });
  expect(worker).toMatchObject({ type: "worker", dockerCommand: `${START} --worker` });
  expect(worker!.disk!.mountPath).toBe("/data");
});
