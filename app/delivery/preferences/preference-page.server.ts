import { v7 as uuidv7 } from "uuid";
import type { Db } from "~/db.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { ShopId } from "~/lib/shop-id";
import { findPageLook, type PageLook } from "~/messages/brand/page-look.server";
import type { Keyring } from "~/privacy/keyring.server";
import { Contact, contactPlace } from "~/profiles/contact";
import { maskAddress, NO_PREFERENCES, type Preferences } from "~/profiles/preferences/preferences";
import { listPreferences, savePreferences } from "~/profiles/preferences/preferences-store.server";
import { appendConsent } from "../opt-in/consent-store.server";
import { chosenConsents } from "./preference-consents";
import { readPreferenceForm } from "./preference-form";

export interface PreferencePage {
  readonly look: PageLook;
  /** Null when nobody is left to write to: the customer was forgotten. */
  readonly maskedAddress: string | null;
  readonly chosen: Preferences;
  /** BCP 47, as Shopify has it. */
  readonly locale: string | null;
  /** Leads to the page that takes the address off all marketing mail. */
  readonly unsubscribePath: string;
  readonly timeZone: string;
}

interface Deps {
  readonly db: PrismaClient;
  readonly keyring: Keyring;
  readonly now: () => Date;
}

interface Recipient {
  readonly shopId: ShopId;
  readonly profileId: string;
  readonly messageId: string;
}

/** @returns null for a link that was not signed here for this page. Such a link never runs out. */
function openPreferenceLink(token: string, keyring: Keyring): Recipient | null {
  const [shop, profileId, messageId] = keyring.openLink("preferences", token)?.split("/") ?? [];
  const shopId = ShopId.safeParse(shop);
  if (!shopId.success || !profileId || !messageId) return null;
  return { shopId: shopId.data, profileId, messageId };
}

/** What the page shows, by a mail's link; it says no more of a person than they can tell is them. */
export async function findPreferencePage(
  token: string,
  { db, keyring }: Pick<Deps, "db" | "keyring">,
): Promise<PreferencePage | null> {
  const link = openPreferenceLink(token, keyring);
  if (!link) return null;
  const { shopId, profileId, messageId } = link;
  // The shop may have left and been erased since.
  const shop = await db.shop.findUnique({ where: { shopId }, select: { timeZone: true } });
  const look = shop && (await findPageLook(db, shopId));
  if (!look) return null;
  const chosen = await listPreferences(db, shopId, [profileId]);
  const address = await findAddress(db, link, keyring);
  const unsubscribe = keyring.signLink("unsubscribe", `${shopId}/${profileId}/${messageId}`);
  return {
    look,
    maskedAddress: address?.masked ?? null,
    chosen: chosen.get(profileId) ?? NO_PREFERENCES,
    locale: address?.locale ?? null,
    unsubscribePath: `/u/${unsubscribe}`,
    timeZone: shop.timeZone,
  };
}

/**
 * Keeps what the form says. It holds from the next mail on: who is mailed reads
 * it in the transaction that hands the mail over. What it gives or takes back
 * goes into the ledger of consent.
 *
 * @returns the page as it is now, or null for a link that is not ours
 */
export async function choosePreferences(
  token: string,
  form: URLSearchParams,
  deps: Deps,
): Promise<PreferencePage | null> {
  const { db, keyring, now } = deps;
  const link = openPreferenceLink(token, keyring);
  const page = await findPreferencePage(token, deps);
  if (!link || !page) return null;
  const address = await findAddress(db, link, keyring);
  if (address === null) return page;
  const chosen = readPreferenceForm(form, page.chosen, now());
  const { emailIndex, locale } = address;
  const at = now();
  const requestId = uuidv7();
  await db.$transaction(async (tx) => {
    await savePreferences(tx, link.shopId, emailIndex, chosen, at);
    for (const consent of chosenConsents(page.chosen, chosen)) {
      await appendConsent(tx, link.shopId, {
        ...consent,
        emailIndex,
        requestId,
        at,
        source: "preference_page",
        consentText: null,
        locale: chosen.language ?? locale ?? "",
        list: null,
        addressHash: null,
      });
    }
  });
  return { ...page, chosen };
}

async function findAddress(
  db: Db,
  { shopId, profileId }: Recipient,
  keyring: Keyring,
): Promise<{
  emailIndex: Uint8Array<ArrayBuffer>;
  masked: string;
  locale: string | null;
} | null> {
  const profile = await db.profile.findUnique({
    where: { shopId_profileId: { shopId, profileId } },
    select: { emailIndex: true, sealedContact: true, locale: true },
  });
  if (!profile?.emailIndex || !profile.sealedContact) return null;
  const { email } = Contact.parse(
    JSON.parse(keyring.open(profile.sealedContact, contactPlace(shopId, profileId))),
  );
  if (email === null) return null;
  const { locale } = profile;
  return { emailIndex: new Uint8Array(profile.emailIndex), masked: maskAddress(email), locale };
}
