import { createHash } from "node:crypto";
import { inShop } from "~/db-scope.server";
import { findTokens, type SignedMessage } from "~/delivery/inbound/signed-address.server";
import type { CommonDeps } from "~/deps";
import type { InboundConfig } from "~/email-config";
import type { WebhookBatcher } from "~/events/inbox/create-webhook-batcher.server";
import type { Log } from "~/lib/log.server";
import { ProfileId } from "~/lib/profile-id";
import { storeEmailEvent } from "../email-events/receive-email-event.server";
import { unsubscribeRecipient } from "../unsubscribe.server";
import { findSignedMessage } from "./find-signed-message.server";
import { headerOf, parseInboundEmail, type InboundEmail } from "./inbound-email";
import { isAutomatic } from "./is-automatic";
import type { InboundOutcome } from "./mailbox.imap.server";
import { readReportEmail, type ReportEmail } from "./read-report-email";

export interface InboundDeps extends CommonDeps<"db" | "keyring" | "queue" | "now"> {
  readonly log: Pick<Log, "error" | "info" | "warn">;
  readonly webhooks: Pick<WebhookBatcher, "add">;
}

type Addresses = Pick<InboundConfig, "bounceAddress" | "unsubscribeAddress">;

/** Where servers write for whom an email arrived. */
const RECIPIENT_HEADERS = ["to", "cc", "delivered-to", "x-original-to", "envelope-to"];

/**
 * Applies an email of the inbound mailbox: a report of a mail server goes the way of the other providers' events, and an
 * email to an unsubscribe address unsubscribes. Only a signed address counts; whatever else an email says may be
 * forged. Idempotent.
 *
 * @throws AppError `unavailable` when it cannot be stored now: it must be tried again
 */
export async function receiveInboundEmail(
  bytes: Uint8Array,
  addresses: Addresses,
  deps: InboundDeps,
): Promise<InboundOutcome> {
  let email: InboundEmail;
  try {
    email = await parseInboundEmail(bytes);
  } catch {
    deps.log.warn("an email in the inbound mailbox could not be parsed");
    return "other";
  }
  const report = readReportEmail(email);
  return report === null
    ? receiveUnsubscribe(email, addresses, deps)
    : receiveReport(report, email, { bytes, addresses, deps });
}

async function receiveReport(
  report: ReportEmail,
  email: InboundEmail,
  {
    bytes,
    addresses: { bounceAddress, unsubscribeAddress },
    deps,
  }: { readonly bytes: Uint8Array; readonly addresses: Addresses; readonly deps: InboundDeps },
): Promise<InboundOutcome> {
  // A bounce comes to our return path. A complaint has it in the headers of the returned email.
  const texts = [recipientsOf(email), email.text, ...email.parts.map(({ text }) => text)];
  const tokens = [bounceAddress, unsubscribeAddress].flatMap((base) =>
    base === null ? [] : texts.flatMap((text) => findTokens(base, text)),
  );
  const message = await findSignedMessage(["bounce", "unsubscribe"], tokens, deps);
  if (message === null) return "other";
  await storeEmailEvent(
    { id: reportId(message, email, bytes), body: bodyOf(message, report) },
    "smtp",
    deps,
  );
  return "read";
}

/** The same for an email that is read again. */
function reportId({ messageId }: SignedMessage, email: InboundEmail, bytes: Uint8Array): string {
  const named = headerOf(email, "message-id");
  const digest = createHash("sha256").update(`${messageId}/${named}`);
  return `smtp_${(named === "" ? digest.update(bytes) : digest).digest("hex").slice(0, 32)}`;
}

function bodyOf(
  { shopId, messageId }: SignedMessage,
  { delivery, occurredAt, details }: ReportEmail,
) {
  const ms = Date.parse(occurredAt ?? "");
  return {
    tags: { mid: messageId, shop: shopId.replace(/\.myshopify\.com$/, "") },
    delivery,
    occurredAt: Number.isNaN(ms) ? null : new Date(ms).toISOString(),
    details,
  };
}

async function receiveUnsubscribe(
  email: InboundEmail,
  { unsubscribeAddress }: Addresses,
  deps: InboundDeps,
): Promise<InboundOutcome> {
  if (unsubscribeAddress === null || isAutomatic(email)) return "other";
  const tokens = findTokens(unsubscribeAddress, recipientsOf(email));
  const message = await findSignedMessage(["unsubscribe"], tokens, deps);
  if (message === null) return "other";
  return inShop(message.shopId, async () => {
    const stored = await deps.db.message.findUnique({
      where: { shopId_messageId: message },
      select: { profileId: true },
    });
    const profileId = ProfileId.safeParse(stored?.profileId);
    if (!profileId.success) return "other";
    await unsubscribeRecipient({ ...message, profileId: profileId.data }, deps);
    return "read";
  });
}

const recipientsOf = ({ headers }: InboundEmail): string =>
  RECIPIENT_HEADERS.flatMap((name) => headers.get(name) ?? []).join("\n");
