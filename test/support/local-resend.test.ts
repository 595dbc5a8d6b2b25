import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { resendMailer } from "~/delivery/mailer.resend.server";
import { aMail } from "./mails";

let folder: string;
let child: ChildProcess;
let url: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "local-resend-"));
  child = spawn("npx", ["tsx", "test/support/local-resend-main.ts"], {
    env: { ...process.env, LOCAL_RESEND_LOG: join(folder, "accepted.jsonl") },
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  const [line] = (await once(createInterface(child.stdout!), "line")) as [string];
  ({ url } = JSON.parse(line) as { url: string });
});

afterEach(async () => {
  process.kill(-child.pid!, "SIGKILL");
  await rm(folder, { recursive: true });
});

test("a local Resend in its own process takes faults and tells what it accepted", async () => {
  await fetch(`${url}/_control/faults`, {
    method: "POST",
    body: JSON.stringify([{ kind: "accept_then_reset" }]),
  });
  const batch = { key: "batch-1", mails: [aMail({ messageId: "m1" })] };
  const mailer = resendMailer({ apiKey: "re_test", baseUrl: url });
  expect(await mailer.sendBatch(batch)).toMatchObject({ kind: "ambiguous" });
  expect(await mailer.sendBatch(batch)).toMatchObject({ kind: "answered" });

  const { accepted } = (await (await fetch(`${url}/_control/accepted`)).json()) as {
    accepted: { messageId: string }[];
  };
  expect(accepted.map(({ messageId }) => messageId)).toEqual(["m1"]);
  const log = await readFile(join(folder, "accepted.jsonl"), "utf8");
  expect(log.trim().split("\n")).toHaveLength(1);
  expect(JSON.parse(log)).toMatchObject({ recipient: "m1@example.com", key: "batch-1" });
});
