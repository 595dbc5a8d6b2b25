import { setTimeout as sleep } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import { acrossShops } from "~/db-scope.server";
import type { PrismaClient } from "~/generated/prisma/client";
import type { Queue } from "~/jobs/queue";
import { AppError } from "~/lib/errors";
import type { Log } from "~/lib/log.server";
import { createRateLimit } from "~/lib/rate-limit";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { createBatcher } from "../inbox/create-batcher.server";
import type { WebhookBatcher } from "../inbox/create-webhook-batcher.server";
import type { AnyEvent } from "../event";
import { recordEvents } from "../event-store.server";
import { openClickToken } from "./click-token";
import { fromPixel } from "./from-pixel";
import { findShopByAccount } from "./pixel-account-store.server";
import { PixelBatch } from "./pixel-batch";

interface Deps {
  readonly db: PrismaClient;
  readonly queue: Pick<Queue, "announceAll">;
  readonly keyring: Pick<Keyring, "seal" | "pseudonym" | "openLink">;
  readonly webhooks: Pick<WebhookBatcher, "waitingCount">;
  readonly now: () => Date;
  readonly log: Pick<Log, "warn">;
  /** Waits; a test replaces it. */
  readonly pause?: (waitMs: number) => Promise<unknown>;
}

interface PixelRequest {
  /** From where it comes; null when that is not known. Kept only to count. */
  readonly address: string | null;
  /** Milliseconds on a clock that does not go back. */
  readonly elapsedMs: number;
  /** Reads the body; null when it is too long. */
  readBody(): Promise<Uint8Array | null>;
}

export type Collected =
  /** Committed, now or before. */
  | { readonly kind: "stored" }
  | { readonly kind: "refused"; readonly reason: "too_long" | "malformed" | "unknown_account" }
  /** More came from the address or for the shop than may. */
  | { readonly kind: "limited" }
  /** There is more to do than can be done, and orders come first. */
  | { readonly kind: "shed" };

export interface Collector {
  collect(request: PixelRequest): Promise<Collected>;
  /** Commits what waits and takes no more. */
  close(): Promise<void>;
}

/** Requests, not events: a pixel gathers what happens within a second. */
const BY_ADDRESS = { perSecond: 20, burst: 60 };
const BY_SHOP = { perSecond: 50, burst: 200 };
/** Requests that wait for their commit. Half a second's worth: whoever waits longer has left the page. */
const MAX_WAITING = 400;
/** Webhooks that wait for theirs: with so many the database is late, and browsing makes room. */
const MOST_WEBHOOKS_WAITING = 200;
/** Whoever sends too much waits for the answer: it sends less meanwhile, and orders' webhooks are not behind it. */
const HOLD_MS = 1_000;
/** So many wait at most: each holds a connection. */
const MOST_HELD = 500;
const ACCOUNTS = { max: 10_000, ttl: 60_000 };

/**
 * Takes in what storefronts' pixels tell. Nobody signs it: it is believed to
 * be browsing and no more, and nothing in it can make us write to anybody.
 */
export function createCollector(deps: Deps): Collector {
  const { db, queue, keyring, webhooks, now, log, pause = sleep } = deps;
  const isWithinAddress = createRateLimit(BY_ADDRESS);
  const isWithinShop = createRateLimit(BY_SHOP);
  // Those of nobody are remembered too: asking for them again and again costs nothing.
  const shops = new LRUCache<string, { readonly shopId: ShopId | null }>(ACCOUNTS);
  const batcher = createBatcher<readonly AnyEvent[]>({
    what: "Browsing events",
    reason: "collect-browsing",
    maxWaiting: MAX_WAITING,
    commit: (told) =>
      db.$transaction(async (tx) => {
        const events = told.flat();
        const { recorded } = await recordEvents(tx, events, { keyring, now });
        if (recorded === 0) return;
        const shopIds = events.map(({ shopId }) => shopId);
        await queue.announceAll(tx, shopIds, "browsing_recorded");
      }),
  });

  async function shopOf(account: string): Promise<ShopId | null> {
    const known = shops.get(account);
    if (known) return known.shopId;
    try {
      const shopId = await acrossShops("collect-browsing", () => findShopByAccount(db, account));
      shops.set(account, { shopId });
      return shopId;
    } catch (cause) {
      throw new AppError("unavailable", "The shop of an account cannot be looked up now", {
        cause,
      });
    }
  }

  async function take({ address, elapsedMs, readBody }: PixelRequest): Promise<Collected> {
    if (webhooks.waitingCount() > MOST_WEBHOOKS_WAITING) return { kind: "shed" };
    if (!isWithinAddress(address ?? "unknown", elapsedMs)) return { kind: "limited" };
    const body = await readBody();
    if (!body) return { kind: "refused", reason: "too_long" };
    const batch = parseBatch(body);
    if (!batch) return { kind: "refused", reason: "malformed" };
    try {
      const shopId = await shopOf(batch.account);
      if (!shopId) return { kind: "refused", reason: "unknown_account" };
      if (!isWithinShop(shopId, elapsedMs)) return { kind: "limited" };
      await batcher.add(
        fromPixel(batch, {
          shopId,
          visitorId: keyring.pseudonym(shopId, batch.visitor),
          receivedAt: now(),
          openClick: (token) => openClickToken(shopId, token, keyring),
        }),
      );
      return { kind: "stored" };
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "unavailable") throw error;
      log.warn({ err: error }, "browsing could not be stored");
      return { kind: "shed" };
    }
  }

  let held = 0;
  async function hold(): Promise<void> {
    if (held >= MOST_HELD) return;
    held += 1;
    // Not all at one time: they would come back together.
    await pause(HOLD_MS * (1 + Math.random()));
    held -= 1;
  }

  return {
    async collect(request) {
      const collected = await take(request);
      if (collected.kind === "limited" || collected.kind === "shed") await hold();
      return collected;
    },
    close: () => batcher.close(),
  };
}

function parseBatch(body: Uint8Array): PixelBatch | null {
  try {
    const batch = PixelBatch.safeParse(JSON.parse(new TextDecoder().decode(body)));
    return batch.success && batch.data.events.some((it) => it !== null) ? batch.data : null;
  } catch {
    return null;
  }
}
