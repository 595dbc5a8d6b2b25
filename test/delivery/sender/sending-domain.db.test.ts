import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { resendMailer } from "~/delivery/mailer.resend.server";
import { answerSenderRequest } from "~/delivery/sender/answer-sender-request.server";
import { checkDomainJob } from "~/delivery/sender/check-domain.job.server";
import { getSenderPage } from "~/delivery/sender/sender-page.server";
import { daysAgo, hoursAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { startLocalResend, type LocalResend } from "../../support/local-resend";
import { outboxDeps, storeSendingShop } from "../../support/outbox-stage";

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
  deps = outboxDepsWith();
  await storeSendingShop(database.db);
  await database.db.sendingDomain.deleteMany();
});
afterEach(() => resend.close());

function outboxDepsWith() {
  const mailer = resendMailer({ apiKey: "re_test", baseUrl: resend.url });
  return { ...outboxDeps(database), mailer };
}

const check = () => checkDomainJob.run(SHOP, deps, new AbortController().signal);
const ask = () => answerSenderRequest(SHOP, { kind: "check" }, deps);
const page = () => getSenderPage(database.db, SHOP, deps);
const due = (now = NOW) => checkDomainJob.listDueShops!(database.db, now);

describe("a sender's domain", () => {
  test("that the provider does not know is made known when the merchant sets it up, with the records to copy", async () => {
    await check();
    expect(await page()).toMatchObject({ status: "missing", records: [] });
    expect(await ask()).toEqual({ done: "Asked", error: null });
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
      standstills: [],
    });
  });

  test("that has been known for long need not warm up", async () => {
    resend.domains!.put(DOMAIN, { status: "verified", created_at: daysAgo(90).toISOString() });
    await check();
    expect(await page()).toMatchObject({ status: "verified", warmUp: null });
  });

  test("is looked at each day, and sooner while it is not verified", async () => {
    expect(await due()).toEqual([SHOP]);
    await check();
    expect(await due()).toEqual([]);
    expect(await due(hoursAgo(-1.1))).toEqual([SHOP]);
    resend.domains!.put(DOMAIN, { status: "verified" });
    await check();
    expect(await due(hoursAgo(-23))).toEqual([]);
    expect(await due(hoursAgo(-24.1))).toEqual([SHOP]);
  });

  test("that is lost stops the shop's mail, says since when, and lets it go when it is found again", async () => {
    resend.domains!.put(DOMAIN, { status: "verified" });
    await check();
    resend.domains!.put(DOMAIN, { status: "failed" });
    await check();
    deps.now = () => hoursAgo(-2);
    await check();
    expect((await page()).standstills).toEqual([
      { kind: "domain_lost", domain: DOMAIN, since: NOW.toISOString() },
    ]);
    expect(deps.announced).toEqual([]);
    resend.domains!.put(DOMAIN, { status: "verified" });
    await check();
    expect((await page()).standstills).toEqual([]);
    expect(deps.announced).toEqual([{ shopId: SHOP, fact: "messages_planned" }]);
  });

  test("that the key may not ask about is left to the provider", async () => {
    await resend.close();
    resend = await startLocalResend();
    deps = outboxDepsWith();
    await check();
    expect(await page()).toMatchObject({ status: "unchecked", standstills: [] });
    expect((await ask()).error).toContain("restricted_api_key");
  });

  test("stays as it was while the provider does not answer", async () => {
    resend.domains!.put(DOMAIN, { status: "verified" });
    await check();
    resend.fail({ kind: "error", statusCode: 500, name: "internal_server_error" });
    await check();
    expect(await page()).toMatchObject({ status: "verified", standstills: [] });
  });
});

test("mails that are kept on this machine ask nobody about a domain", async () => {
  const withoutDesk = { ...deps, mailer: outboxDeps(database).mailer };
  await checkDomainJob.run(SHOP, withoutDesk, new AbortController().signal);
  expect(await page()).toMatchObject({ status: "unchecked", standstills: [] });
  expect(resend.calls).toHaveLength(0);
});
