import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { notifyMerchantJob } from "~/delivery/actions/notify-merchant.job.server";
import { resendMailer } from "~/delivery/mailers/mailer.resend.server";
import { smtpMailer } from "~/delivery/mailers/mailer.smtp.server";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import { answerSenderRequest } from "~/pages/sender/answer-sender-request.server";
import { checkDomainJob } from "~/delivery/sender/check-domain.job.server";
import type { LookUpTxt, TxtAnswer } from "~/delivery/dmarc";
import { guardSender } from "~/delivery/sender/guard-sender.server";
import { getSenderPage } from "~/pages/sender/sender-page.server";
import { loadSettingsPage, saveSettings } from "~/pages/settings/save-settings.server";
import type { ShopId } from "~/lib/shop-id";
import { shopContactLocation } from "~/privacy/shop-contact";
import { hoursAgo, OTHER_SHOP as TEAPOT, SHOP as KETTLE } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { emptyTables } from "../support/empty-tables";
import { startLocalResend, type LocalResend } from "../support/local-resend";
import { addSendingShop, outboxDeps, storePlannedEmail } from "../support/outbox-stage";

/** The domain that another shop has, or will have. */
const BRAND_B = "brand-b.example";

let database: Database;
let db: Database["db"];
let resend: LocalResend;
let dns: Map<string, TxtAnswer>;
beforeAll(async () => {
  database = await openTestDatabase();
  db = database.db;
});
afterAll(() => database.close());
beforeEach(async () => {
  await emptyTables((sql) => db.$executeRawUnsafe(sql));
  resend = await startLocalResend({ hasDomains: true });
  dns = new Map([[`_dmarc.${BRAND_B}`, { kind: "found", texts: ["v=DMARC1; p=reject"] }]]);
  for (const shopId of [KETTLE, TEAPOT]) await addSendingShop(db, shopId);
});
afterEach(() => resend.close());

const lookUpTxt: LookUpTxt = (name) => Promise.resolve(dns.get(name) ?? { kind: "none" });
function depsOf() {
  const deps = outboxDeps(database);
  const kindredSender = deps.config.kindredSender;
  const mailer = guardSender(resendMailer({ apiKey: "re_test", baseUrl: resend.url }), {
    db,
    kindredSender,
  });
  return { ...deps, mailer, lookUpTxt };
}
const ask = (
  shopId: ShopId,
  kind: "check" | "move" | "add_domain" | "remove_domain",
  domain = BRAND_B,
) => answerSenderRequest(shopId, { kind, domain }, depsOf());
const save = async (shopId: ShopId, change: Record<string, string>) => {
  const { values, version } = await loadSettingsPage(db, shopId, depsOf());
  return saveSettings(shopId, { version, values: { ...values, ...change } }, depsOf());
};
/** The shop's required ownership record is in the DNS. */
async function setRecord(shopId: ShopId, domain = BRAND_B): Promise<void> {
  const { domains } = await getSenderPage(db, shopId, depsOf());
  const { value } = domains.find((it) => it.domain === domain)!.proof!;
  const before = dns.get(domain);
  const texts = before?.kind === "found" ? before.texts : [];
  dns.set(domain, { kind: "found", texts: [...texts, value] });
}
async function prove(shopId: ShopId, domain = BRAND_B): Promise<void> {
  await ask(shopId, "add_domain", domain);
  await setRecord(shopId, domain);
  expect((await ask(shopId, "check", domain)).error).toBeNull();
}
const pageOf = async (shopId: ShopId, domain = BRAND_B) =>
  (await getSenderPage(db, shopId, depsOf())).domains.find((it) => it.domain === domain);
const ownerOf = async (domain = BRAND_B) =>
  (await db.domainOwner.findUnique({ where: { domain } }))?.shopId ?? null;
const sent = () =>
  resend.accepted.map(({ recipient, email: { from } }) => ({ from, to: recipient }));
const { signal } = new AbortController();
async function drain(shopId: ShopId, deps = depsOf()): Promise<void> {
  for (let turn = 0; turn < 20; turn++) {
    if (!(await drainOutboxJob.run(shopId, deps, signal)).more) return;
  }
}
const planFrom = async (shopId: ShopId, address: string) => {
  await db.settings.update({
    where: { shopId },
    data: { sending: { senderAddress: address, quietHours: { startHour: 0, endHour: 0 } } },
  });
  await storePlannedEmail(depsOf(), { shopId, customerId: "1", messageId: "m1" });
};

