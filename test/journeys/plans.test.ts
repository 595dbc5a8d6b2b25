import { afterAll, beforeAll, expect, test } from "vitest";
import type { Merchant } from "../support/merchant";
import { openStage, type OwnStage } from "../support/stage";
import { step } from "../support/step";

const LINE = { productId: "1000003", variantId: "1000103", quantity: 1 };
/** The store opens in this month. */
const MONTH = new Date("2026-03-01");

let stage: OwnStage;
let shop: string;
let merchant: Merchant;
beforeAll(async () => {
  stage = await openStage({
    flows: ["abandoned-checkout"],
    env: { KINDRED_BILLING: "on" },
    isOnServer: true,
  });
  shop = stage.shops[0]!;
  merchant = stage.merchants[0]!;
});
afterAll(() => stage.close());

/** The page's data in Remix's format: names and values in sequence. */
const pageText = async (path = "/app/plan") => (await merchant.get(path)).text();
const held = async (path?: string) => /"plan","(\w+)"/.exec(await pageText(path))?.[1] ?? "unknown";

/** @returns the URL of Shopify's page, as the merchant's browser would open it */
async function choose(plan: string): Promise<string> {
  const answer = await merchant.submitJson("/app/plan", { plan });
  expect(answer.status).toBe(200);
  return /"(http[^"]*\/confirm)"/.exec(await answer.text())?.[1] ?? "";
}

/**
 * Answers on Shopify's page.
 * @returns the redirect target
 */
async function answer(url: string, decision: "approve" | "decline"): Promise<string> {
  const page = await (await fetch(url)).text();
  expect(page).toContain("every 30 days");
  const response = await fetch(url, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ answer: decision }),
  });
  return response.headers.get("location") ?? "";
}

async function leaveCheckout(token: string, customerId: string): Promise<void> {
  const checkout = { token, customerId, lines: [LINE] };
  await stage.control.play(shop, [{ kind: "checkout_created", checkout }], { wait: true });
  await stage.advance(0.1);
  await stage.advance(2.5);
}
const emailsTo = async (customerId: string) =>
  (await stage.emails()).filter(({ to }) => to.includes(customerId)).length;

const active = async () =>
  (await stage.control.subscriptions(shop)).filter(({ status }) => status === "ACTIVE").at(-1);

/** This many emails were sent this month, not counted by the store yet. */
async function countAs(emails: number): Promise<void> {
  await stage.withDatabase((db) =>
    db.emailMonth.upsert({
      where: { shopId_month: { shopId: shop, month: MONTH } },
      create: { shopId: shop, month: MONTH, emails },
      update: { emails },
    }),
  );
}

