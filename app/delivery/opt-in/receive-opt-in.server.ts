import type { Db, Tx } from "~/db.server";
import type { CommonDeps } from "~/deps";
import { recordEvents } from "~/events/event-store.server";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { SendingSettings } from "../settings/sending-settings";
import { unsubscribedSince, WAIT_FOR_EMAIL_DAYS } from "../consents/consent-ledger";
import { appendConsent, listConsentStatements } from "../consents/consent-store.server";
import { confirmedEvents } from "./confirmed-events";
import type { NotifyForm, OptInPurpose, SignUpForm } from "../consents/opt-in-form";
import { needsConfirmation } from "../settings/opt-in-rule";
import { findSameOptIn, insertOptIn } from "./opt-in-store.server";
import { countFormSignUp } from "../sign-up-forms/form-count-store.server";
import { findSignUpForm } from "../sign-up-forms/sign-up-form-store.server";
import { isBlockedAddress } from "../suppressions/suppression-store.server";

type Deps = CommonDeps<"db" | "keyring" | "queue" | "now">;

/** The requester, from Shopify's signature and the connection. */
export interface Requester {
  /** The logged-in customer, signed by Shopify. */
  readonly customerId: CustomerId | null;
  /** The IP address; stored as a pseudonym. */
  readonly address: string;
  /** Whether the captcha could not verify a person: a click must then confirm the request. */
  readonly isUnverified: boolean;
}

/**
 * The answer to the shopper. Unless Shopify signs that the address is theirs, it depends only on the shop's
 * rule and the form, never on whether the address is known, suppressed or already requested, so that it does
 * not reveal who is a customer.
 */
export interface Received {
  readonly next: "confirm" | "done";
}

const DAY_MS = 86_400_000;
/** Days that a notification request stays valid. */
export const NOTIFY_DAYS = 180;
/** A sign-up's row is needed only until Shopify is updated; the ledger keeps the consent. */
export const SIGN_UP_DAYS = 30;

/**
 * Receives a sign-up. An unsubscribed address must confirm by email in every shop, since a stranger may have
 * typed it. A suppressed address is neither subscribed nor asked: only the ledger records the request.
 */
export async function receiveSignUp(
  shopId: ShopId,
  form: SignUpForm,
  requester: Requester,
  deps: Deps,
): Promise<Received> {
  const { email, locale, consentText, browserId, shownForm } = form;
  const { db, now } = deps;
  const designed = shownForm && (await findSignUpForm(db, shopId, shownForm.formId));
  const list = designed ? designed.name : form.list;
  const requested = { email, locale, consentText, browserId, list };
  const fields = { ...requested, purpose: "marketing", variantId: null, productId: null } as const;
  const received = await storeOptIn(
    shopId,
    fields,
    {
      requester,
      isOwn: await ownsAddress(deps.db, shopId, requester.customerId, form.email, deps.keyring),
      mustConfirm: await findWhetherToConfirm(deps.db, shopId),
      heldDays: SIGN_UP_DAYS,
    },
    deps,
  );
  if (shownForm) await countFormSignUp(db, shopId, shownForm, now());
  return received;
}

/**
 * Receives a notification request for a variant. A customer signed in by Shopify with their own address needs
 * no confirmation unless they unsubscribed; everyone else confirms in every shop, so that a shop never emails a stranger.
 *
 * @returns null for an unknown variant
 */
export async function receiveNotifyMe(
  shopId: ShopId,
  form: NotifyForm,
  requester: Requester,
  deps: Deps,
): Promise<Received | null> {
  const { variantId, kind: purpose } = form;
  const variant = await deps.db.variant.findUnique({
    where: { shopId_variantId: { shopId, variantId } },
    select: { productId: true },
  });
  if (!variant) return null;
  const isOwn = await ownsAddress(deps.db, shopId, requester.customerId, form.email, deps.keyring);
  const fields = { ...form, purpose, productId: variant.productId, list: null };
  return storeOptIn(
    shopId,
    fields,
    { requester, isOwn, mustConfirm: !isOwn, heldDays: NOTIFY_DAYS },
    deps,
  );
}

interface OptInFields {
  readonly email: string;
  readonly purpose: OptInPurpose;
  readonly locale: string;
  readonly consentText: string;
  readonly browserId: string | null;
  readonly variantId: string | null;
  readonly productId: string | null;
  readonly list: string | null;
}

