import { randomBytes } from "node:crypto";
import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";

interface Deps {
  readonly keyring: Pick<Keyring, "seal" | "open">;
  readonly now: () => Date;
}

/** What the shop's webhooks are signed with; made when it is first asked for. */
export async function takeHookSecret(
  db: Db,
  shopId: ShopId,
  { keyring, now }: Deps,
): Promise<string> {
  const place = { table: "webhook_secret", column: "sealed_secret", shopId, row: shopId };
  const known = await db.hookSecret.findUnique({ where: { shopId } });
  if (known) return keyring.open(known.sealedSecret, place);
  const secret = `whsec_${randomBytes(32).toString("base64")}`;
  await db.hookSecret.createMany({
    data: { shopId, sealedSecret: keyring.seal(secret, place), createdAt: now() },
    skipDuplicates: true,
  });
  // Of two that were made at once the first holds.
  const kept = await db.hookSecret.findUniqueOrThrow({ where: { shopId } });
  return keyring.open(kept.sealedSecret, place);
}
