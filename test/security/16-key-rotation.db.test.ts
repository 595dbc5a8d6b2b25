import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { drainInboxJob } from "~/events/inbox/drain-inbox.job.server";
import { openEmailHead, sealEmail } from "~/delivery/outbox/sealed-email.server";
import { prepareTemplateText } from "~/outbox/frozen-content.server";
import type { AppError } from "~/lib/errors";
import { createLog } from "~/lib/log.server";
import { openSession } from "~/shopify/session-storage.server";
import { listMissingKeys, adoptKeys, watchUsedKeys } from "~/privacy/check-keys.server";
import { createKeyring, generateKeyringSecrets, rotateKeyring } from "~/privacy/keyring.server";
import { resealJob } from "~/privacy/reseal.job.server";
import { retireKey } from "~/privacy/retire-key.server";
import { countSealedByKey, listUsedKeys } from "~/privacy/used-key-store.server";
import { createShop, NOW, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps } from "../support/deps";
import { anEmail } from "../support/emails";
import { createProfile } from "../support/rows";

const OLD = generateKeyringSecrets();
const { add: ADD, use: USE } = rotateKeyring(OLD, "k2");
const signal = new AbortController().signal;
const now = () => NOW;
const YEARS_LATER = new Date(NOW.getTime() + 3 * 366 * 86_400_000);

let database: Database;
const start = (secrets: typeof OLD, at = NOW) =>
  adoptKeys(secrets, { db: database.db, now: () => at, settleMs: 0 });

beforeAll(async () => {
  database = await openTestDatabase();
  await createShop(database.db);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.usedKey.deleteMany();
  await database.db.profile.deleteMany();
  await database.db.event.deleteMany();
  await database.db.inboxEntry.deleteMany();
});

describe("the two keyrings of a rotation", () => {
  const [old, add, use] = [OLD, ADD, USE].map((secrets) => createKeyring(secrets));
  const place = { table: "t", column: "c", shopId: SHOP, row: "1" };

  test("the first opens what the second seals and signs, and still uses the old keys", () => {
    for (const keyring of [old!, use!]) {
      expect(add!.open(keyring.seal("said", place), place)).toBe("said");
      expect(add!.openLink("click", keyring.signLink("click", "x"))).toBe("x");
    }
    expect(old!.open(add!.seal("said", place), place)).toBe("said");
    expect(old!.openLink("click", add!.signLink("click", "x"))).toBe("x");
  });

  test("the second uses the new keys, which a process without the first does not have", () => {
    expect(() => old!.open(use!.seal("said", place), place)).toThrow("not in the keyring");
    expect(use!.open(old!.seal("said", place), place)).toBe("said");
  });
});

describe("a process", () => {
  test("registers only the keys that it is about to use", async () => {
    await start(OLD);
    await start(ADD);
    const names = async () =>
      (await listUsedKeys(database.db)).map(({ purpose, keyId }) => `${purpose} ${keyId}`).sort();
    expect(await names()).toEqual(["index index", "link l1", "seal k1"]);
    await start(USE);
    expect(await names()).toEqual(["index index", "link k2", "link l1", "seal k1", "seal k2"]);
  });

  test("refuses to start without a key that sealed or signed, or with a different one", async () => {
    await start(OLD);
    await start(USE);
    const { k2 } = USE.encryption as Record<string, string>;
    const { k2: link } = USE.links as Record<string, string>;
    await expect(start(OLD)).rejects.toThrow("seal k2, link k2");
    await expect(start({ ...USE, encryption: { k2: k2! } })).rejects.toThrow("seal k1");
    await expect(start({ ...USE, links: { k2: link! } })).rejects.toThrow("link l1");
    await expect(start({ ...USE, index: k2! })).rejects.toThrow("index index");
    await expect(start({ ...USE, encryption: { ...USE.encryption, k1: k2! } })).rejects.toThrow(
      "seal k1",
    );
    await start(ADD);
  });

  test("reads only the register, since shop tables may be inaccessible", async () => {
    await start(OLD);
    const requested: string[] = [];
    const db = new Proxy(database.db, {
      get: (target, name) => {
        if (typeof name === "string") requested.push(name);
        return Reflect.get(target, name) as unknown;
      },
    });
    await adoptKeys(OLD, { db, now, settleMs: 0 });
    expect([...new Set(requested)]).toEqual(["usedKey"]);
  });

  test("notices within five seconds that a newer key is missing or available again", async () => {
    await start(OLD);
    let ms = 0;
    const missing = watchUsedKeys(OLD, database.db, () => ms);
    expect(await missing()).toEqual([]);
    await start(USE);
    expect(await missing()).toEqual([]);
    ms += 5_000;
    expect((await missing()).map(({ keyId }) => keyId)).toEqual(["k2", "k2"]);
    expect(listMissingKeys(ADD, await listUsedKeys(database.db))).toEqual([]);
  });
});

