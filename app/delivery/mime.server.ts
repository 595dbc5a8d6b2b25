import MailComposer from "nodemailer/lib/mail-composer";
import type { Mail } from "./mail";

/** A mail as its bytes stand in a file or between two mail servers (RFC 5322). */
export function composeMime(mail: Mail): Promise<Buffer> {
  const tags = Object.entries(mail.tags).map(([name, value]) => [`X-Tag-${name}`, value] as const);
  return new MailComposer({
    messageId: messageIdOf(mail),
    from: mail.from,
    to: mail.to,
    ...(mail.replyTo === null ? {} : { replyTo: mail.replyTo }),
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    headers: { ...mail.headers, ...Object.fromEntries(tags) },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}

/** The id by which mail servers tell of a mail in their logs. */
export function messageIdOf(mail: Mail): string {
  const domain = mail.from.address.split("@").at(-1) ?? "localhost";
  return `<${mail.messageId}@${domain}>`;
}
