import { beforeEach, expect, test } from "vitest";
import type { Mailer } from "~/delivery/mailer";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import { storeAccountRate } from "~/delivery/pace/account-store.server";
import {
  findEmailPool,
  listPooledShops,
  moveToPool,
} from "~/delivery/pools/email-pool-store.server";
import { ShopId } from "~/lib/shop-id";
import { hoursAgo, SHOP } from "../../support/builders";
import { addSendingShop } from "../../support/outbox-stage";
import { useOutbox } from "../../support/use-outbox";

const OTHER = ShopId.parse("teapot.myshopify.com");
const outbox = useOutbox();
beforeEach(async () => {
  await outbox.db.mailerAccount.deleteMany();
  await addSendingShop(outbox.db, OTHER);
});

const pools = async () => Object.fromEntries(await listPooledShops(outbox.db));

test("a shop is moved to a pool and back, and its other settings stay", async () => {
  const before = await outbox.db.settings.findUniqueOrThrow({ where: { shopId: SHOP } });
  expect(await pools()).toEqual({});
  expect(await moveToPool(outbox.db, SHOP, "large")).toBe(true);
  expect(await pools()).toEqual({ [SHOP]: "large" });
  expect(await findEmailPool(outbox.db, SHOP)).toBe("large");
  expect(await findEmailPool(outbox.db, OTHER)).toBeNull();
  expect(await moveToPool(outbox.db, SHOP, null)).toBe(true);
  expect(await pools()).toEqual({});
  const after = await outbox.db.settings.findUniqueOrThrow({ where: { shopId: SHOP } });
  expect(after.sending).toEqual({ ...(before.sending as object), emailPool: null });
  expect(after.version).toBe(before.version + 2);
  expect(await moveToPool(outbox.db, ShopId.parse("none.myshopify.com"), "large")).toBe(false);
});

test("an account that rests stops the shops of its pool only", async () => {
  const mailerOf = (account: string, pool?: string): Mailer => ({
    ...outbox.mailer,
    account,
    ...(pool !== undefined && { pool }),
  });
  await outbox.plan("1", "m1");
  await outbox.plan("2", "m2", { shopId: OTHER });
  const refused = { kind: "quota_exhausted", retryAfterMs: 3_600_000 } as const;
  await storeAccountRate(outbox.db, "resend/large", refused);
  const { signal } = new AbortController();
  const drain = (shopId: ShopId, mailer: Mailer) =>
    drainOutboxJob.run(shopId, { ...outbox.deps, mailer }, signal);
  await drain(SHOP, mailerOf("resend/large", "large"));
  await drain(OTHER, mailerOf("resend/default"));
  expect(await outbox.states()).toEqual(["planned", "sent"]);
});

test("an email that one account may have is not offered to another", async () => {
  await outbox.plan("1", "m1");
  outbox.mailer.next(() => ({ kind: "ambiguous", detail: "no answer" }));
  await outbox.run();
  expect(await outbox.db.emailBatch.findFirst()).toMatchObject({ mailer: outbox.mailer.name });
  outbox.at(hoursAgo(-1));
  await outbox.drain({ ...outbox.deps, mailer: { ...outbox.mailer, pool: "large" } });
  expect(outbox.mailer.calls).toHaveLength(1);
  expect(await outbox.states()).toEqual(["unknown"]);
});
