import type { Db, Tx } from "~/db.server";
import { recordEvents } from "~/events/event-store.server";
import type { PrismaClient } from "~/generated/prisma/client";
import type { Queue } from "~/jobs/queue";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { SendingSettings } from "../settings/sending-settings";
import { unsubscribedSince, WAIT_FOR_MAIL_DAYS } from "./consent-ledger";
import { appendConsent, listConsentStatements } from "./consent-store.server";
import { confirmedEvents } from "./confirmed-events";
import type { NotifyForm, Purpose, SignUpForm } from "./opt-in-form";
import { needsConfirmation } from "./opt-in-rule";
import { findSameOptIn, insertOptIn, isBlockedAddress } from "./opt-in-store.server";

interface Deps {
  readonly db: PrismaClient;
  readonly keyring: Keyring;
  readonly queue: Queue;
  readonly now: () => Date;
}

/** Who asks, as far as Shopify and the wire say. */
export interface Requester {
  /** Who is logged in, signed by Shopify. */
  readonly customerId: string | null;
  /** The internet address; kept as what stands for it. */
  readonly address: string;
  /** Whether the shop's captcha could not say that a person asks: then a click has to confirm it. */
  readonly isUnverified: boolean;
}

/**
 * What the shopper is told. Unless Shopify signs that the address is theirs, it depends on the shop's rule and the
 * form alone, never on whether the address is known, suppressed or asked for before: nobody learns from it who is a
 * customer.
 */
export interface Received {
  readonly next: "confirm" | "done";
}

const DAY_MS = 86_400_000;
/** A request to be told of a variant holds so long. */
export const NOTIFY_DAYS = 180;
/** A sign-up's own row is done with once Shopify knows; the ledger keeps what was agreed to. */
export const SIGN_UP_DAYS = 30;

/**
 * Takes a sign-up in. Whoever has unsubscribed is asked by email in every shop, since a stranger may have typed their
 * address. One that must not be mailed is neither subscribed nor asked: the ledger alone knows of it.
 */
export async function receiveSignUp(
  shopId: ShopId,
  form: SignUpForm,
  requester: Requester,
  deps: Deps,
): Promise<Received> {
  const { email, locale, consentText, browserId, list } = form;
  const asked = { email, locale, consentText, browserId, list };
  const fields = { ...asked, purpose: "marketing", variantId: null, productId: null } as const;
  return storeOptIn(
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
}

/**
 * Takes a request to be told of a variant in. A customer whom Shopify signs, with the address that Shopify has,
 * needs no mail unless they unsubscribed; anybody else confirms, in every shop: nobody makes a shop write to a
 * stranger.
 *
 * @returns null for a variant that the shop does not have
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
  readonly purpose: Purpose;
  readonly locale: string;
  readonly consentText: string;
  readonly browserId: string | null;
  readonly variantId: string | null;
  readonly productId: string | null;
  readonly list: string | null;
}

interface Handling {
  readonly requester: Requester;
  /** Whether Shopify signs that the address is the asker's. */
  readonly isOwn: boolean;
  /** By the shop's rule or the form's purpose, whoever it is. */
  readonly mustConfirm: boolean;
  /** How long a request that needs no mail holds. */
  readonly heldDays: number;
}

async function storeOptIn(
  shopId: ShopId,
  fields: OptInFields,
  { requester, isOwn, mustConfirm: isAsked, heldDays }: Handling,
  deps: Deps,
): Promise<Received> {
  const { db, keyring, queue, now } = deps;
  const { email, purpose, locale, variantId, productId, browserId } = fields;
  const at = now();
  const mustAnybody = isAsked || requester.isUnverified;
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
    // Asked for again, or by somebody who must not be mailed: noted, and nothing follows.
    if ((await isBlockedAddress(tx, shopId, emailIndex)) || (isHeld && !mustConfirm)) {
      await appendConsent(tx, shopId, { ...proof, kind: "requested", requestId: "none" });
      return received;
    }
    const days = mustConfirm ? WAIT_FOR_MAIL_DAYS : heldDays;
    const optIn = {
      email,
      purpose,
      locale,
      variantId,
      productId,
      visitorId: browserId === null ? null : keyring.pseudonym(shopId, browserId),
      state: mustConfirm ? ("asked" as const) : ("confirmed" as const),
      provenAt: null,
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
    // A sign-up counts once Shopify was asked: it may know of an unsubscribe of which nobody has told us yet.
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

/** The customers who have an address now: usually one. */
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
  customerId: string | null,
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
