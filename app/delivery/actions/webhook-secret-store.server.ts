import type { Db, Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit, type AuditActor } from "~/privacy/audit-store.server";
import type { Keyring } from "~/privacy/keyring.server";
import { SECRET_OVERLAP_DAYS } from "./hook-call";
import { makeWebhookSecret } from "./sign-webhook.server";

interface Deps {
  readonly keyring: Pick<Keyring, "seal" | "open">;
  readonly now: () => Date;
}

/** The secrets that sign a shop's webhooks. */
export interface WebhookSecrets {
  readonly current: string;
  /** The previous secret while it is still used, and until when. */
  readonly previous: { readonly secret: string; readonly until: Date } | null;
}

const DAY_MS = 86_400_000;
const placeOf = (shopId: ShopId, column: "sealed_secret" | "sealed_previous") => ({
  ...{ table: "webhook_secret", column, shopId, row: shopId },
});

/** The shop's current webhook secrets. Creates the first one on demand. */
export async function getOrCreateWebhookSecrets(
  db: Db,
  shopId: ShopId,
  { keyring, now }: Deps,
): Promise<WebhookSecrets> {
  const at = now();
  const known = await db.webhookSecret.findUnique({ where: { shopId } });
  if (!known) {
    const sealedSecret = keyring.seal(makeWebhookSecret(), placeOf(shopId, "sealed_secret"));
    await db.webhookSecret.createMany({
      data: { shopId, sealedSecret, createdAt: at },
      skipDuplicates: true,
    });
  }
  // When two requests create a secret at once, the first one wins.
  const stored = known ?? (await db.webhookSecret.findUniqueOrThrow({ where: { shopId } }));
  const { sealedPrevious, previousUntil: until } = stored;
  const isBoth = sealedPrevious !== null && until !== null && until > at;
  return {
    current: keyring.open(stored.sealedSecret, placeOf(shopId, "sealed_secret")),
    previous: isBoth
      ? { secret: keyring.open(sealedPrevious, placeOf(shopId, "sealed_previous")), until }
      : null,
  };
}

/**
 * Rotates the webhook secret. For `SECRET_OVERLAP_DAYS` webhooks are signed with both secrets, so that
 * receivers lose none. An older secret stops at once.
 */
export async function replaceWebhookSecret(
  tx: Tx,
  shopId: ShopId,
  { secret, actor }: { readonly secret: string; readonly actor: AuditActor },
  deps: Deps,
): Promise<WebhookSecrets> {
  const { keyring, now } = deps;
  const at = now();
  await getOrCreateWebhookSecrets(tx, shopId, deps);
  // A concurrent rotation waits here and then replaces this secret.
  await tx.$queryRaw`select 1 from webhook_secret where shop_id = ${shopId} for update`;
  const { current } = await getOrCreateWebhookSecrets(tx, shopId, deps);
  const until = new Date(at.getTime() + SECRET_OVERLAP_DAYS * DAY_MS);
  await tx.webhookSecret.update({
    where: { shopId },
    data: {
      sealedSecret: keyring.seal(secret, placeOf(shopId, "sealed_secret")),
      createdAt: at,
      sealedPrevious: keyring.seal(current, placeOf(shopId, "sealed_previous")),
      previousUntil: until,
    },
  });
  const audit = { at, actor, action: "webhook_secret_replaced" } as const;
  await recordAudit(tx, shopId, { ...audit, detail: { previousUntil: until.toISOString() } });
  return getOrCreateWebhookSecrets(tx, shopId, deps);
}
