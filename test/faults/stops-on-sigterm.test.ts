import { createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { connect, createServer, type AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { startService, findPidNamespaceProblem, type Service } from "./npm-service";

/** A shell's exit code for SIGTERM: 128 plus its number. */
const ENDED_BY_SIGTERM = 143;
const noPidNamespace = findPidNamespaceProblem();

let service: Service | undefined;
afterEach(() => service?.close());

/** A webhook whose headers have arrived, while the body is pending. */
async function beginWebhook({ port, apiSecret }: Service) {
  const body = JSON.stringify({ id: 1, note: "sent slowly" });
  const webhook = request({
    ...{ port, host: "127.0.0.1", method: "POST", path: "/webhooks" },
    headers: {
      expect: "100-continue",
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      // Stored for any shop, since none has the app installed here.
      "x-shopify-topic": "customers/redact",
      "x-shopify-shop-domain": "acme.myshopify.com",
      "x-shopify-webhook-id": randomUUID(),
      "x-shopify-hmac-sha256": createHmac("sha256", apiSecret).update(body).digest("base64"),
    },
  });
  const answered = once(webhook, "response") as Promise<[IncomingMessage]>;
  // An abandoned wait for a missing response must not fail.
  answered.catch(() => undefined);
  webhook.flushHeaders();
  await once(webhook, "continue");
  webhook.write(body.slice(0, 10));
  return {
    async finish(): Promise<number | undefined> {
      webhook.end(body.slice(10));
      const [response] = await answered;
      response.resume();
      return response.statusCode;
    },
  };
}

function takesConnections(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  return new Promise((resolve) => {
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
  }).finally(() => socket.destroy()) as Promise<boolean>;
}

/** SIGTERM during a request. */
async function expectToFinish(running: Service): Promise<void> {
  await running.says('"msg":"listening"');
  const webhook = await beginWebhook(running);
  running.signal("SIGTERM");
  await expect
    .poll(() => takesConnections(running.port), {
      timeout: 60_000,
      message: "new connections are refused",
    })
    .toBe(false);
  expect(await webhook.finish()).toBe(200);
  expect(await running.over()).toBe(0);
  await running.says('"msg":"stopped"');
  expect(running.hasOrphans()).toBe(false);
}

test("F23: npm start finishes the open request on SIGTERM, and leaves no process behind", async () => {
  service = await startService(["npm", "start"]);
  await expectToFinish(service);
});

test("F23: npm run worker stops on SIGTERM, and leaves no process behind", async () => {
  service = await startService(["npm", "run", "worker"]);
  await service.says('"msg":"started"');
  service.signal("SIGTERM");
  expect(await service.over()).toBe(0);
  await service.says('"msg":"stopped"');
  expect(service.hasOrphans()).toBe(false);
});

test("F23: npm start does the same as PID 1 of a container", async ({ skip }) => {
  if (noPidNamespace !== null) skip(noPidNamespace);
  service = await startService(["npm", "start"], { asPid1: true });
  await expectToFinish(service);
});

test("F23: as PID 1 the app ends at once on SIGTERM during startup", async ({ skip }) => {
  if (noPidNamespace !== null) skip(noPidNamespace);
  // A silent database: startup continues until the signal ends it.
  const database = createServer().listen(0, "127.0.0.1");
  await once(database, "listening");
  const { port } = database.address() as AddressInfo;
  const requested = once(database, "connection");
  try {
    service = await startService([process.execPath, "build/bundle/start.js"], {
      asPid1: true,
      env: { DATABASE_URL: `postgresql://postgres@127.0.0.1:${port}/none` },
    });
    await requested;
    service.signal("SIGTERM");
    expect(await service.over()).toBe(ENDED_BY_SIGTERM);
    expect(service.log()).not.toContain('"msg":"st');
    expect(service.hasOrphans()).toBe(false);
  } finally {
    database.close();
  }
});
