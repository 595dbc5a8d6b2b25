import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { outboxMailer } from "~/delivery/mailers/mailer.outbox.server";
import { mailerContract } from "../../contracts/mailer-contract";
import { anEmail } from "../../support/emails";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "outbox-"));
});
afterEach(() => rm(folder, { recursive: true }));

mailerContract("outbox", () =>
  Promise.resolve({
    mailer: outboxMailer({ folder }),
    sentMessageIds: async () => (await readdir(folder)).map((name) => name.replace(/\.eml$/, "")),
  }),
);

describe("an .eml file", () => {
  const read = async (messageId: string) =>
    (await readFile(join(folder, `${messageId}.eml`), "utf8")).replaceAll("\r\n", "\n");

  test("contains both versions, the unsubscribe headers, and no local file", async () => {
    const email = anEmail({ messageId: "m1", replyTo: "help@kettle.example" });
    await outboxMailer({ folder }).sendBatch({ key: "k", emails: [email] });
    const eml = await read("m1");
    for (const line of [
      /^From: "?Kettle & Co"? <hello@kettle.example>$/m,
      /^To: m1@example.com$/m,
      /^Reply-To: help@kettle.example$/m,
      /^Message-ID: <m1@kettle.example>$/m,
      /^List-Unsubscribe: <https:\/\/mail.kettle.example\/u\/v1.abc>$/m,
      /^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/m,
      /^X-Tag-mid: m1$/im,
      /^Content-Type: multipart\/alternative;/m,
      /^Content-Type: text\/plain; charset=utf-8$/m,
      /^Content-Type: text\/html; charset=utf-8$/m,
    ]) {
      expect(eml).toMatch(line);
    }
    expect(eml.indexOf("text/plain")).toBeLessThan(eml.indexOf("text/html"));
  });

  test("is not rewritten for an existing message id", async () => {
    await writeFile(join(folder, "m1.eml"), "the first");
    const outcome = await outboxMailer({ folder }).sendBatch({
      key: "k",
      emails: [anEmail({ messageId: "m1" })],
    });
    expect(outcome).toEqual({
      kind: "answered",
      results: [{ kind: "accepted", providerId: "outbox_m1" }],
    });
    expect(await read("m1")).toBe("the first");
  });

  test("is written once by ten concurrent mailers, without leftover drafts", async () => {
    const emails = [anEmail({ messageId: "m1" })];
    await Promise.all(
      Array.from({ length: 10 }, () => outboxMailer({ folder }).sendBatch({ key: "k", emails })),
    );
    expect(await readdir(folder)).toEqual(["m1.eml"]);
  });

  test("stays within its folder", async () => {
    const outcome = await outboxMailer({ folder }).sendBatch({
      key: "k",
      emails: [anEmail({ messageId: "../escaped" })],
    });
    expect(outcome).toMatchObject({ results: [{ kind: "refused" }] });
  });
});

test("reports an ambiguous outcome when its folder cannot be created", async () => {
  await writeFile(join(folder, "file"), "");
  const mailer = outboxMailer({ folder: join(folder, "file", "outbox") });
  expect(await mailer.sendBatch({ key: "k", emails: [anEmail()] })).toEqual({
    kind: "ambiguous",
    detail: "The outbox folder: ENOTDIR",
  });
});
