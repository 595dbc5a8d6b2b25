import type { Tx } from "~/db.server";
import { appendWithdrawals } from "~/delivery/consents/consent-store.server";
import { findEmailRecipient, type EmailRecipient } from "~/delivery/email-recipient.server";
import type { CommonDeps } from "~/deps";
import { recordEvents } from "~/events/event-store.server";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import { findPageBranding, type PageBranding } from "~/messages/brand/page-branding.server";
import { findPreferences } from "~/profiles/preferences/preferences-store.server";
import { openUnsubscribeLink, type UnsubscribeLink } from "./email-link.server";

interface Deps extends CommonDeps<"db" | "keyring" | "queue" | "now"> {
  readonly log: Pick<Log, "warn">;
}

/** Data of the unsubscribe page. */
export interface UnsubscribePage {
  /** Null after the shop was erased. */
  readonly look: PageBranding | null;
  /** The recipient's locale, BCP 47; null if unknown. */
  readonly locale: string | null;
  /** False after the customer was erased. */
  readonly hasAddress: boolean;
}

/**
 * Unsubscribes the address that an email went to and the customer's current one. Immediate and permanent: the
 * suppressions are committed before this returns, and sending reads them in its own transaction. Idempotent,
 * unless the owner resubscribed in between: then it is reported to Shopify again.
 *
 * @returns null for an invalid link
 */
export async function unsubscribe(token: string, deps: Deps): Promise<UnsubscribePage | null> {
  const link = openUnsubscribeLink(token, deps.keyring);
  return link && unsubscribeRecipient(link, deps);
}

/** As `unsubscribe`, for a recipient who was identified by other means. */
export async function unsubscribeRecipient(
  link: UnsubscribeLink,
  deps: Deps,
): Promise<UnsubscribePage> {
  const { db, queue, now, log } = deps;
  const { shopId, messageId } = link;
  const at = now();

  const recipient = await findEmailRecipient(db, shopId, link);
  const page = await pageOf(shopId, recipient, deps);
  if (!page.hasAddress) {
    log.warn({ shopId, messageId }, "nobody was unsubscribed: no address of the email is kept");
    return page;
  }
  const message = await db.message.findUnique({
    where: { shopId_messageId: { shopId, messageId } },
    select: { flowId: true, stepId: true },
  });

  await db.$transaction(async (tx) => {
    const outcomes: Outcome[] = [];
    // Sorted, to avoid deadlocks between requests.
    for (const emailIndex of recipient.emailIndexes.toSorted(Buffer.compare)) {
      const outcome = await suppress(tx, shopId, emailIndex, { messageId, at });
      outcomes.push(outcome);
      // The current address is reported through the event below.
      if (emailIndex === recipient.formerIndex && outcome !== "unchanged") {
        const withdrawn = { emailIndex: Buffer.from(emailIndex).toString("hex"), at };
        await appendWithdrawals(tx, shopId, [{ ...withdrawn, source: "unsubscribe_link" }]);
      }
    }
    if (outcomes.every((it) => it === "unchanged")) return;
    // The time makes the key unique: the same message may have earlier unsubscribes.
    const time = `/${at.toISOString()}`;
    const common = {
      shopId,
      source: "kindred",
      customerId: recipient.customerId,
      occurredAt: at,
      personal: null,
    } as const;
    await recordEvents(
      tx,
      [
        {
          ...common,
          kind: "email_unsubscribed",
          sourceId: `message/${messageId}/unsubscribed${time}`,
          payload: { messageId, flowId: message?.flowId ?? null, stepId: message?.stepId ?? null },
        },
        {
          ...common,
          kind: "consent_changed",
          sourceId: `message/${messageId}/consent${time}`,
          payload: {
            marketingState: "unsubscribed",
            optIn: recipient.marketingOptIn,
            changedAt: at,
          },
        },
      ],
      deps,
    );
    await queue.announce(tx, shopId, "events_recorded");
    await queue.announce(tx, shopId, "suppression_recorded");
  });
  return page;
}

type Outcome = "created" | "renewed" | "unchanged";

/** One suppression per address: a later one replaces it if the owner had resubscribed. */
async function suppress(
  tx: Tx,
  shopId: ShopId,
  emailIndex: Uint8Array<ArrayBuffer>,
  { messageId, at }: { readonly messageId: string; readonly at: Date },
): Promise<Outcome> {
  const reason = "unsubscribe";
  const since = { messageId, createdAt: at, nextRunAt: at };
  const created = await tx.suppression.createMany({
    data: { shopId, emailIndex, reason, ...since },
    skipDuplicates: true,
  });
  if (created.count === 1) return "created";
  const { _max: subscribed } = await tx.profile.aggregate({
    where: { shopId, emailIndex, marketingState: "subscribed" },
    _max: { marketingChangedAt: true },
  });
  if (!subscribed.marketingChangedAt) return "unchanged";
  const renewed = await tx.suppression.updateMany({
    where: { shopId, emailIndex, reason, createdAt: { lt: subscribed.marketingChangedAt } },
    data: { ...since, attempts: 0, lastError: null, writtenBackAt: null },
  });
  return renewed.count === 1 ? "renewed" : "unchanged";
}

/**
 * Loads the unsubscribe page. Changes nothing, since scanners follow links. It links nowhere else: the link
 * grants only the right to unsubscribe.
 */
export async function findUnsubscribePage(
  token: string,
  deps: Pick<Deps, "db" | "keyring">,
): Promise<UnsubscribePage | null> {
  const link = openUnsubscribeLink(token, deps.keyring);
  if (!link) return null;
  return pageOf(link.shopId, await findEmailRecipient(deps.db, link.shopId, link), deps);
}

async function pageOf(
  shopId: ShopId,
  { emailIndexes, locale }: EmailRecipient,
  { db }: Pick<Deps, "db">,
): Promise<UnsubscribePage> {
  const chosen = await findPreferences(db, shopId, emailIndexes);
  return {
    look: await findPageBranding(db, shopId),
    locale: chosen?.language ?? locale,
    hasAddress: emailIndexes.length > 0,
  };
}
