import { enterShop } from "~/db-scope.server";
import type { CommonDeps } from "~/deps";
import { recordEvents } from "~/events/event-store.server";
import { ShopId } from "~/lib/shop-id";
import { findPageBranding, type PageBranding } from "~/messages/brand/page-branding.server";
import type { ConfirmationTopic } from "~/messages/confirmation/confirmation-topic";
import type { Keyring } from "~/privacy/keyring.server";
import { endAddressSuppressions } from "~/profiles/opt-in-suppression-store.server";
import { appendConsent } from "../consents/consent-store.server";
import { confirmedEvents } from "./confirmed-events";
import { confirmOpenOptIn, findOptIn, type OptIn } from "./opt-in-store.server";
import { isBlockedAddress } from "../suppressions/suppression-store.server";
import { findCustomers, NOTIFY_DAYS, SIGN_UP_DAYS } from "./receive-opt-in.server";

type Deps = CommonDeps<"db" | "keyring" | "queue" | "now">;

const PURPOSE = "confirm-opt-in";
const DAY_MS = 86_400_000;

/** The signed token of a confirmation link. It cannot be forged and contains no personal data. */
export const signConfirmation = (
  shopId: ShopId,
  requestId: string,
  keyring: Pick<Keyring, "signLink">,
): string => keyring.signLink(PURPOSE, `${shopId} ${requestId}`);

/** Data of the confirmation page. */
export interface ConfirmationPage {
  readonly topic: ConfirmationTopic;
  readonly locale: string;
  readonly shopName: string;
  readonly look: PageBranding;
}

/**
 * Looks up a confirmation link. Changes nothing, because link checkers follow it too.
 *
 * @returns null for an invalid or expired link
 */
export async function findConfirmation(
  token: string,
  deps: Pick<Deps, "db" | "keyring" | "now">,
): Promise<(ConfirmationPage & { readonly optIn: OptIn; readonly shopId: ShopId }) | null> {
  const [shop, requestId] = deps.keyring.openLink(PURPOSE, token)?.split(" ") ?? [];
  const shopId = ShopId.safeParse(shop);
  if (!shopId.success || !requestId) return null;
  enterShop(shopId.data);
  const optIn = await findOptIn(deps.db, shopId.data, requestId, deps);
  if (!optIn || optIn.expiresAt <= deps.now()) return null;
  const found = await deps.db.shop.findUnique({
    where: { shopId: shopId.data },
    select: { uninstalledAt: true },
  });
  const look = found && !found.uninstalledAt && (await findPageBranding(deps.db, shopId.data));
  if (!look) return null;
  const { purpose: topic, locale } = optIn;
  return { topic, locale, shopName: look.shopName, look, optIn, shopId: shopId.data };
}

/**
 * Confirms an opt-in by the button on the page: records the consent in the ledger and subscribes the
 * customer, also one who had unsubscribed; a job reports it to Shopify. Idempotent. A suppressed address
 * stays suppressed.
 *
 * @returns null for an invalid or expired link
 */
export async function confirmOptIn(token: string, deps: Deps): Promise<ConfirmationPage | null> {
  const found = await findConfirmation(token, deps);
  if (!found) return null;
  const { db, queue, now } = deps;
  const { optIn, shopId } = found;
  const { requestId, emailIndex, purpose, locale } = optIn;
  const at = now();
  const heldDays = purpose === "marketing" ? SIGN_UP_DAYS : NOTIFY_DAYS;
  await db.$transaction(async (tx) => {
    if (await isBlockedAddress(tx, shopId, emailIndex)) return;
    const expiresAt = new Date(at.getTime() + heldDays * DAY_MS);
    const isFirst = await confirmOpenOptIn(tx, shopId, requestId, { at, expiresAt });
    if (!isFirst) return;
    if (purpose === "marketing") await endAddressSuppressions(tx, shopId, emailIndex);
    const proof = { emailIndex, purpose, requestId, at, locale, list: null, addressHash: null };
    const source = "confirmation_page" as const;
    await appendConsent(tx, shopId, { ...proof, kind: "confirmed", source, consentText: null });
    const customerIds = await findCustomers(tx, shopId, emailIndex);
    await recordEvents(tx, confirmedEvents(shopId, optIn, customerIds, at), deps);
    await queue.announce(tx, shopId, "events_recorded");
    await queue.announce(tx, shopId, "opt_in_confirmed");
  });
  return found;
}
