import { v7 as uuidv7 } from "uuid";
import type { Db, Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "~/privacy/audit-store.server";
import type { Keyring } from "~/privacy/keyring.server";
import { SECRET_OVERLAP_DAYS } from "./hook-call";
import { makeHookSecret } from "./sign-hook.server";

interface Deps {
  readonly keyring: Pick<Keyring, "seal" | "open">;
  readonly now: () => Date;
}

/** What a shop's webhooks are signed with. */
export interface HookSecrets {
  readonly current: string;
  /** The one before, while webhooks are signed with it too, and until when they are. */
  readonly previous: { readonly secret: string; readonly until: Date } | null;
}

const DAY_MS = 86_400_000;
const placeOf = (shopId: ShopId, column: "sealed_secret" | "sealed_previous") => ({
  ...{ table: "webhook_secret", column, shopId, row: shopId },
});

/** What the shop's webhooks are signed with now; made when it is first asked for. */
export async function getOrCreateHookSecrets(
  db: Db,
  shopId: ShopId,
  { keyring, now }: Deps,
): Promise<HookSecrets> {
  const at = now();
  const known = await db.hookSecret.findUnique({ where: { shopId } });
  if (!known) {
    const sealedSecret = keyring.seal(makeHookSecret(), placeOf(shopId, "sealed_secret"));
    await db.hookSecret.createMany({
      data: { shopId, sealedSecret, createdAt: at },
      skipDuplicates: true,
    });
  }
  // Of two that were made at once the first holds.
  const stored = known ?? (await db.hookSecret.findUniqueOrThrow({ where: { shopId } }));
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
 * Puts a new secret in the place of the shop's. Webhooks are signed with both for `SECRET_OVERLAP_DAYS`, so that a
 * receiver can change over without losing any; an older one that still held no longer does.
 */
export async function replaceHookSecret(
  tx: Tx,
  shopId: ShopId,
  { secret, actor }: { readonly secret: string; readonly actor: string },
  deps: Deps,
): Promise<HookSecrets> {
  const { keyring, now } = deps;
  const at = now();
  await getOrCreateHookSecrets(tx, shopId, deps);
  // Whoever replaces it at the same time waits here, and replaces this one's.
  await tx.$queryRaw`select 1 from webhook_secret where shop_id = ${shopId} for update`;
  const { current } = await getOrCreateHookSecrets(tx, shopId, deps);
  const until = new Date(at.getTime() + SECRET_OVERLAP_DAYS * DAY_MS);
  await tx.hookSecret.update({
    where: { shopId },
    data: {
      sealedSecret: keyring.seal(secret, placeOf(shopId, "sealed_secret")),
      createdAt: at,
      sealedPrevious: keyring.seal(current, placeOf(shopId, "sealed_previous")),
      previousUntil: until,
    },
  });
  const audit = { auditId: uuidv7(), at, actor, action: "webhook_secret_replaced" } as const;
  await recordAudit(tx, shopId, { ...audit, detail: { previousUntil: until.toISOString() } });
  return getOrCreateHookSecrets(tx, shopId, deps);
}