describe("a domain of another shop", () => {
  beforeEach(async () => {
    resend.domains!.put(BRAND_B, { status: "verified", created_at: "2025-01-01T00:00:00Z" });
    await prove(TEAPOT);
  });

  test.each([
    ["the domain itself", `security@${BRAND_B}`],
    ["in other letters", "security@Brand-B.EXAMPLE"],
    ["a domain below it", `security@mail.${BRAND_B}`],
  ])("is refused as a sender: %s", async (_what, senderAddress) => {
    for (const field of ["senderAddress", "campaignSenderAddress"]) {
      const outcome = await save(KETTLE, { [field]: senderAddress });
      expect(outcome).toMatchObject({
        kind: "invalid",
        problems: {
          [field]: { kind: "foreign_domain", owner: BRAND_B },
        },
      });
    }
  });

  test("cannot be claimed by a check, even if the provider verified it, and sends nothing", async () => {
    await planFrom(KETTLE, `security@${BRAND_B}`);
    expect((await ask(KETTLE, "check")).error?.kind).toBe("foreign_domain");
    await checkDomainJob.run(KETTLE, depsOf(), signal);
    await drain(KETTLE);
    expect(sent()).toEqual([]);
    expect(await ownerOf()).toBe(TEAPOT);
    // The provider's records would prove the domain for whoever added it there.
    expect(await pageOf(KETTLE)).toMatchObject({ owner: "other", records: [] });
    const { sendingBlocks } = await getSenderPage(db, KETTLE, depsOf());
    expect(sendingBlocks).toEqual([{ kind: "domain_others", domain: BRAND_B, since: null }]);
  });

  test("is blocked by the mailer itself, on every path", async () => {
    await planFrom(KETTLE, `security@${BRAND_B}`);
    const deps = depsOf();
    const email = {
      messageId: "m9",
      from: { name: "Brand B Security", address: `security@${BRAND_B}` },
      to: "stranger@anywhere.example",
      replyTo: null,
      subject: "Your account is locked",
      html: "<p>Log in</p>",
      text: "Log in",
      headers: {},
      tags: { mid: "m9", shop: "kettle" },
    };
    const bySmtp = guardSender(smtpMailer({ url: "smtp://127.0.0.1:1", db, now: deps.now }), {
      db,
      kindredSender: null,
    });
    for (const mailer of [deps.mailer, bySmtp]) {
      expect(await mailer.sendBatch({ key: "k", emails: [email] })).toMatchObject({
        kind: "identity_refused",
      });
    }
    const own = { ...email, tags: { ...email.tags, shop: "teapot" } };
    expect(await deps.mailer.sendBatch({ key: "k2", emails: [own, email] })).toMatchObject({
      kind: "identity_refused",
    });
    expect(sent()).toEqual([]);
  });

  test("may have a subdomain of another shop that proves ownership", async () => {
    await prove(KETTLE, `mail.${BRAND_B}`);
    expect(await save(KETTLE, { senderAddress: `hello@mail.${BRAND_B}` })).toMatchObject({
      kind: "saved",
    });
    expect(await ownerOf()).toBe(TEAPOT);
  });
});

describe("moving a domain to another shop", () => {
  beforeEach(async () => {
    resend.domains!.put(BRAND_B, { status: "verified", created_at: "2025-01-01T00:00:00Z" });
    await prove(TEAPOT);
    await planFrom(TEAPOT, `hello@${BRAND_B}`);
    const sealedContact = outboxDeps(database).keyring.seal(
      JSON.stringify({ email: "owner@teapot.example" }),
      shopContactLocation(TEAPOT),
    );
    await db.shop.update({ where: { shopId: TEAPOT }, data: { sealedContact } });
    await ask(KETTLE, "add_domain");
  });

  test("requires a separate DNS record", async () => {
    expect((await ask(KETTLE, "move")).error?.kind).toBe("move_unproved");
    expect(await ownerOf()).toBe(TEAPOT);
  });

  test("stops the former shop's email and notifies it", async () => {
    await setRecord(KETTLE);
    // A check shows what to do and claims nothing.
    expect((await ask(KETTLE, "check")).error?.kind).toBe("foreign_domain");
    expect(await ask(KETTLE, "move")).toEqual({
      done: { kind: "moved", domain: BRAND_B },
      error: null,
    });
    await drain(TEAPOT);
    expect(sent()).toEqual([]);
    expect((await getSenderPage(db, TEAPOT, depsOf())).sendingBlocks).toMatchObject([
      { kind: "domain_others", domain: BRAND_B, since: expect.any(String) as string },
    ]);
    await notifyMerchantJob.run(TEAPOT, depsOf(), signal);
    expect(sent()).toEqual([
      { from: '"Kindred" <kindred@kindred.example>', to: "owner@teapot.example" },
    ]);
    expect(
      await db.auditEntry.findMany({ where: { action: { contains: "another_shop" } } }),
    ).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ shopId: TEAPOT, action: "domain_lost_to_another_shop" }),
        expect.objectContaining({ shopId: KETTLE, action: "domain_taken_from_another_shop" }),
      ]),
    );
  });

  test("is not reversed by an earlier record", async () => {
    await setRecord(KETTLE);
    await ask(KETTLE, "move");
    await checkDomainJob.run(TEAPOT, depsOf(), signal);
    expect((await ask(TEAPOT, "move")).error?.kind).toBe("move_unproved");
    expect(await ownerOf()).toBe(KETTLE);
    await setRecord(TEAPOT);
    expect((await ask(TEAPOT, "move")).error).toBeNull();
    expect(await ownerOf()).toBe(TEAPOT);
  });

  test("stops a batch that was frozen before", async () => {
    resend.fail({ kind: "error", statusCode: 500, name: "internal_server_error" });
    await drain(TEAPOT);
    await setRecord(KETTLE);
    await ask(KETTLE, "move");
    await db.emailBatch.updateMany({ data: { nextRunAt: hoursAgo(1), leaseUntil: null } });
    await drain(TEAPOT);
    expect(sent()).toEqual([]);
    expect(await db.emailBatch.findMany()).toMatchObject([{ lastError: "identity_refused" }]);
  });
});

