import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { resendMailer } from "~/delivery/mailers/mailer.resend.server";
import { sendExample } from "~/pages/test-emails/send-example.server";
import { guardSender } from "~/delivery/sender/guard-sender.server";
import {
  requestReportAddressConfirmation,
  recordTestAddressRequest,
} from "~/pages/test-emails/request-test-address.server";
import { openTestLink } from "~/delivery/test-emails/test-address-link.server";
import {
  confirmTestAddress,
  listTestAddresses,
  removeTestAddress,
  stopTestAddress,
} from "~/delivery/test-emails/test-address-store.server";
import { shopContactLocation } from "~/privacy/shop-contact";
import { daysAgo, NOW, OTHER_SHOP, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { emptyTables } from "../support/empty-tables";
import { startLocalResend, type LocalResend } from "../support/local-resend";
import { addSendingShop, outboxDeps, proveDomain } from "../support/outbox-stage";

const OWNER = "owner@kettle.example";
const PHISHING = {
  subject: "Your Brand B account is locked",
  html: `<a href="https://phish.example/login">Log in</a>`,
  text: "Log in",
};

let database: Database;
let db: Database["db"];
let resend: LocalResend;
let now: Date;
beforeAll(async () => {
  database = await openTestDatabase();
  db = database.db;
});
afterAll(() => database.close());
beforeEach(async () => {
  now = NOW;
  await emptyTables((sql) => db.$executeRawUnsafe(sql));
  resend = await startLocalResend();
  await addSendingShop(db, SHOP);
  const contact = JSON.stringify({ email: OWNER });
  const sealedContact = depsOf().keyring.seal(contact, shopContactLocation(SHOP));
  await db.shop.update({ where: { shopId: SHOP }, data: { sealedContact } });
});
afterEach(() => resend.close());

function depsOf(kindredSender: string | null = "kindred@kindred.example") {
  const deps = outboxDeps(database);
  const byResend = resendMailer({ apiKey: "re_test", baseUrl: resend.url });
  const mailer = guardSender(byResend, { db, kindredSender });
  return { ...deps, config: { ...deps.config, kindredSender }, mailer, now: () => now };
}
const send = (to: string, deps = depsOf()) =>
  sendExample(SHOP, { email: PHISHING, to, origin: "flow" }, deps);
const ask = (to: string) => recordTestAddressRequest(SHOP, to, depsOf());
const recipients = () => resend.accepted.map(({ recipient }) => recipient);
/** The link for this action in the last email. */
function linkOf(use: "confirm" | "stop") {
  const { html = "", headers } = resend.accepted.at(-1)!.email;
  const tokens = `${html} ${JSON.stringify(headers)}`.matchAll(/\/t\/([\w.-]+)/g);
  const links = [...tokens].map(([, token = ""]) => openTestLink(token, depsOf().keyring));
  return links.find((it) => it?.use === use)!;
}

describe("a test email", () => {
  test("is not delivered to any of 25 strangers", async () => {
    for (let n = 0; n < 25; n++) {
      expect(await send(`stranger${n}@anywhere.example`)).toMatchObject({
        kind: "refused",
        mayAsk: true,
      });
    }
    expect(recipients()).toEqual([]);
  });

  test("goes to the shop's contact address, with a link to stop it", async () => {
    expect(await send("Owner@Kettle.example")).toEqual({ kind: "sent" });
    const { from, headers } = resend.accepted[0]!.email;
    expect(from).toContain("hello@kettle.example");
    expect(headers).toMatchObject({
      "List-Unsubscribe": expect.stringMatching(/^<https:.*\/t\/.+>$/) as string,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    });
    const { shopId, emailIndex } = linkOf("stop");
    await stopTestAddress(db, shopId, emailIndex, now);
    expect(await send(OWNER)).toMatchObject({ kind: "refused" });
    expect(recipients()).toHaveLength(1);
  });

  test("is sent at most twenty times a day, also concurrently", async () => {
    await Promise.all(Array.from({ length: 25 }, () => send(OWNER)));
    expect(await db.testEmailCount.findMany()).toMatchObject([{ kind: "test", sent: 20 }]);
    // The provider's rate limit may allow even fewer at once.
    expect(recipients().length).toBeLessThanOrEqual(20);
    expect(await send(OWNER)).toMatchObject({ problem: "too_many_tests", limit: 20 });
    now = daysAgo(-1);
    await db.mailerAccount.deleteMany();
    expect((await send(OWNER)).kind).toBe("sent");
  });

  test("uses the fixed sender when the shop's domain belongs to another, or is not sent", async () => {
    await addSendingShop(db, OTHER_SHOP);
    await proveDomain(db, OTHER_SHOP, "brand-b.example");
    const sending = { senderName: "Brand B Security", senderAddress: "security@brand-b.example" };
    await db.settings.update({ where: { shopId: SHOP }, data: { sending } });
    expect(await send(OWNER, depsOf(null))).toMatchObject({ kind: "refused" });
    expect(recipients()).toEqual([]);
    expect((await send(OWNER)).kind).toBe("sent");
    expect(resend.accepted[0]!.email.from).toBe('"Kindred test" <kindred@kindred.example>');
  });

  test("is not sent while the shop's email is stopped", async () => {
    const autoPause = { kind: "complaint", level: "stop", sent: 1_000, failures: 3, since: NOW };
    await db.autoPause.create({ data: { shopId: SHOP, ...autoPause } });
    expect(await send(OWNER)).toMatchObject({ kind: "refused" });
  });
});

describe("another test address", () => {
  test("gets test emails after its owner has confirmed", async () => {
    expect(await ask("ada@agency.example")).toBeNull();
    expect(resend.accepted[0]!.email.html).not.toContain("Kettle");
    expect((await send("ada@agency.example")).kind).toBe("refused");
    const { shopId, emailIndex } = linkOf("confirm");
    expect(await confirmTestAddress(db, shopId, emailIndex)).toBe(true);
    expect((await send("ada@agency.example")).kind).toBe("sent");
  });

  test("is asked once a day, at most five addresses a day", async () => {
    expect(await ask("ada@agency.example")).toBeNull();
    expect(await ask("ada@agency.example")).toMatchObject({ problem: "already_requested" });
    for (let n = 0; n < 9; n++) await ask(`stranger${n}@anywhere.example`);
    expect(recipients()).toHaveLength(5);
  });

  test("is never asked again after an opt-out", async () => {
    await ask("ada@agency.example");
    const { shopId, emailIndex } = linkOf("stop");
    await stopTestAddress(db, shopId, emailIndex, now);
    now = daysAgo(-30);
    expect(await ask("ada@agency.example")).not.toBeNull();
    expect(await confirmTestAddress(db, shopId, emailIndex)).toBe(false);
    expect(recipients()).toHaveLength(1);
  });
});

describe("the list of addresses", () => {
  const list = async () =>
    (await listTestAddresses(db, SHOP, depsOf())).map(({ address, state }) => [address, state]);
  const ADA = "ada@agency.example";

  test("shows each entry with its owner's answer, and nothing of another store", async () => {
    await ask(ADA);
    expect(await list()).toEqual([[ADA, "pending"]]);
    const { shopId, emailIndex } = linkOf("confirm");
    await confirmTestAddress(db, shopId, emailIndex);
    expect(await list()).toEqual([[ADA, "confirmed"]]);
    await stopTestAddress(db, shopId, emailIndex, now);
    expect(await list()).toEqual([[ADA, "stopped"]]);
    expect(await listTestAddresses(db, OTHER_SHOP, depsOf())).toEqual([]);
    const [row] = await db.testAddress.findMany();
    expect(Buffer.from(row!.sealedAddress!).toString()).not.toContain(ADA);
  });

  test("sends the confirmation again a day later", async () => {
    await ask(ADA);
    now = daysAgo(-2);
    await db.mailerAccount.deleteMany();
    expect(await ask(ADA)).toBeNull();
    expect(recipients()).toEqual([ADA, ADA]);
    expect(await list()).toEqual([[ADA, "pending"]]);
  });

  test("removes an address, whose link then confirms nothing", async () => {
    await ask(ADA);
    const { shopId, emailIndex } = linkOf("confirm");
    await confirmTestAddress(db, shopId, emailIndex);
    await removeTestAddress(db, shopId, emailIndex);
    expect(await list()).toEqual([]);
    expect((await send(ADA)).kind).toBe("refused");
    expect(await confirmTestAddress(db, shopId, emailIndex)).toBe(false);
    expect(await db.testAddress.findMany()).toMatchObject([{ sealedAddress: null }]);
    // Removing and adding it again sends no second email on the same day.
    expect(await ask(ADA)).toMatchObject({ problem: "already_requested" });
    expect(recipients()).toHaveLength(1);
  });

  test("keeps opted-out owners when the merchant removes them", async () => {
    await ask(ADA);
    const { shopId, emailIndex } = linkOf("stop");
    await stopTestAddress(db, shopId, emailIndex, now);
    await removeTestAddress(db, shopId, emailIndex);
    expect(await list()).toEqual([[ADA, "stopped"]]);
  });
});

test("asks the address for reports once when it is saved, and never the contact address", async () => {
  const save = async (digestAddress: string | null) => {
    const sending = { senderAddress: "hello@kettle.example", digestAddress };
    await db.settings.update({ where: { shopId: SHOP }, data: { sending } });
    await requestReportAddressConfirmation(SHOP, depsOf());
  };
  await save(null);
  await save(OWNER);
  expect(recipients()).toEqual([]);
  await save("team@kettle.example");
  await save("team@kettle.example");
  expect(recipients()).toEqual(["team@kettle.example"]);
});
