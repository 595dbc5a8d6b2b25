import { acrossShops } from "~/db-scope.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { recordBounced } from "~/delivery/suppressions/bounced-address-store.server";
import type { Log } from "~/lib/log.server";
import type { Keyring } from "~/privacy/keyring.server";
import type { ListedAddress } from "./from-resend-event";

interface Deps {
  readonly db: PrismaClient;
  readonly keyring: Pick<Keyring, "bounceIndex">;
  readonly log: Pick<Log, "info">;
}

/**
 * Mirrors additions to the provider's suppression list. The list belongs to the shared account and names no
 * shop: that an address does not exist, or was blocked by hand, holds for all shops, and becomes a shop's
 * suppression when the shop is about to email it. A complaint concerns only the shop whose message it was, by
 * that message's own event.
 *
 * Removals from the provider's list are ignored: only a merchant removes a suppression, with a reason, and
 * never a complaint.
 */
export async function mirrorProviderSuppressions(
  { kind, address, origin, at }: ListedAddress,
  { db, keyring, log }: Deps,
): Promise<void> {
  log.info({ kind, origin }, "the provider changed its list of held addresses");
  if (kind === "removed" || origin === "complaint") return;
  const reason = origin === "bounce" ? "bounced" : "blocked";
  await acrossShops("mirror-addresses", () =>
    recordBounced(db, [{ address, at, reason }], { keyring }),
  );
}
