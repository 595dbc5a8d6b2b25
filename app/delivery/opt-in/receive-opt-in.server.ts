import type { Db, Tx } from "~/db.server";
import { recordEvents } from "~/events/event-store.server";
import type { PrismaClient } from "~/generated/prisma/client";
import type { Queue } from "~/jobs/queue";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { SendingSettings } from "../settings/sending-settings";
import { appendConsent } from "./consent-store.server";
import { CONFIRM_WITHIN_DAYS } from "./consent-ledger";
import { confirmedEvents } from "./confirmed-events";
import type { NotifyForm, Purpose, SignUpForm } from "./opt-in-form";
import { needsConfirmation } from "./opt-in-rule";
import { findSameOptIn, insertOptIn, isSuppressed } from "./opt-in-store.server";

interface Deps {
  readonly db: PrismaClient;
  readonly keyring: Keyring;
  readonly queue: Queue;
  readonly now: () => Date;
}

/** Who asks, as far as Shopify and the wire say. */
export interface Asker {
  /** Who is logged in, signed by Shopify. */
  readonly customerId: string | null;
  /** The internet address; kept as what stands for it. */
  readonly address: string;
}

/**
 * What the shopper is told. It depends on the shop's rule and the form alone, never on whether the address is
 * known, suppressed or asked for before: nobody learns from it who is a customer.
 */
export interface Received {
  readonly next: "confirm" | "done";
}

const DAY_MS = 86_400_000;
/** A request to be told of a variant holds so long. */
export const NOTIFY_DAYS = 180;
/** A sign-up's own row is done with once Shopify knows; the ledger keeps what was agreed to. */
const SIGN_UP_DAYS = 30;

/** Takes a sign-up in. A suppressed address is neither subscribed nor mailed: the ledger alone knows of it. */
export async function receiveSignUp(
  shopId: ShopId,
  form: SignUpForm,
  asker: Asker,
  deps: Deps,
): Promise<Received> {
  const { rule, countryCode } = await findRule(deps.db, shopId);
  const mustConfirm = needsConfirmation(rule, { countryCode, locale: form.locale });
  await keep(
    shopId,
    { ...form, purpose: "marketing", variantId: null, productId: null, list: form.list },
    { asker, mustConfirm, heldDays: SIGN_UP_DAYS },
    deps,
  );
  return { next: mustConfirm ? "confirm" : "done" };
}

/**
 * Takes a request to be told of a variant in. A customer whom Shopify signs, with the address that Shopify has,
 * needs no mail; anybody else confirms, in every shop: nobody makes a shop write to a stranger.
 *
 * @returns null for a variant that the shop does not have
 */
export async function receiveNotifyMe(
  shopId: ShopId,
  form: NotifyForm,
  asker: Asker,
  deps: Deps,
): Promise<Received | null> {
  const { variantId, kind: purpose } = form;
  const variant = await deps.db.variant.findUnique({
    where: { shopId_variantId: { shopId, variantId } },
    select: { productId: true },
  });
  if (!variant) return null;
  const isOwn = await ownsAddress(deps.db, shopId, asker.customerId, form.email, deps.keyring);
  const wish = { ...form, purpose, productId: variant.productId, list: null };
  const handling = { asker, mustConfirm: !isOwn, heldDays: NOTIFY_DAYS };
  await keep(shopId, wish, handling, deps);
  return { next: isOwn ? "done" : "confirm" };
}

interface Wish {
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
  readonly asker: Asker;
  readonly mustConfirm: boolean;
  /** How long a request that needs no mail holds. */
  readonly heldDays: number;
}

async function keep(
  shopId: ShopId,
  wish: Wish,
  { asker, mustConfirm, heldDays }: Handling,
  deps: Deps,
): Promise<void> {
  const { db, keyring, queue, now } = deps;
  const { email, purpose, locale, variantId, productId, browserId } = wish;
  const at = now();
  const emailIndex = keyring.blindIndex(shopId, email);
  const days = mustConfirm ? CONFIRM_WITHIN_DAYS : heldDays;
  const proof = {
    emailIndex,
    purpose,
    kind: mustConfirm ? "requested" : "given",
    at,
    source: asker.customerId === null ? "storefront_form" : "storefront_login",
    consentText: wish.consentText,
    locale,
    list: wish.list,
    addressHash: keyring.pseudonym(shopId, asker.address),
  } as const;
  await db.$transaction(async (tx) => {
    const isHeld = await findSameOptIn(tx, shopId, { emailIndex, purpose, variantId }, at);
    const isBarred = await isSuppressed(tx, shopId, emailIndex);
    // Asked for again, or by somebody who must not be mailed: noted, and nothing follows.
    if (isBarred || (isHeld && !mustConfirm)) {
      await appendConsent(tx, shopId, { ...proof, kind: "requested", requestId: "none" });
      return;
    }
    const optIn = {
      email,
      purpose,
      locale,
      variantId,
      productId,
      visitorId: browserId === null ? null : keyring.pseudonym(shopId, browserId),
      state: mustConfirm ? ("asked" as const) : ("confirmed" as const),
      customerId: mustConfirm ? null : asker.customerId,
      at,
      expiresAt: new Date(at.getTime() + days * DAY_MS),
    };
    const requestId = await insertOptIn(tx, shopId, optIn, deps);
    await appendConsent(tx, shopId, { ...proof, requestId });
    if (mustConfirm) return queue.announce(tx, shopId, "opt_in_requested");
    const customerIds = await findCustomers(tx, shopId, emailIndex);
    const confirmed = { ...optIn, requestId, createdAt: at };
    await recordEvents(tx, confirmedEvents(shopId, confirmed, customerIds, at), deps);
    await queue.announce(tx, shopId, "events_recorded");
    return queue.announce(tx, shopId, "opt_in_confirmed");
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

async function findRule(db: Db, shopId: ShopId) {
  const shop = await db.shop.findUniqueOrThrow({
    where: { shopId },
    select: { countryCode: true, settings: { select: { sending: true } } },
  });
  const { optInRule } = SendingSettings.parse(shop.settings?.sending ?? {});
  return { rule: optInRule, countryCode: shop.countryCode };
}
