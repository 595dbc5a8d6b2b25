import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { Config } from "~/config";
import type { CommonDeps } from "~/deps";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "~/privacy/audit-store.server";
import { findShopContact } from "~/shopify/shop-store.server";
import { composeEmail } from "~/delivery/email";
import type { Mailer } from "~/delivery/mailer";
import { sendPaced } from "~/delivery/pace/send-paced.server";
import type { Origin } from "~/delivery/settings/sending-streams";
import { loadSendingSetup } from "~/delivery/decision/sending-setup.server";
import { findBounced } from "~/delivery/suppressions/bounced-address-store.server";
import { signTestLink } from "~/delivery/test-emails/test-address-link.server";
import {
  findTestAddressState,
  takeTestEmail,
} from "~/delivery/test-emails/test-address-store.server";
import { refusedTest, type TestOutcome } from "./test-outcome";
import { findTestSender } from "./test-sender.server";

export const TestAddress = z.email().max(254);

interface Deps extends CommonDeps<"db" | "keyring" | "now"> {
  readonly mailer: Mailer;
  readonly config: Pick<Config, "publicUrl" | "kindredSender">;
}

/** Per shop, across all emails. */
const MAX_TESTS_A_DAY = 20;

interface Example {
  readonly email: { readonly subject: string; readonly html: string; readonly text: string };
  readonly to: string;
  /** The origin decides the sender: campaigns may have their own address. */
  readonly origin: Origin;
}

/**
 * Sends a test email to the shop's own address or a confirmed one. It is sent once, is not counted and has no
 * tracked links.
 */
export async function sendExample(
  shopId: ShopId,
  { email: { subject, html, text }, to, origin }: Example,
  deps: Deps,
): Promise<TestOutcome> {
  const { db, keyring, mailer, now, config } = deps;
  const problem = await findRecipientProblem(shopId, to, deps);
  if (problem !== null) return problem;
  const setup = await loadSendingSetup(db, shopId, deps);
  const from = await findTestSender(shopId, setup, origin, deps);
  if (typeof from === "string") return refusedTest(from);
  const messageId = uuidv7();
  const composed = composeEmail({
    shopId,
    messageId,
    from,
    to,
    replyTo: setup.sender.kind === "ready" ? setup.sender.replyTo : null,
    subject: `[Test] ${subject}`,
    html,
    text,
    unsubscribe: { url: `${config.publicUrl}/t/${signTestLink("stop", shopId, to, keyring)}` },
  });
  if (composed.kind === "refused") return refusedTest(composed.reason);
  const limit = MAX_TESTS_A_DAY;
  if (!(await takeTestEmail(db, shopId, { kind: "test", limit }, now()))) {
    return { ...refusedTest("too_many_tests"), limit };
  }
  const batch = { key: `test/${shopId}/${messageId}`, emails: [composed.email] };
  const outcome = await sendPaced(batch, { db, mailer });
  const isTaken = outcome.kind === "answered" && outcome.results[0]?.kind === "accepted";
  await recordAudit(db, shopId, {
    at: now(),
    actor: "merchant",
    action: "test_email_sent",
    detail: { taken: isTaken },
  });
  return isTaken ? { kind: "sent" } : refusedTest("not_accepted");
}

/** Why an address must not get test emails; null if it may. */
async function findRecipientProblem(
  shopId: ShopId,
  to: string,
  { db, keyring }: Pick<Deps, "db" | "keyring">,
): Promise<TestOutcome | null> {
  const emailIndex = keyring.blindIndex(shopId, to);
  const state = await findTestAddressState(db, shopId, emailIndex);
  if (state === "stopped") return refusedTest("opted_out");
  if ((await findBounced(db, [to], { keyring })).size > 0) return refusedTest("bounced");
  if (state === "confirmed") return null;
  const contact = (await findShopContact(db, shopId, { keyring }))?.email ?? null;
  const isContact =
    contact !== null && Buffer.compare(keyring.blindIndex(shopId, contact), emailIndex) === 0;
  if (isContact) return null;
  return { ...refusedTest(state === "pending" ? "not_confirmed" : "not_allowed"), mayAsk: true };
}
