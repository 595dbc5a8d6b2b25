import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { DOMAIN_NOT_PROVED } from "~/delivery/mailer";
import { resendMailer } from "~/delivery/mailers/mailer.resend.server";
import { answerSenderRequest } from "~/pages/sender/answer-sender-request.server";
import { checkDomainJob } from "~/delivery/sender/check-domain.job.server";
import { lookUpDmarc, type LookUpTxt, type TxtAnswer } from "~/delivery/dmarc";
import { lookUpTxt as lookUpTxtBy } from "~/delivery/sender/look-up-txt.server";
import { getSenderPage } from "~/pages/sender/sender-page.server";
import { daysAgo, hoursAgo, NOW, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { dueShopsOf } from "../support/due-shops";
import { startLocalResend, type LocalResend } from "../support/local-resend";
import { outboxDeps, storeSendingShop } from "../support/outbox-stage";

const DOMAIN = "kettle.example";

let database: Database;
let resend: LocalResend;
let deps: ReturnType<typeof outboxDepsWith>;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  resend = await startLocalResend({ hasDomains: true });
  dns = new Map();
  setPolicy(POLICY);
  deps = outboxDepsWith();
  await storeSendingShop(database.db);
  await database.db.sendingDomain.deleteMany();
  await database.db.sendingDomain.create({
    data: { shopId: SHOP, domain: DOMAIN, token: TOKEN, status: "missing", nextRunAt: NOW },
  });
  prove();
});
afterEach(() => resend.close());

function outboxDepsWith() {
  const mailer = resendMailer({ apiKey: "re_test", baseUrl: resend.url });
  return { ...outboxDeps(database), mailer, lookUpTxt };
}

const TOKEN = "f".repeat(32);
/** The shop's ownership record is in the DNS. */
const prove = () => dns.set(DOMAIN, { kind: "found", texts: ["v=spf1 -all", `kindred=${TOKEN}`] });
const POLICY = "v=DMARC1; p=none; rua=mailto:dmarc@kettle.example";
/** Current DNS texts by name; a missing name has none. */
let dns: Map<string, TxtAnswer>;
const lookUpTxt: LookUpTxt = (name) => Promise.resolve(dns.get(name) ?? { kind: "none" });
const setPolicy = (text: string) =>
  dns.set(`_dmarc.${DOMAIN}`, { kind: "found", texts: ["other=1", text] });
const policy = async () => (await page()).records.find(({ purpose }) => purpose === "dmarc");

const check = () => checkDomainJob.run(SHOP, deps, new AbortController().signal);
const ask = () => answerSenderRequest(SHOP, { kind: "check", domain: DOMAIN }, deps);
/** The page's data about the first domain. */
const page = async () => {
  const { domains, sendingBlocks } = await getSenderPage(database.db, SHOP, deps);
  return { ...domains[0]!, sendingBlocks };
};
const due = (now = NOW) => dueShopsOf(checkDomainJob, database.db, now);

