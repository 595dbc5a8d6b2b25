import type { Config } from "~/config";
import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import { confirmationWords, languageOf } from "~/messages/confirmation/confirmation-words";
import { renderConfirmation } from "~/messages/confirmation/render-confirmation.server";
import type { Keyring } from "~/privacy/keyring.server";
import { endOfOne, RETRY_FOR_MS, SETUP_WAIT_MS } from "../end-of-one";
import { composeMail, type Mail } from "../mail";
import type { BatchOutcome, Mailer } from "../mailer";
import { loadSendingSetup, type SendingSetup } from "../settings/sending-setup.server";
import { signConfirmation } from "./confirm-opt-in.server";
import {
  claimOptIns,
  countMailed,
  forgetExpiredOptIns,
  freezeMail,
  isSuppressed,
  listShopsWithDueOptIns,
  openFrozenMail,
  settleOptIn,
  type OptIn,
} from "./opt-in-store.server";

interface Deps {
  readonly db: PrismaClient;
  readonly keyring: Keyring;
  readonly mailer: Mailer;
  readonly now: () => Date;
  readonly config: Pick<Config, "publicUrl">;
  readonly log: Pick<Log, "warn">;
}

const SLICE_ROWS = 20;
/** Whoever types a stranger's address again and again brings the stranger no more than this in a day. */
export const MOST_MAILS_A_DAY = 3;
const DAY_MS = 86_400_000;

/**
 * Asks the owners of addresses to confirm. Transactional, and of no other use: it goes to an address that a
 * shopper typed into a form of the shop, at most three times a day, never to a suppressed one. One mail a
 * call, frozen before the first attempt; a repeat has the same bytes and key.
 */
export const sendConfirmationsJob = defineJob<Deps>({
  name: "delivery.send-confirmations",
  listDueShops: (db, now) => listShopsWithDueOptIns(db, now, "asked"),

  async run(shopId, deps, signal) {
    const { db, now, mailer } = deps;
    // An erasure would not find their files any more.
    await mailer.eraseMails?.(await forgetExpiredOptIns(db, shopId, now()));
    const setup = await loadSendingSetup(db, shopId, deps);
    if (!setup.shop.isInstalled || setup.shop.closedAs !== null) return { more: false };
    const due = await claimOptIns(
      db,
      shopId,
      { state: "asked", now: now(), limit: SLICE_ROWS },
      deps,
    );
    for (const optIn of due) {
      if (signal.aborted) return { more: true };
      const end = await endOf(shopId, optIn, setup, deps);
      await settleOptIn(db, shopId, optIn, end);
    }
    return { more: due.length === SLICE_ROWS };
  },
});

type End = Parameters<typeof settleOptIn>[3];

async function endOf(shopId: ShopId, optIn: OptIn, setup: SendingSetup, deps: Deps): Promise<End> {
  const { db, keyring, mailer, now, log } = deps;
  const { requestId, emailIndex } = optIn;
  const at = now();
  if (await isSuppressed(db, shopId, emailIndex)) return notMailed("suppressed");
  const dayAgo = new Date(at.getTime() - DAY_MS);
  if ((await countMailed(db, shopId, emailIndex, dayAgo)) >= MOST_MAILS_A_DAY) {
    return notMailed("too_many");
  }
  if (optIn.firstTriedAt && at.getTime() - optIn.firstTriedAt.getTime() > RETRY_FOR_MS) {
    return notMailed("unknown");
  }

  let mail = openFrozenMail(shopId, optIn, { keyring }) as Mail | null;
  if (mail === null) {
    if (setup.sender.kind === "missing") {
      return { reason: setup.sender.missing, nextRunAt: new Date(at.getTime() + SETUP_WAIT_MS) };
    }
    const composed = await compose(shopId, optIn, { ...setup, sender: setup.sender }, deps);
    if (composed.kind === "refused") return notMailed(composed.reason);
    mail = composed.mail;
    await freezeMail(db, shopId, requestId, mail, { keyring, now: at });
  }
  const outcome = await mailer.sendBatch({ key: `opt-in/${shopId}/${requestId}`, mails: [mail] });
  const end = endBy(outcome, optIn.attempts, now());
  if (end.state !== "mailed") {
    log.warn(
      { shopId, requestId, reason: end.reason ?? null },
      "a confirmation was not handed over",
    );
  }
  return end;
}

const notMailed = (reason: string): End => ({ state: "not_mailed", reason, nextRunAt: null });

/** What is next, by what the provider said. */
function endBy(outcome: BatchOutcome, attempts: number, now: Date): End {
  const end = endOfOne(outcome, attempts);
  switch (end.kind) {
    case "mailed":
      return { state: "mailed", reason: null, mailedAt: now, nextRunAt: null };
    case "again":
      return { reason: end.reason, nextRunAt: new Date(now.getTime() + end.waitMs) };
    case "not_mailed":
      return notMailed(end.reason);
  }
}

async function compose(
  shopId: ShopId,
  { requestId, email, purpose, locale }: OptIn,
  { shop, sender }: SendingSetup & { sender: Extract<SendingSetup["sender"], { kind: "ready" }> },
  { keyring, config }: Deps,
) {
  const { brand } = sender;
  const words = confirmationWords(purpose, { locale, shopName: brand.shopName });
  const token = signConfirmation(shopId, requestId, keyring);
  const faces = await renderConfirmation({
    brand,
    words,
    language: languageOf(locale),
    links: { confirm: `${config.publicUrl}/confirm/${token}`, shop: shop.url },
  });
  return composeMail({
    shopId,
    messageId: requestId,
    from: sender.from,
    to: email,
    replyTo: sender.replyTo,
    subject: words.subject,
    ...faces,
    unsubscribe: null,
  });
}
