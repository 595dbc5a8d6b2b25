import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { createLog } from "~/lib/log.server";
import { createKeyring } from "~/privacy/keyring.server";
import { selectShopsDueToday } from "~/jobs/schedule-store.server";
import { resealJob } from "~/privacy/reseal.job.server";
import { createShop, NOW, OTHER_SHOP, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { TEST_SECRETS } from "../support/deps";
import { readDueShops } from "../support/due-shops";
import { createProfile, createSentMessage } from "../support/rows";
import { openEverything } from "./open-everything";
import { changeMessages } from "../support/message-rows";

let database: Database;
const signal = new AbortController().signal;
const old = createKeyring(TEST_SECRETS);
const newKey = Buffer.alloc(32, 9).toString("base64");
const both = createKeyring({
  ...TEST_SECRETS,
  active: "t2",
  encryption: { ...TEST_SECRETS.encryption, t2: newKey },
});
const onlyNew = createKeyring({ ...TEST_SECRETS, active: "t2", encryption: { t2: newKey } });

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test("keeps values sealed with the active key unchanged, also long ones", async () => {
  const { db } = database;
  const shopId = await createShop(db, OTHER_SHOP);
  const { profileId } = await createProfile(db, old, { shopId });
  const messageId = await createSentMessage(db, { profileId, shopId });
  const place = { table: "message_content", column: "sealed_email", shopId, row: messageId };
  await changeMessages(
    db,
    { shopId, messageId },
    { sealedEmail: old.seal("<p>long</p>".repeat(2_000), place) },
  );
  const find = () => db.messageStatus.findFirstOrThrow({ where: { shopId, messageId } });

  const before = await find();
  await resealJob.run(
    shopId,
    { db, keyring: old, now: () => NOW, log: createLog("silent") },
    signal,
  );
  expect(await find()).toEqual(before);
});

test("after a rotation the new key alone opens everything unchanged", async () => {
  const { db } = database;
  await createShop(db);
  const emails: string[] = [];
  for (let i = 0; i < 501; i++) emails.push((await createProfile(db, old)).email);
  const { profileId } = await createProfile(db, old);
  await createSentMessage(db, { profileId });
  const before = await openEverything(db, SHOP, old);
  await expect(openEverything(db, SHOP, onlyNew)).rejects.toThrow("not in the keyring");

  expect(await readDueShops(db, selectShopsDueToday("privacy.reseal", NOW))).toEqual([SHOP]);
  let runs = 0;
  const run = () =>
    resealJob.run(SHOP, { db, keyring: both, now: () => NOW, log: createLog("silent") }, signal);
  do runs++;
  while ((await run()).more);
  expect(runs).toBeGreaterThan(1);
  expect(await readDueShops(db, selectShopsDueToday("privacy.reseal", NOW))).toEqual([]);

  const words = (text: string) => new Set(text.match(/[\w-]+@example\.com/g));
  expect(words(await openEverything(db, SHOP, onlyNew))).toEqual(words(before));
});