describe("an unclaimed domain", () => {
  test("goes to one of two shops that verify it at once, and the other is notified", async () => {
    resend.domains!.put(BRAND_B, { status: "verified" });
    for (const shopId of [KETTLE, TEAPOT]) await ask(shopId, "add_domain");
    for (const shopId of [KETTLE, TEAPOT]) await setRecord(shopId);
    const answers = await Promise.all([KETTLE, TEAPOT].map((shopId) => ask(shopId, "check")));
    const owner = await ownerOf();
    expect([KETTLE, TEAPOT]).toContain(owner);
    const [ofOwner, ofOther] = owner === KETTLE ? answers : answers.toReversed();
    expect(ofOwner!.error).toBeNull();
    expect(ofOther!.error).toMatchObject({ kind: "foreign_domain" });
    expect(await db.domainOwner.count({ where: { domain: BRAND_B } })).toBe(1);
  });

  test("sends nothing until ownership is proved, also through the merchant's SMTP server", async () => {
    await planFrom(KETTLE, `hello@${BRAND_B}`);
    const { mailer, ...rest } = depsOf();
    const { domains: _none, ...sending } = mailer;
    const own = { ...rest, mailer: { ...sending, name: "smtp" as const } };
    await checkDomainJob.run(KETTLE, own, signal);
    await drain(KETTLE, own);
    expect(sent()).toEqual([]);
    await setRecord(KETTLE);
    await checkDomainJob.run(KETTLE, own, signal);
    await drain(KETTLE, own);
    expect(sent()).toHaveLength(1);
  });

  test("is proved by the provider's records if this shop added it", async () => {
    await ask(KETTLE, "add_domain");
    expect((await ask(KETTLE, "check")).error?.kind).toBe("unproved");
    expect((await pageOf(KETTLE))?.records.map(({ purpose }) => purpose)).toContain("dkim");
    resend.domains!.put(BRAND_B, { status: "verified" });
    expect(await ask(KETTLE, "check")).toEqual({
      done: { kind: "verified", domain: BRAND_B },
      error: null,
    });
    expect(await ownerOf()).toBe(KETTLE);
  });

  test("is not verified by records set after another shop added it", async () => {
    await ask(KETTLE, "add_domain");
    await ask(KETTLE, "check");
    // The owner proves it, sets the provider's records, and later leaves Kindred.
    await prove(TEAPOT);
    expect((await pageOf(TEAPOT))?.records.map(({ purpose }) => purpose)).toContain("dkim");
    resend.domains!.put(BRAND_B, { status: "verified" });
    await ask(TEAPOT, "check");
    await ask(TEAPOT, "remove_domain");
    expect((await ask(KETTLE, "check")).error?.kind).toBe("unproved");
    expect(await ownerOf()).toBeNull();
  });

  test("is registered with the provider at most five times a month", async () => {
    for (let n = 0; n < 7; n++) {
      await ask(KETTLE, "add_domain", `brand-${n}.example`);
      await ask(KETTLE, "check", `brand-${n}.example`);
      await ask(KETTLE, "remove_domain", `brand-${n}.example`);
    }
    const added = resend.calls.filter(({ path }) => path === "/domains");
    expect(added).toHaveLength(5);
  });
});

test.each(["gmail.com", "kindred.example"])(
  "cannot be claimed by anyone if it is %s",
  async (domain) => {
    expect(await save(KETTLE, { senderAddress: `kettle@${domain}` })).toMatchObject({
      problems: { senderAddress: { kind: "shared_domain", domain } },
    });
    expect((await ask(KETTLE, "add_domain", domain)).error?.kind).toBe("shared_domain");
  },
);

test("an internationalized domain is the same domain in either form", async () => {
  await ask(TEAPOT, "add_domain", "bücher.example");
  await prove(TEAPOT, "xn--bcher-kva.example");
  expect(await ownerOf("xn--bcher-kva.example")).toBe(TEAPOT);
  expect(await save(KETTLE, { senderAddress: "hello@BÜCHER.example" })).toMatchObject({
    problems: { senderAddress: { kind: "foreign_domain" } },
  });
  expect(await save(TEAPOT, { senderAddress: "hello@bücher.example" })).toMatchObject({
    kind: "saved",
  });
});
