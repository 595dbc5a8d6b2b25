import { headerOf, type InboundEmail } from "./inbound-email";

/**
 * Whether a program wrote an email without its owner asking: a bounce, an out-of-office reply, a list. A mail client
 * that unsubscribes its user may say `auto-generated`, and repeats the subject of our link.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3834#section-5
 */
export function isAutomatic(email: InboundEmail): boolean {
  const submitted = headerOf(email, "auto-submitted").toLowerCase();
  if (submitted.startsWith("auto-generated")) {
    return headerOf(email, "subject").trim().toLowerCase() !== UNSUBSCRIBE_SUBJECT;
  }
  return (
    (submitted !== "" && !submitted.startsWith("no")) ||
    AUTOMATIC_HEADERS.some((name) => email.headers.has(name)) ||
    /^(?:bulk|junk|list|auto_reply)/i.test(headerOf(email, "precedence")) ||
    headerOf(email, "return-path").replaceAll(/\s/g, "") === "<>" ||
    /mailer-daemon|postmaster/i.test(headerOf(email, "from")) ||
    /^multipart\/report/i.test(headerOf(email, "content-type"))
  );
}

const UNSUBSCRIBE_SUBJECT = "unsubscribe";
const AUTOMATIC_HEADERS = [
  "x-autoreply",
  "x-autorespond",
  "x-auto-reply",
  "x-failed-recipients",
  "list-id",
];
