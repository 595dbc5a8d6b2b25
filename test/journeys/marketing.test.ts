import { afterAll, beforeAll, expect, test } from "vitest";
import { openStage, type Stage } from "../support/stage";

const CUSTOMER = "1001000";
const LINE = { productId: "1000003", variantId: "1000103", quantity: 2 };

let stage: Stage;
let shop: string;

beforeAll(async () => {
  stage = await openStage({ flows: ["abandoned-checkout"] });
  shop = stage.shops[0]!;
});
afterAll(() => stage.close());

const engagementCalls = async () =>
  (await stage.control.graphqlLog()).filter((it) => it.operation === "MarketingEngagementCreate");
const told = async () =>
  (await stage.control.records(shop, "marketing")).find(
    ({ remoteId }) => remoteId === "flow/abandoned-checkout",
  );

test("a mail leaves, and its links carry what Shopify will know its visits by", async () => {
  await stage.control.play(
    shop,
    [
      {
        kind: "checkout_created",
        checkout: { token: "left", customerId: CUSTOMER, lines: [LINE] },
      },
    ],
    { wait: true },
  );
  for (let hour = 0; hour < 20 && (await stage.mails()).length < 1; hour++) await stage.advance(1);
  const [mail] = await stage.mails();
  const response = await fetch(mail!.links[0]!, { redirect: "manual" });
  const target = new URL(response.headers.get("location") ?? "");
  expect(target.searchParams.get("utm_campaign")).toBe("kindred-flow-abandoned-checkout");
});

test("once the day is over Shopify is told of it, once, with the right figures", async () => {
  await stage.control.play(shop, [{ kind: "checkout_completed", token: "left" }], { wait: true });
  await stage.control.clearLogs();
  await stage.advance(24);
  await stage.advance(24);
  const activity = await told();
  expect(activity).toMatchObject({
    status: "ACTIVE",
    tactic: "ABANDONED_CART",
    utm: { source: "kindred", medium: "email", campaign: "kindred-flow-abandoned-checkout" },
  });
  const days = Object.values(activity!.engagements);
  const sum = (name: string) => days.reduce((total, day) => total + Number(day[name]), 0);
  expect(sum("sendsCount")).toBe(1);
  const calls = await engagementCalls();
  const once = new Set(calls.map(({ variables }) => JSON.stringify(variables)));
  expect(calls).toHaveLength(once.size);
  await stage.advance(24);
  expect(await engagementCalls()).toHaveLength(calls.length);
});
