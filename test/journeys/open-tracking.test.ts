import { afterAll, beforeAll, expect, test } from "vitest";
import { openSharedStage } from "../support/shared-stage";
import type { Stage } from "../support/stage";
import { step } from "../support/step";

const ASKED_FIRST = "1001000";
const ASKS_LATER = "1001001";
const SAYS_NOTHING = "1001002";
const EVERYBODY = [ASKED_FIRST, ASKS_LATER, SAYS_NOTHING];
const LINE = { productId: "1000003", variantId: "1000103", quantity: 2 };
/** The evidence of an open: a separate image for each email. */
const PIXEL = /<img[^>]+src="[^"]*\/o\/[^"]+"/;

let stage: Stage;
let shop: string;
beforeAll(async () => {
  stage = await openSharedStage({
    flows: ["abandoned-checkout"],
    settings: { tracksOpens: "yes" },
  });
  shop = stage.shops[0]!;
});
afterAll(() => stage.close());

/** Customers' settings in Shopify. No webhook reports them, so the app checks each hour. */
async function choose(levels: Readonly<Record<string, "OPTED_IN" | "OPTED_OUT">>) {
  await stage.control.play(
    shop,
    Object.entries(levels).map(([customerId, level]) => ({
      kind: "open_tracking_changed" as const,
      customerId,
      level,
    })),
    { wait: true },
  );
  await stage.advance(1.2);
}

/** The next email of each customer: whether it has the tracking pixel. */
async function nextEmails(): Promise<Readonly<Record<string, boolean>>> {
  const before = new Set((await stage.emails()).map(({ messageId }) => messageId));
  const next = async () => (await stage.emails()).filter(({ messageId }) => !before.has(messageId));
  for (let hour = 0; hour < 48 && (await next()).length < EVERYBODY.length; hour++) {
    await stage.advance(1);
  }
  return Object.fromEntries(
    (await next()).map(({ to, html }) => [/customer-(\d+)@/.exec(to)?.[1] ?? to, PIXEL.test(html)]),
  );
}

test("sends emails without the tracking pixel to customers who opt out of tracking", async () => {
  await step(
    "a first email has no tracking pixel for customers who opted out of tracking, and one for others",
    async () => {
      await choose({ [ASKED_FIRST]: "OPTED_OUT" });
      await stage.control.play(
        shop,
        EVERYBODY.map((customerId) => ({
          kind: "checkout_created" as const,
          checkout: { token: `left-${customerId}`, customerId, lines: [LINE] },
        })),
        { wait: true },
      );
      expect(await nextEmails()).toEqual({
        [ASKED_FIRST]: false,
        [ASKS_LATER]: true,
        [SAYS_NOTHING]: true,
      });
    },
  );

  await step(
    "a later opt-out removes it from the next email, and an opt-in restores it",
    async () => {
      await choose({ [ASKED_FIRST]: "OPTED_IN", [ASKS_LATER]: "OPTED_OUT" });
      expect(await nextEmails()).toEqual({
        [ASKED_FIRST]: true,
        [ASKS_LATER]: false,
        [SAYS_NOTHING]: true,
      });
    },
  );
});