describe("a missing key costs no attempt", () => {
  const newer = createKeyring(USE);

  test("of a webhook, which is completed once the key is available", async () => {
    const { db } = database;
    const place = { table: "inbox_entry", column: "sealed_body", shopId: SHOP, row: "w1" };
    await db.inboxEntry.create({
      data: {
        ...{
          shopId: SHOP,
          webhookId: "w1",
          topic: "customers/update",
          receivedAt: NOW,
          nextRunAt: NOW,
        },
        sealedBody: newer.seal('{"id":1,"email":"ada@example.com"}', place),
      },
    });
    const find = () => db.inboxEntry.findFirstOrThrow({ where: { webhookId: "w1" } });
    let at = NOW;
    const deps = { ...createTestDeps(), db, keyring: createKeyring(OLD), now: () => at };
    for (let i = 0; i < 10; i++) {
      await drainInboxJob.run(SHOP, deps, signal);
      at = new Date((await find()).nextRunAt!.getTime() + 1);
    }
    expect(await find()).toMatchObject({ state: "waiting", attempts: 0 });
    await drainInboxJob.run(SHOP, { ...deps, keyring: createKeyring(ADD) }, signal);
    expect((await find()).state).toBe("done");
  });

  test("of a frozen email or a session, which do not count as corrupt", () => {
    const older = createKeyring(OLD);
    const code = (work: () => unknown) => {
      try {
        return work();
      } catch (error) {
        return (error as AppError).code;
      }
    };
    const template = prepareTemplateText("[]");
    const details = { picks: [], why: [] };
    const { sealedEmail } = sealEmail(SHOP, anEmail({ messageId: "m1" }), details, template, newer);
    expect(code(() => openEmailHead(SHOP, "m1", sealedEmail, older))).toBe("missing_key");
    const sealed = newer.seal("{}", {
      table: "shopify_session",
      column: "sealed",
      shopId: SHOP,
      row: "s",
    });
    const row = { shopId: SHOP, sessionId: "s", sealed };
    expect(code(() => openSession(row, { keyring: older, log: createLog("silent") }))).toBe(
      "missing_key",
    );
  });
});

describe("an old key", () => {
  test("is removed once its values are sealed again, which the log reports", async () => {
    const { db } = database;
    await start(OLD);
    await start(USE);
    await createProfile(db, createKeyring(OLD));
    await createProfile(db, createKeyring(USE));
    const counts = async () =>
      (await countSealedByKey(db))
        .filter(({ table }) => table === "profile")
        .map(({ keyId, rows }) => [keyId, rows]);
    expect(await counts()).toEqual([
      ["k1", 1],
      ["k2", 1],
    ]);
    expect(await retireKey(db, USE, "k1", NOW)).toContain("1 of profile.sealed_contact");
    expect(await retireKey(db, USE, "k2", NOW)).toContain("used");

    const lines: string[] = [];
    const log = createLog("info", { write: (line) => void lines.push(line) });
    const deps = { db, keyring: createKeyring(USE), now, log };
    while ((await resealJob.run(SHOP, deps, signal)).more);
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { shopId: SHOP, table: "profile", column: "sealed_contact", values: 1 },
    ]);
    expect(await counts()).toEqual([["k2", 2]]);
    expect(await retireKey(db, USE, "k1", NOW)).toBeNull();
    const { k1: _, ...encryption } = USE.encryption as Record<string, string>;
    await start({ ...USE, encryption });
  });

  test("that signed links is kept for two years after the next one", async () => {
    await start(OLD);
    await start(USE, new Date(NOW.getTime() + 1_000));
    expect(await retireKey(database.db, USE, "l1", NOW)).toContain("links");
    expect(await retireKey(database.db, USE, "l1", YEARS_LATER)).toBeNull();
    const { l1: _, ...links } = USE.links as Record<string, string>;
    await start({ ...USE, links });
  });
});
