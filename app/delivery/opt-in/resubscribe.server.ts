import type { Db, Tx } from "~/db.server";
import type { CommonDeps } from "~/deps";
import { recordEvents } from "~/events/event-store.server";
import type { ShopId } from "~/lib/shop-id";
import { endAddressSuppressions } from "~/profiles/opt-in-suppression-store.server";
import { confirmedEvents } from "./confirmed-events";
import { unsubscribedSince } from "../consents/consent-ledger";
import { appendConsent, listConsentStatements } from "../consents/consent-store.server";
import { insertOptIn } from "./opt-in-store.server";
import { isBlockedAddress } from "../suppressions/suppression-store.server";
import { findCustomers, SIGN_UP_DAYS } from "./receive-opt-in.server";

type Deps = CommonDeps<"keyring" | "queue" | "now">;

interface Mailbox {
  readonly email: string;
  readonly locale: string | null;
}

const DAY_MS = 86_400_000;

/** Whether an address's owner unsubscribed and may resubscribe: not after a complaint. */
export async function hasUnsubscribed(
  db: Db,
  shopId: ShopId,
  emailIndex: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  if (await isBlockedAddress(db, shopId, emailIndex)) return false;
  return unsubscribedSince(await listConsentStatements(db, shopId, emailIndex)) !== null;
}

/** Resubscribes an address whose owner asked for it through a link sent to it; a job reports it to Shopify. */
export async function resubscribe(
  tx: Tx,
  shopId: ShopId,
  { email, locale }: Mailbox,
  at: Date,
  deps: Deps,
): Promise<void> {
  const { queue, keyring } = deps;
  const emailIndex = keyring.blindIndex(shopId, email);
  const fields = { purpose: "marketing", locale: locale ?? "", variantId: null } as const;
  const optIn = {
    ...fields,
    email,
    productId: null,
    visitorId: null,
    state: "confirmed" as const,
    isConfirmedByEmail: true,
    customerId: null,
    at,
    expiresAt: new Date(at.getTime() + SIGN_UP_DAYS * DAY_MS),
  };
  const requestId = await insertOptIn(tx, shopId, optIn, deps);
  await appendConsent(tx, shopId, {
    emailIndex,
    purpose: "marketing",
    kind: "given",
    requestId,
    at,
    source: "preference_page",
    consentText: null,
    locale: fields.locale,
    list: null,
    addressHash: null,
  });
  await endAddressSuppressions(tx, shopId, emailIndex);
  const customerIds = await findCustomers(tx, shopId, emailIndex);
  const request = { ...optIn, requestId, createdAt: at, state: "sent" };
  await recordEvents(tx, confirmedEvents(shopId, request, customerIds, at), deps);
  await queue.announce(tx, shopId, "events_recorded");
  await queue.announce(tx, shopId, "opt_in_confirmed");
}
