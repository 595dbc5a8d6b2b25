import { afterEach, beforeEach, expect, test } from "vitest";
import type { Mailer } from "~/delivery/mailer";
import { createMailers } from "~/delivery/mailers/create-mailers.server";
import { resendMailer } from "~/delivery/mailers/mailer.resend.server";
import { ShopId } from "~/lib/shop-id";
import { mailerContract } from "../../contracts/mailer-contract";
import { SHOP } from "../../support/builders";
import { anEmail } from "../../support/emails";
import { startLocalResend, type LocalResend } from "../../support/local-resend";

const LARGE = ShopId.parse("large.myshopify.com");
const LOST = ShopId.parse("lost.myshopify.com");

let first: LocalResend;
let second: LocalResend;
beforeEach(async () => {
  [first, second] = await Promise.all([startLocalResend(), startLocalResend()]);
});
afterEach(() => Promise.all([first.close(), second.close()]));

/** Two accounts: of the default pool, and of `large`. */
function twoAccounts(isSecondConfigured = true) {
  const large = resendMailer({ apiKey: "re_second", baseUrl: second.url });
  const shops = new Map([
    [LARGE, "large"],
    [LOST, "removed"],
  ]);
  const errors: object[] = [];
  let nowMs = 0;
  let reads = 0;
  const mailers = createMailers({
    default: resendMailer({ apiKey: "re_first", baseUrl: first.url }),
    pools: isSecondConfigured ? { large } : {},
    listPooledShops() {
      reads += 1;
      return Promise.resolve(new Map(shops));
    },
    log: { error: (fields: object) => void errors.push(fields) } as never,
    elapsedMs: () => nowMs,
  });
  return {
    mailers,
    shops,
    errors,
    reads: () => reads,
    pass(ms: number) {
      nowMs += ms;
    },
  };
}

mailerContract("account of a pool's", async () => ({
  mailer: await twoAccounts().mailers.ofShop(LARGE),
  sentMessageIds: () => Promise.resolve(second.accepted.map(({ messageId }) => messageId ?? "")),
}));

const send = (mailer: Mailer) => mailer.sendBatch({ key: "b", emails: [anEmail()] });

test("a shop's email leaves by the account of its pool, with its own rate", async () => {
  const { mailers } = twoAccounts();
  const [ofDefault, ofLarge] = [await mailers.ofShop(SHOP), await mailers.ofShop(LARGE)];
  expect(ofDefault.account).not.toBe(ofLarge.account);
  second.fail({
    kind: "error",
    statusCode: 429,
    name: "rate_limit_exceeded",
    headers: { "retry-after": "60" },
  });
  expect(await send(ofLarge)).toMatchObject({ kind: "rate_limited" });
  expect(await send(ofDefault)).toMatchObject({ kind: "answered" });
  expect(first.accepted).toHaveLength(1);
  expect(second.accepted).toHaveLength(0);
});

test("a shop whose pool is not configured waits, and no other account sends its email", async () => {
  const { mailers, errors } = twoAccounts();
  expect(await send(await mailers.ofShop(LOST))).toMatchObject({ kind: "unreachable" });
  expect(first.calls.length + second.calls.length).toBe(0);
  expect(errors).toEqual([{ shopId: LOST, pool: "removed" }]);
});

test("a shop of a pool also waits where no pool is configured any more", async () => {
  const { mailers } = twoAccounts(false);
  expect(await send(await mailers.ofShop(LARGE))).toMatchObject({ kind: "unreachable" });
  expect(await send(await mailers.ofShop(SHOP))).toMatchObject({ kind: "answered" });
  expect(first.accepted).toHaveLength(1);
});

test("a moved shop uses its new account within half a minute", async () => {
  const { mailers, shops, pass, reads } = twoAccounts();
  await mailers.ofShop(SHOP);
  shops.set(SHOP, "large");
  pass(29_000);
  expect((await mailers.ofShop(SHOP)).pool).toBeUndefined();
  expect(reads()).toBe(1);
  pass(1_000);
  expect((await mailers.ofShop(SHOP)).pool).toBe("large");
});
