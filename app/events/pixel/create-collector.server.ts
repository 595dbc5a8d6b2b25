import { setTimeout as sleep } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import { acrossShops } from "~/db-scope.server";
import type { CommonDeps } from "~/deps";
import type { Queue } from "~/jobs/queue";
import { AppError } from "~/lib/errors";
import type { Log } from "~/lib/log.server";
import { createRateLimit } from "~/lib/rate-limit";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { createBatcher } from "~/lib/create-batcher.server";
import type { WebhookBatcher } from "../inbox/create-webhook-batcher.server";
import type { AnyEvent } from "../event";
import { recordEvents } from "../event-store.server";
import { openClickToken } from "./click-token";
import { fromPixel } from "./from-pixel";
import { findShopByAccount } from "../pixel-account-store.server";
import { PixelBatch } from "./pixel-batch";

interface Deps extends CommonDeps<"db" | "now"> {
  readonly queue: Pick<Queue, "announceAll">;
  readonly keyring: Pick<Keyring, "seal" | "pseudonym" | "openLink">;
  readonly webhooks: Pick<WebhookBatcher, "waitingCount">;
  readonly log: Pick<Log, "warn">;
  /** Sleeps; replaced in tests. */
  readonly pause?: (waitMs: number) => Promise<unknown>;
}

interface PixelRequest {
  /** Client address; null when unknown. Used only for rate limits. */
  readonly address: string | null;
  /** A monotonic clock in milliseconds. */
  readonly elapsedMs: number;
  /** Reads the body; null when it is too long. */
  readBody(): Promise<Uint8Array | null>;
}

export type Collected =
  /** Committed, now or before. */
  | { readonly kind: "stored" }
  | { readonly kind: "refused"; readonly reason: "too_long" | "malformed" | "unknown_account" }
  /** The rate limit of the address or the shop was exceeded. */
  | { readonly kind: "limited" }
  /** Load shed: webhooks come first. */
  | { readonly kind: "shed" };

export interface Collector {
  collect(request: PixelRequest): Promise<Collected>;
  /** Commits waiting events and accepts no more. */
  close(): Promise<void>;
}

/** Requests, not events: the pixel batches one second. */
const BY_ADDRESS = { perSecond: 20, burst: 60 };
const BY_SHOP = { perSecond: 50, burst: 200 };
/**
 * Requests waiting for their commit: half a second's worth, because later the visitor has left the
 * page.
 */
const MAX_WAITING = 400;
/** Waiting webhooks: above this the database is behind, and browsing events are shed. */
const MAX_WEBHOOKS_WAITING = 200;
/** An over-limit sender waits for its response, so it sends less and does not delay webhooks. */
const HOLD_MS = 1_000;
/** Held responses at most: each holds a connection. */
const MAX_HELD = 500;
const ACCOUNTS = { max: 10_000, ttl: 60_000 };

/**
 * Receives pixel events from storefronts. They are unsigned, so they count as browsing only and can
 * never cause an email.
 */
export function createCollector(deps: Deps): Collector {
  const { db, queue, keyring, webhooks, now, log, pause = sleep } = deps;
  const isWithinAddress = createRateLimit(BY_ADDRESS);
  const isWithinShop = createRateLimit(BY_SHOP);
  // Caches negative lookups, too.
  const shops = new LRUCache<string, { readonly shopId: ShopId | null }>(ACCOUNTS);
  const batcher = createBatcher<readonly AnyEvent[]>({
    what: "Browsing events",
    reason: "collect-browsing",
    maxWaiting: MAX_WAITING,
    commit: (batches) =>
      db.$transaction(async (tx) => {
        const events = batches.flat();
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

  async function receive({ address, elapsedMs, readBody }: PixelRequest): Promise<Collected> {
    if (webhooks.waitingCount() > MAX_WEBHOOKS_WAITING) return { kind: "shed" };
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
    if (held >= MAX_HELD) return;
    held += 1;
    // Jitter, so that held clients do not retry together.
    await pause(HOLD_MS * (1 + Math.random()));
    held -= 1;
  }

  return {
    async collect(request) {
      const collected = await receive(request);
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
