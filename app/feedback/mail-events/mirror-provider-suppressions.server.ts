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
 * Keeps what the provider put on its list of addresses that it holds back. The
 * list is of its account, which all shops share, and names no shop: that an
 * address does not exist, or was blocked there by hand, holds in each, and
 * becomes a suppression of a shop when it is about to mail the address. Of a
 * complaint only the shop hears whose mail it was, by that mail's own event.
 *
 * What the provider takes off its list stays suppressed here: only a merchant
 * takes a suppression back, with a reason, and no complaint.
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