test("a shop approves plans, is limited by them, and returns to the free plan", async () => {
  await step(
    "a shop begins with the free plan, and a shop that declines keeps it and sees a notice",
    async () => {
      expect(await held()).toBe("free");
      const back = await answer(await choose("growth"), "decline");
      expect(back).toMatch(/\/store\/kettle$/);
      await stage.control.idle();
      await stage.advance(0.1);
      const page = await pageText();
      expect(page).toContain('"plan","free"');
      expect(page).toContain('"declined"');
    },
  );

  await step(
    "a plan that Shopify does not take, or does not answer about, changes nothing and says why",
    async () => {
      await stage.control.setFaults({ billing: { refuse: 1 } });
      const refused = await merchant.submitJson("/app/plan", { plan: "growth" });
      expect(refused.status).toBe(502);
      expect(await refused.text()).toContain("Billing is not available for this store");
      await stage.control.setFaults({ graphql: { fail: 99 } });
      const unanswered = await merchant.submitJson("/app/plan", { plan: "growth" });
      expect(await unanswered.text()).toContain("unavailable");
      await stage.control.clearFaults();
      expect(await held()).toBe("free");
      expect((await merchant.submitJson("/app/plan", { plan: "unlimited" })).status).toBe(422);
    },
  );

  await step(
    "a shop that approves has the plan when it returns, with its trial, although no webhook came",
    async () => {
      await stage.control.setFaults({ webhooks: { drop: 1 } });
      const back = await answer(await choose("growth"), "approve");
      expect(back).toMatch(/\/store\/kettle\/apps\/[^/]+\/app\/plan\?back=1&charge_id=\d+$/);
      expect(await held("/app/plan?back=1")).toBe("growth");
      const [, agreed] = (await stage.control.subscriptions(shop)).filter(
        ({ status }) => status !== "PENDING",
      );
      expect(agreed).toMatchObject({ name: "Kindred Growth", status: "ACTIVE", trialDays: 14 });
      expect(agreed!.test).toBe(false);
    },
  );

  await step("an email beyond those of the plan waits, and the outbox says so", async () => {
    await countAs(15_000);
    await leaveCheckout("beyond", "1001000");
    expect(await emailsTo("1001000")).toBe(0);
    expect(await pageText("/app/outbox")).toContain('"plan_limit"');
    expect(await pageText("/app?index")).toContain("plan_used_up");
  });

  await step(
    "it is sent once a larger plan is approved, by a webhook that comes three times",
    async () => {
      await stage.control.setFaults({ webhooks: { duplicate: 2, copies: 3 } });
      await answer(await choose("scale"), "approve");
      await stage.control.idle();
      await stage.control.clearFaults();
      await stage.advance(0.1);
      await expect.poll(() => emailsTo("1001000"), { interval: 500 }).toBe(1);
      const page = await pageText();
      expect(page).toContain('"plan","scale"');
      expect((await stage.control.subscriptions(shop)).map(({ status }) => status)).toEqual(
        expect.arrayContaining(["CANCELLED", "ACTIVE"]),
      );
    },
  );

  await step(
    "while a bill is not paid the shop has the free plan, with the reason, and all of it again once it is",
    async () => {
      const held = await active();
      expect(held).toMatchObject({ name: "Kindred Scale" });
      await stage.control.changeSubscription(shop, held!.id, "freeze");
      await stage.control.idle();
      await stage.advance(0.1);
      const page = await pageText();
      expect(page).toContain('"plan","free"');
      expect(page).toContain('"frozen"');
      await leaveCheckout("unpaid", "1001002");
      expect(await emailsTo("1001002")).toBe(0);

      await stage.control.changeSubscription(shop, held!.id, "thaw");
      await stage.control.idle();
      await stage.advance(0.1);
      await expect.poll(() => emailsTo("1001002"), { interval: 500 }).toBe(1);
      expect(await pageText()).toContain('"plan","scale"');
    },
  );

  await step(
    "a smaller plan begins when what is paid for is over, and until then the larger one counts",
    async () => {
      await answer(await choose("growth"), "approve");
      expect(await held("/app/plan?back=1")).toBe("scale");
    },
  );

  await step(
    "a shop that returns to the free plan pays nothing, and emails wait again",
    async () => {
      for (let turn = 0; turn < 2; turn++) await merchant.submitJson("/app/plan", { plan: "free" });
      expect(await held()).toBe("free");
      const paid = (await stage.control.subscriptions(shop)).filter(
        ({ status }) => status === "ACTIVE",
      );
      expect(paid).toEqual([]);
      await leaveCheckout("free", "1001001");
      expect(await emailsTo("1001001")).toBe(0);
    },
  );

  await step(
    "a plan that is not approved in two days expires without changes, and the page says so",
    async () => {
      const url = await choose("growth");
      await stage.advance(49);
      const page = await pageText("/app/plan?back=1");
      expect(page).toContain('"plan","free"');
      expect(page).toContain('"expired"');
      expect(await (await fetch(url)).text()).toContain("This was answered already: expired.");
      const late = await fetch(url, {
        method: "POST",
        body: new URLSearchParams({ answer: "approve" }),
      });
      expect(late.ok).toBe(false);
      expect(await active()).toBeUndefined();
    },
  );
});
