import MailComposer from "nodemailer/lib/mail-composer";
import type { Mail } from "./mail";

/** Encodes an email as RFC 5322 bytes. */
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

/** The Message-ID that mail servers log. */
export function messageIdOf(mail: Mail): string {
  const domain = mail.from.address.split("@").at(-1) ?? "localhost";
  return `<${mail.messageId}@${domain}>`;
}