describe("a sender's domain", () => {
  test("is registered with the provider when the merchant sets it up, and shows the DNS records", async () => {
    await check();
    expect(await page()).toMatchObject({ status: "missing", records: [] });
    expect(await ask()).toEqual({ done: { kind: "owned", domain: "kettle.example" }, error: null });
    const { status, records } = await page();
    expect(status).toBe("pending");
    expect(records.map(({ purpose, type, name }) => [purpose, type, name])).toEqual([
      ["return_path", "MX", "send"],
      ["return_path", "TXT", "send"],
      ["dkim", "TXT", "resend._domainkey"],
      ["dmarc", "TXT", "_dmarc.kettle.example"],
    ]);
    await ask();
    expect(resend.calls.filter(({ path }) => path === "/domains")).toHaveLength(1);
  });

  test("is found among many, and is verified when the provider says so", async () => {
    for (const name of ["a.example", "b.example", "c.example"]) resend.domains!.put(name, {});
    resend.domains!.put(DOMAIN, { status: "verified", created_at: hoursAgo(5).toISOString() });
    await check();
    expect(await page()).toMatchObject({
      status: "verified",
      warmUp: { limit: 200, sent: 0 },
      sendingBlocks: [],
    });
  });

  test("needs no warm-up when it has been in use for long", async () => {
    resend.domains!.put(DOMAIN, { status: "verified", created_at: daysAgo(90).toISOString() });
    await check();
    expect(await page()).toMatchObject({ status: "verified", warmUp: null });
  });

  test("is checked daily, and more often while unverified", async () => {
    expect(await due()).toEqual([SHOP]);
    await check();
    expect(await due()).toEqual([]);
    expect(await due(hoursAgo(-1.1))).toEqual([SHOP]);
    resend.domains!.put(DOMAIN, { status: "verified" });
    await check();
    expect(await due(hoursAgo(-23))).toEqual([]);
    expect(await due(hoursAgo(-24.1))).toEqual([SHOP]);
  });

  test("stops the shop's email when it is no longer verified, shows since when, and resumes when it is verified again", async () => {
    resend.domains!.put(DOMAIN, { status: "verified" });
    await check();
    resend.domains!.put(DOMAIN, { status: "failed" });
    await check();
    deps.now = () => hoursAgo(-2);
    await check();
    expect((await page()).sendingBlocks).toEqual([
      { kind: "domain_lost", domain: DOMAIN, since: NOW.toISOString() },
    ]);
    expect(deps.announced).toEqual([]);
    resend.domains!.put(DOMAIN, { status: "verified" });
    await check();
    expect((await page()).sendingBlocks).toEqual([]);
    expect(deps.announced).toEqual([{ shopId: SHOP, fact: "messages_planned" }]);
  });

  test("is left to the provider when the key may not read it", async () => {
    await resend.close();
    resend = await startLocalResend();
    deps = outboxDepsWith();
    await check();
    expect(await page()).toMatchObject({ status: "unchecked", sendingBlocks: [] });
    expect((await ask()).error).toMatchObject({
      kind: "unavailable",
      detail: expect.stringContaining("restricted_api_key") as string,
    });
  });

  test("stays unchanged while the provider does not answer", async () => {
    resend.domains!.put(DOMAIN, { status: "verified" });
    await check();
    resend.fail({ kind: "error", statusCode: 500, name: "internal_server_error" });
    await check();
    expect(await page()).toMatchObject({ status: "verified", sendingBlocks: [] });
  });
});

test("is said to wait for its record once, also after Kindred itself refused to send from it", async () => {
  await database.db.domainOwner.deleteMany();
  await database.db.sendingIdentity.create({
    data: { shopId: SHOP, identity: DOMAIN, refusedAt: NOW, reason: DOMAIN_NOT_PROVED },
  });
  expect((await page()).sendingBlocks).toEqual([{ kind: "domain_unproved", domain: DOMAIN }]);
});

describe("campaigns from a separate domain", () => {
  const NEWS = "news.kettle.example";
  const domains = async () => (await getSenderPage(database.db, SHOP, deps)).domains;
  beforeEach(async () => {
    await database.db.settings.updateMany({
      data: {
        sending: {
          senderAddress: `hello@${DOMAIN}`,
          campaignSenderAddress: `letters@${NEWS}`,
        },
      },
    });
    await database.db.sendingDomain.create({
      data: { shopId: SHOP, domain: NEWS, token: "e", status: "missing", nextRunAt: NOW },
    });
    dns.set(NEWS, { kind: "found", texts: ["kindred=e"] });
  });

  test("are checked separately from the other domain", async () => {
    resend.domains!.put(DOMAIN, { status: "verified" });
    await check();
    expect((await domains()).map(({ domain, status }) => [domain, status])).toEqual([
      [DOMAIN, "verified"],
      [NEWS, "missing"],
    ]);
    expect(await due(hoursAgo(-1.1))).toEqual([SHOP]);
    resend.domains!.put(NEWS, { status: "verified" });
    deps.now = () => hoursAgo(-1.1);
    await check();
    expect((await domains()).map(({ status }) => status)).toEqual(["verified", "verified"]);
  });

  test("are set up by name, for their own domain only", async () => {
    const set = (domain: string) => answerSenderRequest(SHOP, { kind: "check", domain }, deps);
    expect(await set(NEWS)).toEqual({
      done: { kind: "owned", domain: "news.kettle.example" },
      error: null,
    });
    expect((await set("evil.example")).error).toEqual({ kind: "not_used" });
    expect(resend.calls.some(({ body }) => body.includes("evil"))).toBe(false);
  });
});

