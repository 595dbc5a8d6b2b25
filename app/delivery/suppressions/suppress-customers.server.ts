import { v7 as uuidv7 } from "uuid";
import type { CommonDeps } from "~/deps";
import { profileIdOfCustomer, type CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "~/privacy/audit-store.server";
import type { Keyring } from "~/privacy/keyring.server";
import { findProfiles } from "~/profiles/profile-store.server";
import { recordSuppressions } from "./suppression-store.server";

/** Customers whose addresses were suppressed together, so that it can be undone. */
export interface SuppressedTogether {
  readonly customerIds: readonly CustomerId[];
  /** ISO 8601 */
  readonly at: string;
  /** How many addresses were not suppressed by hand before. */
  readonly count: number;
}

interface Deps extends CommonDeps<"db" | "now"> {
  readonly keyring: Pick<Keyring, "open" | "blindIndex" | "seal">;
}

/** Suppresses the addresses of customers by hand. Customers without an address are skipped. */
export async function suppressCustomers(
  shopId: ShopId,
  customerIds: readonly CustomerId[],
  { db, keyring, now }: Deps,
): Promise<SuppressedTogether> {
  const at = now();
  const count = await db.$transaction(async (tx) => {
    const profileIds = customerIds.map(profileIdOfCustomer);
    const profiles = await findProfiles(tx, shopId, profileIds, { keyring });
    const added = await recordSuppressions(
      tx,
      shopId,
      [...profiles.values()].flatMap(({ contact }) =>
        contact.email === null
          ? []
          : {
              address: contact.email,
              reason: "manual" as const,
              messageId: null,
              createdAt: at,
              note: null,
              expiresAt: null,
              nextRunAt: null,
            },
      ),
      { keyring },
    );
    if (added > 0) {
      await recordAudit(tx, shopId, {
        auditId: `suppression/${uuidv7()}`,
        at,
        actor: "merchant",
        action: "suppression_added",
        detail: { reason: "manual", count: added },
      });
    }
    return added;
  });
  return { customerIds, at: at.toISOString(), count };
}

/**
 * Undoes `suppressCustomers`: suppressions from before it, or for other reasons, stay. Idempotent.
 *
 * @returns the number of removed suppressions
 */
export async function undoSuppression(
  shopId: ShopId,
  { customerIds, at }: Pick<SuppressedTogether, "customerIds" | "at">,
  { db, now }: Pick<Deps, "db" | "now">,
): Promise<number> {
  return db.$transaction(async (tx) => {
    const profiles = await tx.profile.findMany({
      where: { shopId, profileId: { in: customerIds.map(profileIdOfCustomer) } },
      select: { emailIndex: true },
    });
    const { count } = await tx.suppression.deleteMany({
      where: {
        shopId,
        reason: "manual",
        createdAt: new Date(at),
        emailIndex: { in: profiles.flatMap(({ emailIndex }) => emailIndex ?? []) },
      },
    });
    if (count > 0) {
      await recordAudit(tx, shopId, {
        auditId: `suppression/${uuidv7()}`,
        at: now(),
        actor: "merchant",
        action: "suppression_removed",
        detail: { reason: "manual", count },
      });
    }
    return count;
  });
}
