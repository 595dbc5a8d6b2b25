import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "~/privacy/audit-store.server";
import type { Keyring } from "~/privacy/keyring.server";
import { describeReason } from "./decision/describe-decision";
import { composeMail } from "./mail";
import type { Mailer } from "./mailer";
import type { Origin } from "./settings/lanes";
import { loadSendingSetup } from "./settings/sending-setup.server";

export const TestAddress = z.email("Must be an e-mail address").max(254);

interface Deps {
  readonly db: PrismaClient;
  readonly keyring: Pick<Keyring, "open">;
  readonly mailer: Mailer;
  readonly now: () => Date;
}

export type TestOutcome =
  { readonly kind: "sent" } | { readonly kind: "refused"; readonly problem: string };

interface Example {
  readonly mail: { readonly subject: string; readonly html: string; readonly text: string };
  readonly to: string;
  /** What would send it: campaigns may be from an address of their own. */
  readonly origin: Origin;
}

/**
 * Sends a mail that was filled in for a look at it to an address that the merchant gives. It is offered to
 * the provider once, counts nowhere and carries no links that count.
 */
export async function sendExample(
  shopId: ShopId,
  { mail: { subject, html, text }, to, origin }: Example,
  deps: Deps,
): Promise<TestOutcome> {
  const { db, mailer, now } = deps;
  const { sender } = await loadSendingSetup(db, shopId, deps);
  if (sender.kind === "missing") return refused(describeReason(sender.missing));
  const messageId = uuidv7();
  const from = origin === "campaign" ? sender.campaignFrom : sender.from;
  const { replyTo } = sender;
  const composed = composeMail({
    shopId,
    messageId,
    from,
    to,
    replyTo,
    subject: `[Test] ${subject}`,
    html,
    text,
    unsubscribe: null,
  });
  if (composed.kind === "refused") return refused(describeReason(composed.reason));
  const outcome = await mailer.sendBatch({
    key: `test/${shopId}/${messageId}`,
    mails: [composed.mail],
  });
  const isTaken = outcome.kind === "answered" && outcome.results[0]?.kind === "accepted";
  await recordAudit(db, shopId, {
    auditId: uuidv7(),
    at: now(),
    actor: "merchant",
    action: "test_mail_sent",
    detail: { taken: isTaken },
  });
  return isTaken
    ? { kind: "sent" }
    : refused("The mail provider did not take the test mail. Try again in a minute.");
}

const refused = (problem: string): TestOutcome => ({ kind: "refused", problem });
