import MailComposer from "nodemailer/lib/mail-composer";
import type { Email } from "./email";

/** Encodes an email as RFC 5322 bytes. */
export function composeMime(email: Email): Promise<Buffer> {
  const tags = Object.entries(email.tags).map(([name, value]) => [`X-Tag-${name}`, value] as const);
  return new MailComposer({
    messageId: messageIdOf(email),
    from: email.from,
    to: email.to,
    ...(email.replyTo === null ? {} : { replyTo: email.replyTo }),
    subject: email.subject,
    text: email.text,
    html: email.html,
    headers: { ...email.headers, ...Object.fromEntries(tags) },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}

/** The Message-ID that email servers log. */
export function messageIdOf(email: Email): string {
  const domain = email.from.address.split("@").at(-1) ?? "localhost";
  return `<${email.messageId}@${domain}>`;
}
