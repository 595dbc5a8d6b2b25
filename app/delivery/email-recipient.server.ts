import type { Db } from "~/db.server";
import {
  customerIdOf,
  profileIdOfCustomer,
  type CustomerId,
  type ProfileId,
} from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { findMergeSurvivors } from "~/profiles/merges/merge-store.server";

/** The owner of an email's links. */
export interface EmailRecipient {
  /** The merged customer, if the customer was merged. */
  readonly customerId: CustomerId | null;
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
  { profileId, messageId }: { readonly profileId: ProfileId; readonly messageId: string },
): Promise<EmailRecipient> {
  const survivorId = await findSurvivor(db, shopId, profileId);
  const [content, profile] = await Promise.all([
    db.messageContent.findUnique({
      where: { shopId_messageId: { shopId, messageId } },
      select: { emailIndex: true },
    }),
    db.profile.findUnique({
      where: { shopId_profileId: { shopId, profileId: survivorId } },
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

/** The profile that a merged customer became, or else the same profile. */
async function findSurvivor(db: Db, shopId: ShopId, profileId: ProfileId): Promise<ProfileId> {
  const customerId = customerIdOf(profileId);
  if (customerId === null) return profileId;
  const survivors = await findMergeSurvivors(db, shopId, [customerId]);
  return profileIdOfCustomer(survivors.get(customerId) ?? customerId);
}
