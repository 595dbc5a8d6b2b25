import { transactDespiteConflicts } from "~/db-conflicts.server";
import type { Tx } from "~/db.server";
import type { CommonDeps } from "~/deps";
import type { PrismaClient } from "~/generated/prisma/client";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { eraseFromAudit, recordAudit } from "./audit-store.server";
import type { Keyring } from "./keyring.server";
import type { NamedPerson, PersonalDataRegistry } from "./personal-data";

export interface ErasureDeps extends CommonDeps<"queue" | "now"> {
  readonly keyring: Pick<Keyring, "open" | "blindIndex">;
  /** Set when sent emails are files: they are deleted, too. */
  readonly mailer: { readonly eraseEmails?: (messageIds: readonly string[]) => Promise<void> };
  readonly personalData: PersonalDataRegistry;
}

export interface ErasureRequest {
  /** The key of the request, such as its webhook id: asked twice, recorded once. */
  readonly requestKey: string;
  /** `null` for a guest. */
  readonly customerId: CustomerId | null;
  readonly email: string | null;
  readonly orderIds: readonly string[];
}

/** Fulfills a request to erase a customer or a guest. Idempotent. */
export async function eraseCustomer(
  shopId: ShopId,
  { email, ...request }: ErasureRequest,
  deps: ErasureDeps & { readonly db: PrismaClient },
): Promise<{ readonly profiles: number }> {
  const emailIndex = email ? deps.keyring.blindIndex(shopId, email) : null;
  return transactDespiteConflicts(deps.db, async (tx) => {
    await deps.personalData.lockWriters(tx, shopId);
    return erasePerson(tx, shopId, { ...request, emailIndex }, deps);
  });
}

/**
 * Erases a person, including merged customers: contact data, personal data in events and checkouts,
 * emails with their links, and former addresses. Orders stay as numbers. Suppressions stay as blind
 * indexes, tombstones stay so that later webhooks do not recreate the customer, and an audit entry
 * stays. The consent ledger keeps anonymous proof of consent. Idempotent.
 *
 * @param requestKey a repeated request is recorded once
 * @returns how many profiles were erased
 */
export async function erasePerson(
  tx: Tx,
  shopId: ShopId,
  named: NamedPerson & { readonly requestKey: string },
  { keyring, queue, now, mailer, personalData }: ErasureDeps,
): Promise<{ readonly profiles: number }> {
  const at = now();
  const person = await personalData.findPerson(tx, shopId, named, keyring);
  const eraseEmails = mailer.eraseEmails ?? (() => Promise.resolve());
  for (const stage of personalData.stages) await stage.erase(tx, person, { at, eraseEmails });
  await eraseFromAudit(tx, shopId, person);
  // Deletes their metafields at Shopify at once.
  await queue.announce(tx, shopId, "customer_erased");
  await recordAudit(tx, shopId, {
    auditId: `customer-erased/${named.requestKey}`,
    at,
    actor: "shopify",
    action: "customer_erased",
    detail: { profileIds: [...person.profileIds], orderCount: named.orderIds.length },
  });
  return { profiles: person.profileIds.length };
}
