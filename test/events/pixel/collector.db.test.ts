import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { signClickToken } from "~/events/pixel/click-token";
import { createCollector, type Collected } from "~/events/pixel/create-collector.server";
import { issuePixelAccount } from "~/events/pixel-account-store.server";
import { recordLogin } from "~/events/pixel/record-login.server";
import { createShop, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";

let database: Database;
let account: string;
beforeAll(async () => {
  database = await openTestDatabase();
  await createShop(database.db);
  await createShop(database.db, OTHER_SHOP);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.event.deleteMany();
  await database.db.shop.updateMany({ data: { uninstalledAt: null } });
  account = await issue();
});

async function issue(shopId = SHOP): Promise<string> {
  await issuePixelAccount(database.db, shopId, { now: NOW, pixelId: null });
  const row = await database.db.pixelAccount.findUniqueOrThrow({ where: { shopId } });
  return row.accountId;
}

function openCollector({ webhooksWaiting = 0, db = database.db } = {}) {
  const heldMs: number[] = [];
  const deps = {
    ...createTestDeps(),
    db,
    webhooks: { waitingCount: () => webhooksWaiting },
    pause: (ms: number) => Promise.resolve(heldMs.push(ms)),
  };
  const collector = createCollector(deps);
  let elapsedMs = 0;
  return {
    ...deps,
    heldMs,
    close: () => collector.close(),
    rest: (ms: number) => void (elapsedMs += ms),
    send: (body: unknown, address: string | null = "192.0.2.1"): Promise<Collected> =>
      collector.collect({
        address,
        elapsedMs,
        readBody: () =>
          Promise.resolve(
            new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body)),
          ),
      }),
    collect: collector.collect,
  };
}

const aPage = (id = "e1", rest: object = {}) => ({
  id,
  at: NOW.toISOString(),
  name: "page_viewed",
  page: "home",
  referrer: "direct",
  ...rest,
});
const aBatch = (events: unknown[] = [aPage()], rest: object = {}) => ({
  account,
  visitor: "client-1",
  events,
  ...rest,
});
const stored = () => database.db.event.findMany({ orderBy: { seq: "asc" } });

describe("the collector", () => {
  test("stores pixel events under a pseudonym and wakes the shop", async () => {
    const { send, announced, keyring } = openCollector();
    expect(await send(aBatch())).toEqual({ kind: "stored" });
    const [event] = await stored();
    const visitorId = keyring.pseudonym(SHOP, "client-1");
    expect(event).toMatchObject({
      shopId: SHOP,
      source: "pixel",
      visitorId,
      customerId: null,
      sealed: null,
    });
    expect(
      JSON.stringify(event, (_, it: unknown) => (typeof it === "bigint" ? "" : it)),
    ).not.toContain("client-1");
    expect(announced).toEqual([{ shopId: SHOP, fact: "browsing_recorded" }]);
  });

  test("gives one browser a different pseudonym in each shop", () => {
    const { keyring } = openCollector();
    expect(keyring.pseudonym(SHOP, "c")).not.toBe(keyring.pseudonym(OTHER_SHOP, "c"));
  });

  test("stores an event once, however often it is sent", async () => {
    const { send } = openCollector();
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(aBatch())));
    expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set(["stored"]));
    await send(aBatch([aPage("e1"), aPage("e2")]));
    expect((await stored()).map((it) => it.sourceId.split("/")[1])).toEqual(["e1", "e2"]);
  });

  test("stores no URL from a pixel, in any field", async () => {
    const { send } = openCollector();
    const person = { email: "canary@example.com", checkout: { email: "canary@example.com" } };
    const search = { id: "e2", at: NOW.toISOString(), name: "search_submitted", results: 0 };
    await send(
      aBatch([aPage("e1", person), { ...search, query: "canary@example.com", ...person }], person),
    );
    expect(await stored()).toHaveLength(2);
    const rows = await database.db.$queryRaw<
      { text: string }[]
    >`select event::text as text from event`;
    expect(JSON.stringify(rows)).not.toContain("canary");
    expect(await database.db.profile.count()).toBe(0);
  });

  test("recognizes our click tokens for their own shop only", async () => {
    const { send, keyring } = openCollector();
    const click = (shopId: typeof SHOP) => signClickToken(shopId, "engagement/7", keyring);
    await send(
      aBatch([aPage("e1", { click: click(SHOP) }), aPage("e2", { click: click(OTHER_SHOP) })]),
    );
    expect((await stored()).map(({ payload }) => payload)).toMatchObject([
      { clickId: "engagement/7" },
      { clickId: null },
    ]);
  });

  test.each([
    ["no JSON", "{", "malformed"],
    ["nothing that it understands", { account: "a", visitor: "v", events: [{}] }, "malformed"],
    [
      "an account of nobody",
      { account: "made-up", visitor: "v", events: [aPage()] },
      "unknown_account",
    ],
  ])("refuses %s", async (_what, body, reason) => {
    expect(await openCollector().send(body)).toEqual({ kind: "refused", reason });
    expect(await stored()).toEqual([]);
  });

  test("refuses a body that is too long without parsing it", async () => {
    const { collect } = openCollector();
    const readBody = () => Promise.resolve(null);
    expect(await collect({ address: null, elapsedMs: 0, readBody })).toEqual({
      kind: "refused",
      reason: "too_long",
    });
  });

  test("refuses a replaced account, and accounts of uninstalled shops", async () => {
    const old = account;
    account = await issue();
    expect(account).not.toBe(old);
    const unknown = { kind: "refused", reason: "unknown_account" };
    expect(await openCollector().send(aBatch([aPage()], { account: old }))).toEqual(unknown);
    await database.db.shop.update({ where: { shopId: SHOP }, data: { uninstalledAt: NOW } });
    expect(await openCollector().send(aBatch())).toEqual(unknown);
  });
});

