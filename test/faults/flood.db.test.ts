import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { createCollector } from "~/events/pixel/create-collector.server";
import { issuePixelAccount } from "~/events/pixel-account-store.server";
import { createShop, NOW, OTHER_SHOP, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps } from "../support/deps";
import { overSeeds } from "../support/over-seeds";

/** A shop's rate limit: its burst and its rate per second. */
const SHOP_BURST = 200;
const SHOP_PER_SECOND = 50;

let database: Database;
let flooded: string;
let quiet: string;
beforeAll(async () => {
  database = await openTestDatabase();
  flooded = await openAccount(SHOP);
  quiet = await openAccount(OTHER_SHOP);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.event.deleteMany();
});

async function openAccount(shopId: typeof SHOP): Promise<string> {
  await createShop(database.db, shopId);
  await issuePixelAccount(database.db, shopId, { now: NOW, pixelId: null });
  return (await database.db.pixelAccount.findUniqueOrThrow({ where: { shopId } })).accountId;
}

function openRoute() {
  const collector = createCollector({
    ...createTestDeps(),
    db: database.db,
    webhooks: { waitingCount: () => 0 },
    pause: () => Promise.resolve(),
  });
  return (account: string, address: string, elapsedMs: number, eventId: string) => {
    const event = { id: eventId, at: NOW.toISOString(), name: "page_viewed" };
    const events = [{ ...event, page: "home", referrer: "direct" }];
    const body = new TextEncoder().encode(JSON.stringify({ account, visitor: "v", events }));
    return collector
      .collect({ address, elapsedMs, readBody: () => Promise.resolve(body) })
      .then(({ kind }) => kind);
  };
}

describe("F26: a flood of browsing", () => {
  overSeeds(
    "F26: for one shop, and in the name of shops that do not exist, takes nothing from another",
    { usual: 2 },
    async (draw) => {
      const send = openRoute();
      const addresses = Array.from({ length: draw.between(20, 200) }, (_, i) => `10.0.0.${i}`);
      const seconds = draw.between(1, 5);
      let sent = 0;
      let stored = 0;
      for (let second = 0; second < seconds; second++) {
        const atMs = second * 1_000;
        const flood = Array.from({ length: draw.between(200, 900) }, async () => {
          const isForged = draw.chance(0.3);
          const account = isForged ? `forged-${draw.between(1, 999_999)}` : flooded;
          const kind = await send(account, draw.of(addresses), atMs, `f${sent++}`);
          expect(isForged ? ["refused", "limited"] : ["stored", "limited"]).toContain(kind);
          if (kind === "stored") stored += 1;
        });
        const own = Array.from({ length: draw.between(1, 20) }, (_, i) =>
          send(quiet, `192.0.2.${i}`, atMs, `q${second}-${i}`),
        );
        expect(new Set(await Promise.all(own))).toEqual(new Set(["stored"]));
        await Promise.all(flood);
      }
      expect(stored).toBeLessThanOrEqual(SHOP_BURST + SHOP_PER_SECOND * (seconds - 1));
      expect(await database.db.event.count({ where: { shopId: SHOP } })).toBe(stored);
    },
  );

  test("from unlimited addresses and names does not increase memory", async () => {
    setFlagsFromString("--expose-gc");
    const collectGarbage = runInNewContext("gc") as () => void;
    const heapBytes = () => {
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const send = openRoute();
    const flood = async (from: number, to: number) => {
      for (let i = from; i < to; i += 1_000) {
        const calls = Array.from({ length: 1_000 }, (_, n) =>
          // Some of the addresses repeat, and are looked up as customers.
          send(`forged-${(i + n) % 50}`, `2001:db8::${i + n}`, i, "e"),
        );
        await Promise.all(calls);
      }
    };
    await flood(0, 25_000);
    const before = heapBytes();
    await flood(25_000, 75_000);
    expect(heapBytes() - before).toBeLessThan(10_000_000);
  });
});
