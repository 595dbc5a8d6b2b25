import { z } from "zod";
import type { Tx } from "~/db.server";
import { recordEvents } from "~/events/event-store.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import type { Queue } from "~/jobs/queue";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { getAttributionWindowHours, listOrderIdsAfterClicks } from "../attribution-store.server";
import { markMails } from "../counts/count-store.server";
import { recreditOrders } from "../recredit-orders.server";
import { findHints } from "./find-hints";
import {
  classHits,
  correctToldClasses,
  listMailsToClass,
  listShopsWithHitsToClass,
  lockMailsWithHits,
  type MailWithHits,
  type StoredHit,
} from "./hit-store.server";
import { scoreHit, type Verdict } from "./score-hit";

interface Deps {
  readonly db: PrismaClient;
  readonly keyring: Keyring;
  readonly queue: Queue;
  readonly now: () => Date;
}

const SLICE_MAILS = 100;

/**
 * Says whose the hits are that are a minute old, and tells of the clicks among
 * them: nothing is moved by a click before. Hits that were classed by older
 * rules are classed anew, and what rests on a changed verdict follows.
 */
export const classHitsJob = defineJob<Deps>({
  name: "feedback.class-hits",
  listDueShops: listShopsWithHitsToClass,

  async run(shopId, deps) {
    const now = deps.now();
    return deps.db.$transaction(async (tx) => {
      const messageIds = await listMailsToClass(tx, shopId, now, SLICE_MAILS);
      if (messageIds.length === 0) return { more: false };
      const mails = await lockMailsWithHits(tx, shopId, messageIds, now);
      const verdicts = mails.flatMap((mail) =>
        mail.hits
          .filter(({ isDue }) => isDue)
          .map((hit) => ({ mail, hit, ...verdictOf(hit, mail) })),
      );
      await classHits(
        tx,
        shopId,
        verdicts.map(({ hit: { hitId }, class: verdict, score, reason }) => ({
          hitId,
          class: verdict,
          score,
          reason,
        })),
      );
      await tell(tx, shopId, verdicts, deps);
      await correct(tx, shopId, verdicts);
      await markMails(tx, shopId, messageIds);
      return { more: messageIds.length === SLICE_MAILS };
    });
  },
});

type Classed = Verdict & { readonly mail: MailWithHits; readonly hit: StoredHit };

function verdictOf(hit: StoredHit, mail: MailWithHits): Verdict {
  return scoreHit(findHints(hit, mail.hits, mail, mail.seenHitIds.has(hit.hitId)));
}

/** Clicks that nobody has been told of become events. */
async function tell(
  tx: Tx,
  shopId: ShopId,
  classed: readonly Classed[],
  { keyring, queue, now }: Deps,
): Promise<void> {
  const clicks = classed.filter(({ hit }) => hit.kind === "click" && hit.score === null);
  if (clicks.length === 0) return;
  await recordEvents(
    tx,
    clicks.map(({ mail, hit, class: verdict }) => ({
      shopId,
      source: "kindred",
      sourceId: `hit/${hit.hitId}`,
      kind: "mail_clicked",
      customerId: mail.customerId,
      occurredAt: hit.occurredAt,
      payload: {
        messageId: mail.messageId,
        flowId: mail.flowId,
        stepId: mail.stepId,
        linkIndex: hit.linkIndex ?? 0,
        productId: pickedProduct(mail, hit.linkIndex),
        position: mail.links.find(({ linkIndex }) => linkIndex === hit.linkIndex)?.position,
        class: verdict,
      },
      personal: null,
    })),
    { keyring, now },
  );
  await queue.announce(tx, shopId, "events_recorded");
}

/** Clicks that were told of with another verdict: their events and their orders' credits follow. */
async function correct(tx: Tx, shopId: ShopId, classed: readonly Classed[]): Promise<void> {
  const changed = classed.filter(
    ({ hit, class: verdict }) =>
      hit.kind === "click" && hit.score !== null && hit.class !== verdict,
  );
  if (changed.length === 0) return;
  await correctToldClasses(
    tx,
    shopId,
    changed.map(({ hit, class: verdict }) => ({ hitId: hit.hitId, class: verdict })),
  );
  const windowHours = await getAttributionWindowHours(tx, shopId);
  const clicks = changed.map(({ mail, hit }) => ({
    messageId: mail.messageId,
    at: hit.occurredAt,
  }));
  const orderIds = await listOrderIdsAfterClicks(tx, shopId, clicks, windowHours);
  await recreditOrders(tx, shopId, orderIds, windowHours);
}

const Picks = z.array(z.object({ productId: z.string() }));

/** The product whose link it is: the links of a mail's picks stand in their order. */
function pickedProduct({ picks, links }: MailWithHits, linkIndex: number | null): string | null {
  const place = links
    .filter(({ position }) => position === "pick")
    .findIndex((it) => it.linkIndex === linkIndex);
  return Picks.safeParse(picks).data?.[place]?.productId ?? null;
}