describe("F26, S14: a flood of requests", () => {
  test("from one address is rejected until it pauses, and other addresses are served", async () => {
    const { send, rest, heldMs } = openCollector();
    const kinds: string[] = [];
    for (let i = 0; i < 70; i++) kinds.push((await send("{", "198.51.100.1")).kind);
    expect(kinds.filter((it) => it === "limited")).toHaveLength(10);
    // It waits before each rate-limited response, so it sends less.
    expect(heldMs).toHaveLength(10);
    expect(Math.min(...heldMs)).toBeGreaterThanOrEqual(1_000);
    expect(await send(aBatch(), "198.51.100.2")).toEqual({ kind: "stored" });
    rest(1_000);
    expect((await send("{", "198.51.100.1")).kind).toBe("refused");
  });

  test("for one shop from many addresses is rejected, and other shops are served", async () => {
    const { send } = openCollector();
    const kinds: string[] = [];
    for (let i = 0; i < 210; i++)
      kinds.push((await send(aBatch([aPage(`e${i}`)]), `10.0.0.${i}`)).kind);
    expect(kinds.filter((it) => it === "limited")).toHaveLength(10);
    const other = await issue(OTHER_SHOP);
    expect(await send(aBatch([aPage()], { account: other }), "10.0.1.1")).toEqual({
      kind: "stored",
    });
  });

  test("is not even read while webhooks wait", async () => {
    const { collect } = openCollector({ webhooksWaiting: 500 });
    const readBody = () => Promise.reject(new Error("it was read"));
    expect(await collect({ address: null, elapsedMs: 0, readBody })).toEqual({ kind: "shed" });
  });

  test.each(["$transaction", "pixelAccount"])(
    "is answered while the database is down (%s), and nothing counts as stored",
    async (part) => {
      const unavailable = () => Promise.reject(new Error("gone"));
      const db = new Proxy(database.db, {
        get: (target, name) =>
          name !== part
            ? (Reflect.get(target, name) as unknown)
            : part === "$transaction"
              ? unavailable
              : { findFirst: unavailable },
      });
      expect(await openCollector({ db }).send(aBatch())).toEqual({ kind: "shed" });
      expect(await stored()).toEqual([]);
    },
  );

  test("is stored as far as accepted when the process ends", async () => {
    const { send, close } = openCollector();
    const answers = [send(aBatch([aPage("e1")])), send(aBatch([aPage("e2")]))];
    await new Promise((resolve) => setImmediate(resolve));
    await close();
    const kinds = (await Promise.all(answers)).map(({ kind }) => kind);
    expect(await stored()).toHaveLength(kinds.filter((it) => it === "stored").length);
    expect((await send(aBatch([aPage("e3")]))).kind).toBe("shed");
  });
});

describe("a login", () => {
  const logins = async () => (await stored()).map((it) => [it.kind, it.customerId, it.visitorId]);

  test("is recorded per browser, and again only after another customer's login", async () => {
    const { keyring, queue, announced } = openCollector();
    let minutes = 0;
    const now = () => new Date(NOW.getTime() + ++minutes * 60_000);
    const deps = { db: database.db, keyring, queue, now };
    for (const customerId of ["201", "201", "202", "201"]) {
      await recordLogin(SHOP, { browserId: "client-1", customerId }, deps);
    }
    const visitorId = keyring.pseudonym(SHOP, "client-1");
    expect(await logins()).toEqual(
      ["201", "202", "201"].map((customerId) => ["visitor_logged_in", customerId, visitorId]),
    );
    expect(announced).toHaveLength(3);
  });
});