describe("the DMARC policy of a domain", () => {
  const verify = () => resend.domains!.put(DOMAIN, { status: "verified" });

  test("is shown as published in the DNS", async () => {
    verify();
    await check();
    expect(await policy()).toMatchObject({ isFound: true, answer: POLICY });
  });

  test("may be published at a parent domain, where receivers look too", async () => {
    const domain = "news.shop.kettle.example";
    dns.clear();
    dns.set("_dmarc.kettle.example", { kind: "found", texts: ["v=DMARC1; p=reject"] });
    expect(await lookUpDmarc(domain, lookUpTxt)).toEqual({
      kind: "found",
      text: "v=DMARC1; p=reject",
    });
  });

  test.each([
    ["none", []],
    ["two of them", ["v=DMARC1; p=none", "v=DMARC1; p=reject"]],
    ["one of another version", ["v=DMARC2; p=none"]],
  ])("delays emails while it is missing (%s), until it is set", async (_what, texts) => {
    verify();
    dns.set(`_dmarc.${DOMAIN}`, { kind: "found", texts });
    await check();
    expect(await page()).toMatchObject({ status: "pending" });
    expect(await policy()).toMatchObject({ isFound: false, answer: null });
    expect((await page()).sendingBlocks).toEqual([{ kind: "domain_unverified", domain: DOMAIN }]);
    setPolicy(POLICY);
    await check();
    expect(await page()).toMatchObject({ status: "verified", sendingBlocks: [] });
    expect(deps.announced).toEqual([{ shopId: SHOP, fact: "messages_planned" }]);
  });

  test("blocks sending when it is removed and is rechecked within the hour", async () => {
    verify();
    await check();
    dns.delete(`_dmarc.${DOMAIN}`);
    await check();
    expect(await page()).toMatchObject({ status: "lost" });
    expect(await due(hoursAgo(-1.1))).toEqual([SHOP]);
  });

  test("stays unchanged while the DNS does not answer", async () => {
    verify();
    await check();
    dns.set(`_dmarc.${DOMAIN}`, { kind: "unavailable" });
    await check();
    expect(await page()).toMatchObject({ status: "verified", sendingBlocks: [] });
    expect(await policy()).toMatchObject({ isFound: true, answer: POLICY });
  });

  test("is also checked for SMTP", async () => {
    const own = { ...deps, mailer: { name: "smtp" } as const };
    await checkDomainJob.run(SHOP, own, new AbortController().signal);
    expect(await page()).toMatchObject({ status: "unchecked", sendingBlocks: [] });
    expect(await policy()).toMatchObject({ isFound: true, answer: POLICY });
    expect(await answerSenderRequest(SHOP, { kind: "check", domain: DOMAIN }, own)).toEqual({
      done: { kind: "owned", domain: "kettle.example" },
      error: null,
    });
    dns.delete(DOMAIN);
    await checkDomainJob.run(SHOP, own, new AbortController().signal);
    expect(await page()).toMatchObject({ status: "lost" });
  });
});

test.each([
  ["ENOTFOUND", "none"],
  ["ENODATA", "none"],
  ["ESERVFAIL", "unavailable"],
  ["ETIMEOUT", "unavailable"],
])("maps the DNS answer %s to %s", async (code, kind) => {
  const resolveTxt = () => Promise.reject(Object.assign(new Error(code), { code }));
  expect(await lookUpTxtBy({ resolveTxt })("_dmarc.kettle.example")).toEqual({ kind });
});

test("joins a long DNS record from its parts", async () => {
  const resolveTxt = () => Promise.resolve([["v=DMARC1; ", "p=none"]]);
  expect(await lookUpTxtBy({ resolveTxt })("x")).toEqual({
    kind: "found",
    texts: ["v=DMARC1; p=none"],
  });
});

test("is not checked for the local outbox", async () => {
  const requested: string[] = [];
  const mailer = { name: "outbox" } as const;
  const askTxt: LookUpTxt = (name) => {
    requested.push(name);
    return lookUpTxt(name);
  };
  deps = { ...deps, mailer: { ...deps.mailer, ...mailer }, lookUpTxt: askTxt };
  await checkDomainJob.run(SHOP, { ...deps, mailer }, new AbortController().signal);
  expect(await page()).toMatchObject({ status: "unchecked", sendingBlocks: [] });
  expect([...resend.calls, ...requested]).toEqual([]);
});
