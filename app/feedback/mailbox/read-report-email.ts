import type { DeliveryState } from "../email-events/reports/delivery-state";
import { classifyBounce } from "./bounce-status";
import { headerOf, readFields, type InboundEmail } from "./inbound-email";

/** What an email from a mail server says about one of ours. */
export interface ReportEmail {
  /** Null: nothing of the delivery, such as that another server took it over. */
  readonly delivery: DeliveryState | null;
  /** RFC 5322; null if not reported. */
  readonly occurredAt: string | null;
  readonly details: readonly string[];
}

/**
 * Reads a delivery status notification (RFC 3464), a complaint (RFC 5965), or a bounce in words.
 *
 * @returns null for an email that is none, such as an out-of-office reply
 */
export function readReportEmail(email: InboundEmail): ReportEmail | null {
  return readComplaint(email) ?? readDeliveryStatus(email) ?? readBounceText(email);
}

const partOf = ({ parts }: InboundEmail, mimeType: RegExp): string | null =>
  parts.find((part) => mimeType.test(part.mimeType))?.text ?? null;

/** @see https://www.rfc-editor.org/rfc/rfc5965#section-3 */
function readComplaint(email: InboundEmail): ReportEmail | null {
  const part = partOf(email, /^message\/feedback-report$/i);
  const [fields] = part === null ? [] : readFields(part);
  if (fields === undefined) return null;
  const type = fields.get("feedback-type")?.toLowerCase() ?? "";
  return {
    // Other types say that it is no spam, or how it was authenticated.
    delivery: type === "abuse" || type === "fraud" ? "complained" : null,
    occurredAt: fields.get("arrival-date") ?? fields.get("received-date") ?? null,
    details: [type],
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc3464#section-2.3 */
function readDeliveryStatus(email: InboundEmail): ReportEmail | null {
  const part = partOf(email, /^message\/(?:global-)?delivery-status$/i);
  if (part === null) return null;
  // Our emails have one recipient each.
  const fields = readFields(part).find((group) => group.has("action"));
  if (fields === undefined) return null;
  const status = fields.get("status") ?? "";
  const diagnostic = fields.get("diagnostic-code") ?? "";
  return {
    delivery: stateOf(fields.get("action")?.toLowerCase() ?? "", status, diagnostic),
    occurredAt: fields.get("last-attempt-date") ?? null,
    details: [status, diagnostic].filter((it) => it !== ""),
  };
}

function stateOf(action: string, status: string, diagnostic: string): DeliveryState | null {
  // Some servers add a comment: `failed (to mailbox)`.
  switch (/^[a-z]*/.exec(action)?.[0] ?? "") {
    case "failed":
      return classifyBounce(status, diagnostic);
    case "delayed":
      return "delayed";
    case "delivered":
      return "delivered";
    default:
      return null;
  }
}

const SERVER = /mailer-daemon|postmaster|mail delivery (?:system|subsystem)/i;
const RETURNED =
  /^.*(?:this is a copy of|copy of the message|below this line|-{2,} ?original message).*$/im;
const DELAY =
  /not (?:yet )?been delivered|delivery .{0,40}delayed|still (?:trying|being)|will (?:be retried|keep trying|continue)|delayed \d+ hours?/i;
const FAILURE =
  /could not be delivered|wasn't able to deliver|unable to deliver|undeliver|delivery .{0,40}fail|permanent(?:ly)? (?:error|failed)|returned to sender/i;

/**
 * A bounce without a delivery status, as older servers write: qmail, Exim without its option. Only from a mail
 * server, because an out-of-office reply may quote anything.
 */
function readBounceText(email: InboundEmail): ReportEmail | null {
  const failed = headerOf(email, "x-failed-recipients");
  if (failed === "" && !SERVER.test(headerOf(email, "from"))) return null;
  // The returned email may contain any words.
  const said = email.text.split(RETURNED, 1)[0] ?? "";
  const about = `${headerOf(email, "subject")}\n${said}`;
  if (DELAY.test(about)) return { delivery: "delayed", occurredAt: null, details: [] };
  if (failed === "" && !FAILURE.test(about)) return null;
  const reason = said
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => /\b[45]\d\d\b|\b[45]\.\d{1,3}\.\d{1,3}\b/.test(line));
  return { delivery: classifyBounce("", said), occurredAt: null, details: reason.slice(0, 1) };
}
