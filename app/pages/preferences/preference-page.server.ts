import { v7 as uuidv7 } from "uuid";
import { enterShop } from "~/db-scope.server";
import type { Db } from "~/db.server";
import type { CommonDeps } from "~/deps";
import { writtenLanguages } from "~/i18n/own-texts.server";
import type { Log } from "~/lib/log.server";
import { ProfileId } from "~/lib/profile-id";
import { ShopId } from "~/lib/shop-id";
import { findPageBranding, type PageBranding } from "~/messages/brand/page-branding.server";
import type { Keyring } from "~/privacy/keyring.server";
import { Contact, contactLocation } from "~/profiles/contact";
import {
  maskAddress,
  DEFAULT_PREFERENCES,
  type EmailPreferences,
} from "~/profiles/preferences/preferences";
import { findPreferences, savePreferences } from "~/profiles/preferences/preferences-store.server";
import { findEmailRecipient, type EmailRecipient } from "~/delivery/email-recipient.server";
import { hasUnsubscribed, resubscribe } from "~/delivery/opt-in/resubscribe.server";
import { appendConsent } from "~/delivery/consents/consent-store.server";
import { openEmailHead } from "~/delivery/outbox/sealed-email.server";
import { chosenConsents } from "~/delivery/consents/preference-consents";
import { readPreferenceForm, RESUBSCRIBE_FIELD } from "./preference-form";

export interface PreferencePage {
  readonly look: PageBranding;
  /** Null after the customer was erased. */
  readonly maskedAddress: string | null;
  readonly chosen: EmailPreferences;
  /** BCP 47, as Shopify has it. */
  readonly locale: string | null;
  /** Whether they unsubscribed and may resubscribe here. */
  readonly canResubscribe: boolean;
  /** Path of the unsubscribe page. */
  readonly unsubscribePath: string;
  readonly timeZone: string;
}

interface Deps extends CommonDeps<"db" | "keyring" | "queue" | "now"> {
  readonly log: Pick<Log, "warn">;
}

interface PreferenceLink {
  readonly shopId: ShopId;
  readonly profileId: ProfileId;
  readonly messageId: string;
}

/** @returns null for an invalid link. Links do not expire. */
function openPreferenceLink(token: string, keyring: Keyring): PreferenceLink | null {
  const [shop, profile, messageId] = keyring.openLink("preferences", token)?.split("/") ?? [];
  const shopId = ShopId.safeParse(shop);
  const profileId = ProfileId.safeParse(profile);
  if (!shopId.success || !profileId.success || !messageId) return null;
  enterShop(shopId.data);
  return { shopId: shopId.data, profileId: profileId.data, messageId };
}

/** Loads the preference page for an email's link. Shows no more personal data than the reader can recognize. */
export async function findPreferencePage(
  token: string,
  deps: Pick<Deps, "db" | "keyring">,
): Promise<PreferencePage | null> {
  const link = openPreferenceLink(token, deps.keyring);
  return link && (await findPage(link, await findEmailRecipient(deps.db, link.shopId, link), deps));
}

async function findPage(
  link: PreferenceLink,
  { emailIndexes, formerIndex, locale }: EmailRecipient,
  { db, keyring }: Pick<Deps, "db" | "keyring">,
): Promise<PreferencePage | null> {
  const { shopId, profileId, messageId } = link;
  // The shop may have been erased.
  const shop = await db.shop.findUnique({ where: { shopId }, select: { timeZone: true } });
  const look = shop && (await findPageBranding(db, shopId));
  if (!look) return null;
  const address = emailIndexes.length > 0 ? await findAddress(db, link, keyring) : null;
  const unsubscribe = keyring.signLink("unsubscribe", `${shopId}/${profileId}/${messageId}`);
  return {
    look,
    maskedAddress: address && maskAddress(address),
    chosen: (await findPreferences(db, shopId, emailIndexes)) ?? DEFAULT_PREFERENCES,
    locale,
    canResubscribe:
      address !== null &&
      formerIndex === null &&
      (await hasUnsubscribed(db, shopId, keyring.blindIndex(shopId, address))),
    unsubscribePath: `/u/${unsubscribe}`,
    timeZone: shop.timeZone,
  };
}

/**
 * Saves the preferences for the address that the email went to and for the customer's current one. They apply
 * from the next email on: sending reads them in its own transaction. Consent changes are recorded in the
 * ledger. An unsubscribed recipient can resubscribe, because the link in their mailbox proves ownership.
 *
 * @returns the updated page, or null for an invalid link
 */
export async function choosePreferences(
  token: string,
  form: URLSearchParams,
  deps: Deps,
): Promise<PreferencePage | null> {
  const { db, keyring, now, log } = deps;
  const link = openPreferenceLink(token, keyring);
  if (!link) return null;
  const { shopId, messageId } = link;
  const recipient = await findEmailRecipient(db, shopId, link);
  const page = await findPage(link, recipient, deps);
  if (!page) return null;
  if (page.maskedAddress === null) {
    log.warn({ shopId, messageId }, "no preference was kept: no address of the email is kept");
    return page;
  }
  const at = now();
  const chosen = readPreferenceForm(
    form,
    page.chosen,
    at,
    writtenLanguages("email", page.look.texts),
  );
  const requestId = uuidv7();
  const resubscribes = page.canResubscribe && form.has(RESUBSCRIBE_FIELD);
  await db.$transaction(async (tx) => {
    const address = resubscribes ? await findAddress(tx, link, keyring) : null;
    if (address !== null) {
      await resubscribe(tx, shopId, { email: address, locale: page.locale }, at, deps);
    }
    for (const emailIndex of recipient.emailIndexes.toSorted(Buffer.compare)) {
      const before = (await findPreferences(tx, shopId, [emailIndex])) ?? DEFAULT_PREFERENCES;
      await savePreferences(tx, shopId, emailIndex, chosen, at);
      for (const consent of chosenConsents(before, chosen)) {
        await appendConsent(tx, shopId, {
          ...consent,
          emailIndex,
          requestId,
          at,
          source: "preference_page",
          consentText: null,
          locale: chosen.language ?? page.locale ?? "",
          list: null,
          addressHash: null,
        });
      }
    }
  });
  return { ...page, chosen, canResubscribe: page.canResubscribe && !resubscribes };
}

/** The address that the email went to, or the customer's if the email is not stored. */
async function findAddress(
  db: Db,
  { shopId, profileId, messageId }: PreferenceLink,
  keyring: Keyring,
): Promise<string | null> {
  const content = await db.messageContent.findUnique({
    where: { shopId_messageId: { shopId, messageId } },
    select: { sealedEmail: true },
  });
  const email =
    content?.sealedEmail && openEmailHead(shopId, messageId, content.sealedEmail, keyring);
  if (email) return email.to;
  const profile = await db.profile.findUnique({
    where: { shopId_profileId: { shopId, profileId } },
    select: { sealedContact: true },
  });
  if (!profile?.sealedContact) return null;
  const opened = keyring.open(profile.sealedContact, contactLocation(shopId, profileId));
  return Contact.parse(JSON.parse(opened)).email;
}
