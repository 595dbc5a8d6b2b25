import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { CommonDeps } from "~/deps";
import type { ShopId } from "~/lib/shop-id";
import type { AuditAction } from "~/privacy/audit-actions";
import { recordAudit } from "~/privacy/audit-store.server";
import type { Keyring } from "~/privacy/keyring.server";
import { SuppressionReason } from "~/profiles/suppression-reason";
import { isAddress, redactAddresses } from "../email";
import { isRemovable } from "./suppression";
import { removeBounced } from "./bounced-address-store.server";
import { addressLocation, recordSuppressions } from "./suppression-store.server";

const Why = z.string().trim().min(3).max(200);

/** A change of one address by the merchant. */
export const SuppressionChange = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("add"),
    address: z.string().trim().refine(isAddress),
    why: Why,
  }),
  z.object({
    kind: z.literal("remove"),
    index: z.string().regex(/^[0-9a-f]{64}$/),
    reason: SuppressionReason,
    why: Why,
  }),
]);
export type SuppressionChange = z.infer<typeof SuppressionChange>;

/** `theirs`: only the customer may revoke it. */
export type UnchangedReason = "known" | "gone" | "theirs";

export type SuppressionChangeOutcome =
  | { readonly kind: "changed" }
  | { readonly kind: "unchanged"; readonly reason: UnchangedReason };

interface Deps extends CommonDeps<"db" | "now"> {
  readonly keyring: Pick<Keyring, "blindIndex" | "bounceIndex" | "seal" | "open">;
}

/**
 * Adds or removes a suppression by hand, with the reason in the audit trail. What the customer requested
 * cannot be removed here.
 */
export async function changeSuppression(
  shopId: ShopId,
  change: SuppressionChange,
  { db, keyring, now }: Deps,
): Promise<SuppressionChangeOutcome> {
  const at = now();
  const why = redactAddresses(change.why);
  return db.$transaction(async (tx): Promise<SuppressionChangeOutcome> => {
    if (change.kind === "add") {
      const { address } = change;
      const rest = { messageId: null, expiresAt: null, nextRunAt: null };
      const added = await recordSuppressions(
        tx,
        shopId,
        [{ address, reason: "manual", createdAt: at, note: why, ...rest }],
        { keyring },
      );
      if (added === 0) return { kind: "unchanged", reason: "known" };
      await audit("suppression_added", "manual");
      return { kind: "changed" };
    }
    const { index, reason } = change;
    if (!isRemovable(reason)) return { kind: "unchanged", reason: "theirs" };
    const emailIndex = new Uint8Array(Buffer.from(index, "hex"));
    const where = { shopId, emailIndex, reason };
    const found = await tx.suppression.findFirst({ where, select: { sealedAddress: true } });
    const { count } = await tx.suppression.deleteMany({ where });
    if (count === 0) return { kind: "unchanged", reason: "gone" };
    // Otherwise the next message would find the global bounce and suppress it again.
    if ((reason === "hard_bounce" || reason === "manual") && found?.sealedAddress) {
      const place = addressLocation(shopId, emailIndex, reason);
      await removeBounced(tx, keyring.open(found.sealedAddress, place), { keyring });
    }
    await audit("suppression_removed", reason);
    return { kind: "changed" };

    async function audit(action: AuditAction, reason: string): Promise<void> {
      await recordAudit(tx, shopId, {
        auditId: `suppression/${uuidv7()}`,
        at,
        actor: "merchant",
        action,
        detail: { reason, why },
      });
    }
  });
}
