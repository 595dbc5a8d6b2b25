import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { findMergeSurvivors } from "~/profiles/merge-store.server";

/** The owner of an email's links. */
export interface EmailRecipient {
  /** The merged customer, if the customer was merged. */
  readonly customerId: string | null;
  /** As Shopify has it, in BCP 47. */
  readonly locale: string | null;
  readonly marketingOptIn: string | null;
  /** The address that the email went to, if it is not the customer's current one. */
  readonly formerIndex: Uint8Array<ArrayBuffer> | null;
  /** That address and the customer's current one; empty once erased. */
  readonly emailIndexes: readonly Uint8Array<ArrayBuffer>[];
}

/** Finds the addresses that an email's links act for: whoever follows them has access to that mailbox. */
export async function findEmailRecipient(
  db: Db,
  shopId: ShopId,
  { profileId, messageId }: { readonly profileId: string; readonly messageId: string },
): Promise<EmailRecipient> {
  const customerId = profileId.slice(1);
  const into = (await findMergeSurvivors(db, shopId, [customerId])).get(customerId) ?? customerId;
  const [content, profile] = await Promise.all([
    db.messageContent.findUnique({
      where: { shopId_messageId: { shopId, messageId } },
      select: { emailIndex: true },
    }),
    db.profile.findUnique({
      where: { shopId_profileId: { shopId, profileId: `c${into}` } },
      select: { customerId: true, locale: true, emailIndex: true, marketingOptIn: true },
    }),
  ]);
  const sent = content?.emailIndex ?? null;
  const current = profile?.emailIndex ?? null;
  const isFormer = sent !== null && (current === null || Buffer.compare(sent, current) !== 0);
  const formerIndex = isFormer ? new Uint8Array(sent) : null;
  return {
    customerId: profile?.customerId ?? null,
    locale: profile?.locale ?? null,
    marketingOptIn: profile?.marketingOptIn ?? null,
    formerIndex,
    emailIndexes: [formerIndex, current && new Uint8Array(current)].flatMap((it) => it ?? []),
  };
}