interface Handling {
  readonly requester: Requester;
  /** Whether Shopify signs that the address belongs to the requester. */
  readonly isOwn: boolean;
  /** Required by the shop's rule or the form's purpose. */
  readonly mustConfirm: boolean;
  /** Days that a request without confirmation stays valid. */
  readonly heldDays: number;
}

async function storeOptIn(
  shopId: ShopId,
  fields: OptInFields,
  { requester, isOwn, mustConfirm, heldDays }: Handling,
  deps: Deps,
): Promise<Received> {
  const { db, keyring, queue, now } = deps;
  const { email, purpose, locale, variantId, productId, browserId } = fields;
  const at = now();
  const mustAnybody = mustConfirm || requester.isUnverified;
  const emailIndex = keyring.blindIndex(shopId, email);
  const proof = {
    emailIndex,
    purpose,
    at,
    source: requester.customerId === null ? "storefront_form" : "storefront_login",
    consentText: fields.consentText,
    locale,
    list: fields.list,
    addressHash: keyring.pseudonym(shopId, requester.address),
  } as const;
  return db.$transaction(async (tx): Promise<Received> => {
    const isHeld = await findSameOptIn(tx, shopId, { emailIndex, purpose, variantId }, at);
    const since = unsubscribedSince(await listConsentStatements(tx, shopId, emailIndex));
    const mustConfirm = mustAnybody || since !== null;
    const received = { next: (isOwn ? mustConfirm : mustAnybody) ? "confirm" : "done" } as const;
    // A repeated request, or a blocked address: recorded without effect.
    if ((await isBlockedAddress(tx, shopId, emailIndex)) || (isHeld && !mustConfirm)) {
      await appendConsent(tx, shopId, { ...proof, kind: "requested", requestId: "none" });
      return received;
    }
    const days = mustConfirm ? WAIT_FOR_EMAIL_DAYS : heldDays;
    const optIn = {
      email,
      purpose,
      locale,
      variantId,
      productId,
      visitorId: browserId === null ? null : keyring.pseudonym(shopId, browserId),
      state: mustConfirm ? ("queued" as const) : ("confirmed" as const),
      isConfirmedByEmail: false,
      customerId: mustConfirm ? null : requester.customerId,
      at,
      expiresAt: new Date(at.getTime() + days * DAY_MS),
    };
    const requestId = await insertOptIn(tx, shopId, optIn, deps);
    const kind = mustConfirm ? "requested" : "given";
    await appendConsent(tx, shopId, { ...proof, kind, requestId });
    if (mustConfirm) {
      await queue.announce(tx, shopId, "opt_in_requested");
      return received;
    }
    // A sign-up takes effect after Shopify is asked: it may know of an unsubscribe that has not reached us
    // yet.
    if (purpose !== "marketing") {
      const customerIds = await findCustomers(tx, shopId, emailIndex);
      const confirmed = { ...optIn, requestId, createdAt: at };
      await recordEvents(tx, confirmedEvents(shopId, confirmed, customerIds, at), deps);
      await queue.announce(tx, shopId, "events_recorded");
    }
    await queue.announce(tx, shopId, "opt_in_confirmed");
    return received;
  });
}

/** The customers with this address now: usually one. */
export async function findCustomers(
  db: Db | Tx,
  shopId: ShopId,
  emailIndex: Uint8Array<ArrayBuffer>,
): Promise<string[]> {
  const rows = await db.profile.findMany({
    where: { shopId, emailIndex, customerId: { not: null }, deletedAt: null },
    select: { customerId: true },
  });
  return rows.flatMap(({ customerId }) => customerId ?? []);
}

async function ownsAddress(
  db: Db,
  shopId: ShopId,
  customerId: CustomerId | null,
  email: string,
  keyring: Pick<Keyring, "blindIndex">,
): Promise<boolean> {
  if (customerId === null) return false;
  return (await findCustomers(db, shopId, keyring.blindIndex(shopId, email))).includes(customerId);
}

async function findWhetherToConfirm(db: Db, shopId: ShopId): Promise<boolean> {
  const shop = await db.shop.findUniqueOrThrow({
    where: { shopId },
    select: { countryCode: true, shipsToCountries: true, settings: { select: { sending: true } } },
  });
  const { optInRule } = SendingSettings.parse(shop.settings?.sending ?? {});
  return needsConfirmation(optInRule, shop);
}
