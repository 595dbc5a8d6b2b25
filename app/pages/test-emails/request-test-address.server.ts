import { v7 as uuidv7 } from "uuid";
import type { Config } from "~/config";
import type { CommonDeps } from "~/deps";
import { textIn } from "~/i18n/text-in.server";
import type { ShopId } from "~/lib/shop-id";
import { findMerchantLocale, findShopContact } from "~/shopify/shop-store.server";
import { composeEmail } from "~/delivery/email";
import type { Mailer } from "~/delivery/mailer";
import { sendPaced } from "~/delivery/pace/send-paced.server";
import { renderOwnEmail } from "~/delivery/sender/own-email.server";
import { loadSendingSetup } from "~/delivery/decision/sending-setup.server";
import { findBounced } from "~/delivery/suppressions/bounced-address-store.server";
import { claimConfirmationSlot } from "~/delivery/opt-in/mailbox-counter-store.server";
import { signTestLink } from "~/delivery/test-emails/test-address-link.server";
import {
  requestTestAddressConfirmation,
  findTestAddressState,
  takeTestEmail,
} from "~/delivery/test-emails/test-address-store.server";
import { refusedTest, type TestRefusal } from "./test-outcome";
import { findTestSender } from "./test-sender.server";

interface Deps extends CommonDeps<"db" | "keyring" | "now"> {
  readonly mailer: Mailer;
  readonly config: Pick<Config, "publicUrl" | "kindredSender">;
}

/** Low, because each goes to someone who may not know the shop. */
const MAX_CONFIRMATIONS_A_DAY = 5;

/**
 * Asks the owner of an address to allow test emails of the shop. The email contains no text of the shop and
 * is sent at most once a day to an address.
 *
 * @returns why the email was not sent; null when it was
 */
export async function recordTestAddressRequest(
  shopId: ShopId,
  to: string,
  deps: Deps,
): Promise<TestRefusal | null> {
  const { db, keyring, mailer, now, config } = deps;
  const at = now();
  if ((await findBounced(db, [to], { keyring })).size > 0) {
    return refusedTest("bounced");
  }
  const from = await findTestSender(shopId, await loadSendingSetup(db, shopId, deps), "flow", deps);
  if (typeof from === "string") return refusedTest(from);
  const limit = MAX_CONFIRMATIONS_A_DAY;
  const refused = await db.$transaction(async (tx) => {
    if (!(await requestTestAddressConfirmation(tx, shopId, to, { keyring, now: at }))) {
      return refusedTest("already_requested");
    }
    const isAllowed = await takeTestEmail(tx, shopId, { kind: "confirmation", limit }, at);
    if (!isAllowed) return { ...refusedTest("too_many_requests"), limit };
    // Confirmations of any shop and kind are counted together for each mailbox.
    const isTurn = await claimConfirmationSlot(tx, to, at, { keyring });
    return isTurn ? null : refusedTest("too_many_confirmations");
  });
  if (refused !== null) return refused;
  const link = (use: "confirm" | "stop") =>
    `${config.publicUrl}/t/${signTestLink(use, shopId, to, keyring)}`;
  const messageId = uuidv7();
  const { language } = await findMerchantLocale(db, shopId);
  const text = textIn(language, "merchant-email");
  const composed = composeEmail({
    shopId,
    messageId,
    from: { ...from, name: "Kindred" },
    to,
    replyTo: null,
    subject: text("testAddress.subject"),
    ...(await renderOwnEmail({
      language,
      heading: text("testAddress.heading"),
      paragraphs: [text("testAddress.text", { shop: shopId }), text("testAddress.ignore")],
      button: { label: text("testAddress.button"), url: link("confirm") },
    })),
    unsubscribe: { url: link("stop") },
  });
  if (composed.kind === "refused") return refusedTest(composed.reason);
  const batch = { key: `test-address/${shopId}/${messageId}`, emails: [composed.email] };
  const outcome = await sendPaced(batch, { db, mailer });
  const isTaken = outcome.kind === "answered" && outcome.results[0]?.kind === "accepted";
  return isTaken ? null : refusedTest("not_accepted");
}

/** Asks the owner of a new report address to confirm it: it gets no reports before. */
export async function requestReportAddressConfirmation(shopId: ShopId, deps: Deps): Promise<void> {
  const { settings } = await loadSendingSetup(deps.db, shopId, deps);
  const { digestAddress } = settings;
  if (digestAddress === null) return;
  const emailIndex = deps.keyring.blindIndex(shopId, digestAddress);
  const contact = (await findShopContact(deps.db, shopId, deps))?.email ?? "";
  if (Buffer.compare(deps.keyring.blindIndex(shopId, contact), emailIndex) === 0) return;
  const state = await findTestAddressState(deps.db, shopId, emailIndex);
  // Do not ask again on each save.
  if (state === null || state === "removed")
    await recordTestAddressRequest(shopId, digestAddress, deps);
}
