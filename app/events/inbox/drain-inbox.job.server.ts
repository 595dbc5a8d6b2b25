import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job";
import type { Queue } from "~/jobs/queue";
import { AppError } from "~/lib/errors";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { applyLifecycle } from "../apply-lifecycle.server";
import { recordEvents } from "../event-store.server";
import { LIFECYCLE_TOPICS } from "../from-shopify";
import type { LifecycleTranslation } from "../from-shopify/lifecycle";
import {
  buryLostInboxEntries,
  claimInboxEntries,
  giveBackInboxEntry,
  settleInboxEntries,
  type ClaimedEntry,
  type Settled,
} from "./inbox-claims.server";
import { listShopsWithDueEntries } from "./inbox-due.server";
import { translateEntry, type ShopFacts } from "./translate-entry.server";

interface Deps {
  readonly db: PrismaClient;
  readonly keyring: Keyring;
  readonly queue: Queue;
  readonly now: () => Date;
  readonly log: Pick<Log, "warn">;
}

const SLICE_ENTRIES = 200;
const SLICE_RETRIES = 20;

/**
 * Turns received webhooks into events, and does what they ask for. Entries of
 * one slice commit together; when that fails each goes alone, so that one bad
 * entry holds up no other.
 */
export const drainInboxJob = defineJob<Deps>({
  name: "events.drain-inbox",
  listDueShops: listShopsWithDueEntries,

  async run(shopId, deps, signal) {
    const { db, now } = deps;
    const shop = await db.shop.findUnique({
      where: { shopId },
      select: { currency: true, uninstalledAt: true },
    });
    // Before the install there is no shop to record anything for: what came early waits.
    const topics = shop ? {} : { topics: LIFECYCLE_TOPICS };
    const claim = (which: "fresh" | "retried", limit: number) =>
      db.$transaction((tx) =>
        claimInboxEntries(tx, shopId, { now: now(), which, limit, from: "shopify", ...topics }),
      );

    await db.$transaction((tx) => buryLostInboxEntries(tx, shopId, now()));
    const fresh = await claim("fresh", SLICE_ENTRIES);
    await workTogether(shopId, shop, fresh, deps);

    const retried = signal.aborted ? [] : await claim("retried", SLICE_RETRIES);
    for (const entry of retried) await workAlone(shopId, shop, entry, deps);
    return { more: fresh.length === SLICE_ENTRIES || retried.length === SLICE_RETRIES };
  },
});

interface Translated {
  readonly entry: ClaimedEntry;
  readonly translation: LifecycleTranslation;
}

async function workTogether(
  shopId: ShopId,
  shop: ShopFacts | null,
  entries: readonly ClaimedEntry[],
  deps: Deps,
): Promise<void> {
  const translated: Translated[] = [];
  for (const entry of entries) {
    try {
      translated.push({ entry, translation: translateEntry(shopId, shop, entry, deps) });
    } catch (error) {
      await giveBack(shopId, entry, error, deps);
    }
  }
  const asked = translated.filter(({ translation }) => translation.kind === "lifecycle");
  const told = translated.filter(({ translation }) => translation.kind !== "lifecycle");
  try {
    await settleTogether(shopId, told, deps);
  } catch {
    // Which of them it was, and why, shows when each goes alone.
    for (const { entry } of told) await workAlone(shopId, shop, entry, deps);
  }
  for (const { entry } of asked) await workAlone(shopId, shop, entry, deps);
}

async function workAlone(
  shopId: ShopId,
  shop: ShopFacts | null,
  entry: ClaimedEntry,
  deps: Deps,
): Promise<void> {
  try {
    const translation = translateEntry(shopId, shop, entry, deps);
    if (translation.kind !== "lifecycle") {
      await settleTogether(shopId, [{ entry, translation }], deps);
      return;
    }
    const { lifecycle } = translation;
    const reason = await applyLifecycle(shopId, lifecycle, entry.webhookId, deps);
    const { webhookId, attempts } = entry;
    await deps.db.$transaction((tx) =>
      settleInboxEntries(tx, shopId, [
        // What a privacy request says of a person is not kept once it is met.
        { webhookId, attempts, state: "done", reason, forgetBody: true },
      ]),
    );
  } catch (error) {
    await giveBack(shopId, entry, error, deps);
  }
}

async function settleTogether(
  shopId: ShopId,
  translated: readonly Translated[],
  { db, keyring, queue, now }: Deps,
): Promise<void> {
  if (translated.length === 0) return;
  const events = translated.flatMap(({ translation }) =>
    translation.kind === "events" ? translation.events : [],
  );
  await db.$transaction(async (tx) => {
    const { recorded } = await recordEvents(tx, events, { keyring, now });
    await settleInboxEntries(tx, shopId, translated.map(settled));
    if (recorded > 0) await queue.announce(tx, shopId, "events_recorded");
  });
}

function settled({ entry, translation }: Translated): Settled {
  const { webhookId, attempts } = entry;
  const isRefused = translation.kind === "refused";
  return {
    webhookId,
    attempts,
    state: isRefused ? "refused" : "done",
    reason: isRefused || translation.kind === "ignored" ? translation.reason : null,
    forgetBody: translation.kind === "ignored",
  };
}

async function giveBack(
  shopId: ShopId,
  { webhookId, topic, attempts }: ClaimedEntry,
  error: unknown,
  { db, now, log }: Deps,
): Promise<void> {
  log.warn({ err: error, shopId, webhookId, topic, attempts }, "webhook could not be worked");
  // Other errors may quote what they choked on.
  const reason = error instanceof AppError ? error.message : "it could not be recorded";
  await db.$transaction((tx) =>
    giveBackInboxEntry(tx, shopId, { webhookId, attempts, reason, now: now() }),
  );
}
