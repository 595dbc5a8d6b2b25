import { afterAll, beforeAll, expect, test } from "vitest";
import { openSharedStage } from "../support/shared-stage";
import type { ReceivedEmail, Stage } from "../support/stage";
import { step } from "../support/step";

const BROWSER =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1";
const CUSTOMER = "1001000";
const LINE = { productId: "1000003", variantId: "1000103", quantity: 2 };
const CODE = /\b[BCDFGHJKMNPQRTVWXY346789]{4}-[BCDFGHJKMNPQRTVWXY346789]{4}\b/;

let stage: Stage;
let shop: string;
let emails: ReceivedEmail[];
let welcomed: string[];

beforeAll(async () => {
  stage = await openSharedStage({ flows: ["welcome"] });
  shop = stage.shops[0]!;
});
afterAll(() => stage.close());

const codeIn = (email: ReceivedEmail) => CODE.exec(email.text)?.[0] ?? "";
const codesAtShopify = async () =>
  (await stage.control.records(shop, "discounts")).flatMap((it) => Object.keys(it.codes));

/** A customer orders through the shop's checkout with a code. */
async function buyWith(code: string, token: string, customerId: string) {
  const [, done] = await stage.control.play(
    shop,
    [
      {
        kind: "checkout_created",
        checkout: { token, customerId, lines: [LINE], discountCodes: [code] },
      },
      { kind: "checkout_completed", token },
    ],
    { wait: true },
  );
  return stage.control.record(shop, "orders", done!.id);
}

test("a sign-up gets its own code, which works once and expires", async () => {
  await step(
    "a sign-up gets a welcome with a discount code of its own and its expiry",
    async () => {
      const made = await stage.control.play(
        shop,
        ["ada", "ben"].map((name) => ({
          kind: "customer_created" as const,
          customer: { email: `${name}@example.com`, countryCode: "GB" },
        })),
        { wait: true },
      );
      welcomed = made.map(({ id }) => id);
      await stage.control.play(
        shop,
        welcomed.map((customerId) => ({
          kind: "consent_changed" as const,
          customerId,
          state: "SUBSCRIBED" as const,
        })),
        { wait: true },
      );
      // Emails wait up to two hours for codes, by a clock that this test moves, so Shopify creates them before it
      // advances.
      await stage.advance(0.1);
      await expect.poll(async () => (await codesAtShopify()).length).toBeGreaterThanOrEqual(2);
      for (let i = 0; i < 24 && (await stage.emails()).length < 2; i++) await stage.advance(0.1);
      emails = await stage.emails();
      expect(emails.map(({ to }) => to).sort()).toEqual(["ada@example.com", "ben@example.com"]);
      const [one, other] = emails.map(codeIn);
      expect(one).toMatch(CODE);
      expect(other).toMatch(CODE);
      expect(one).not.toBe(other);
      expect(emails[0]!.text).toMatch(/10% off one order through [\w\s,]+\s\d{4}/);
      expect(await codesAtShopify()).toEqual(expect.arrayContaining([one, other]));
    },
  );

  await step(
    "its links lead through the page that takes the code, with where they came from",
    async () => {
      const ada = emails.find(({ to }) => to === "ada@example.com")!;
      const response = await fetch(ada.links[0]!, {
        redirect: "manual",
        headers: { "user-agent": BROWSER },
      });
      const target = new URL(response.headers.get("location") ?? "");
      expect(target.pathname).toBe(`/discount/${codeIn(ada)}`);
      expect(target.searchParams.get("redirect")).toMatch(/^\//);
    },
  );

  await step("the code takes something off once, and not a second time", async () => {
    const code = codeIn(emails.find(({ to }) => to === "ada@example.com")!);
    const first = await buyWith(code, "first", welcomed[0]!);
    expect(first).toMatchObject({ discountCodes: [code], totalDiscount: "3.00" });
    const second = await buyWith(code, "second", CUSTOMER);
    expect(second).toMatchObject({ discountCodes: [], totalDiscount: "0.00" });
  });

  await step("an erased customer's code gives no discount, and is stored nowhere", async () => {
    const code = codeIn(emails.find(({ to }) => to === "ben@example.com")!);
    await stage.control.play(shop, [{ kind: "customer_redacted", customerId: welcomed[1]! }], {
      wait: true,
    });
    await stage.advance(0.1);
    await expect.poll(codesAtShopify, { interval: 500 }).not.toContain(code);
    expect(await buyWith(code, "late", CUSTOMER)).toMatchObject({ discountCodes: [] });

    await stage.withDatabase(async (db) => {
      const ofBen = { shopId: shop, profileId: `c${welcomed[1]}` };
      expect(await db.discountCode.findMany({ where: ofBen })).toEqual([]);
      expect(await db.discountCode.count({ where: { shopId: shop, state: "ending" } })).toBe(0);
      const messages = await db.messageStatus.findMany({ where: ofBen });
      expect(messages.filter(({ linkCount }) => linkCount !== null)).toEqual([]);
    });
  });
});
