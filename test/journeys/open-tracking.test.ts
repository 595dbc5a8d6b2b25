import { afterAll, beforeAll, expect, test } from "vitest";
import { openStage, type Stage } from "../support/stage";

const LINE = { productId: "1000003", variantId: "1000103", quantity: 1 };
const PIXEL = /<img src="([^"]*\/o\/[^"]*)"/;

let stage: Stage;
let shop: string;
beforeAll(async () => {
  stage = await openStage({ flows: ["abandoned-checkout"] });
  shop = stage.shops[0]!;
  const { db, close } = await stage.openDatabase();
  // The merchant counts openings.
  const { sending } = await db.settings.findUniqueOrThrow({ where: { shopId: shop } });
  await db.settings.update({
    where: { shopId: shop },
    data: { sending: { ...(sending as object), tracksOpens: true } },
  });
  await close();
  await stage.restart();
});
afterAll(() => stage.close());

async function mailTo(customerId: string, token: string) {
  const checkout = { token, customerId, lines: [LINE] };
  await stage.control.play(shop, [{ kind: "checkout_created", checkout }], { wait: true });
  await stage.advance(0.1);
  await stage.advance(2.5);
  const mails = (await stage.mails()).filter(({ to }) => to.includes(customerId));
  return mails[0]!;
}

test("who has said nothing is seen when they open a mail", async () => {
  expect((await mailTo("1001000", "seen")).html).toMatch(PIXEL);
});

test("who forbids it in Shopify gets no picture, although no webhook said so", async () => {
  const change = { kind: "open_tracking_changed", level: "OPTED_OUT" } as const;
  await stage.control.play(
    shop,
    ["1001000", "1001001"].map((customerId) => ({ ...change, customerId })),
    { wait: true },
  );
  // The hourly look asks for the field itself.
  await stage.advance(0.1);
  await stage.advance(1.1);
  expect((await mailTo("1001001", "unseen")).html).not.toMatch(PIXEL);
});

test("and what an older mail's picture tells of them is not kept", async () => {
  const older = (await stage.mails()).find(({ to }) => to.includes("1001000"))!;
  const response = await fetch(PIXEL.exec(older.html)![1]!);
  expect(response.ok).toBe(true);
  await stage.advance(0.1);
  const { db, close } = await stage.openDatabase();
  expect(await db.hit.count({ where: { shopId: shop, kind: "open" } })).toBe(0);
  await close();
});
