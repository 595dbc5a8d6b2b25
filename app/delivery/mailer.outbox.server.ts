import { randomUUID } from "node:crypto";
import { link, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import MailComposer from "nodemailer/lib/mail-composer";
import type { Mail } from "./mail";
import type { Mailer, MailResult } from "./mailer";

/**
 * A mailer that keeps each mail as `<folder>/<messageId>.eml`, for any mail
 * program to open. A message id that lies there already is not written again.
 */
export function outboxMailer({ folder }: { folder: string }): Mailer {
  return {
    name: "outbox",
    async sendBatch({ mails }) {
      try {
        await mkdir(folder, { recursive: true });
        const results = await Promise.all(mails.map((mail) => keepMail(folder, mail)));
        return { kind: "answered", results };
      } catch (error) {
        // A full disk or a missing permission: some mails may lie there, and a retry finds them.
        return { kind: "ambiguous", detail: `The outbox folder: ${errorCode(error)}` };
      }
    },
  };
}

async function keepMail(folder: string, mail: Mail): Promise<MailResult> {
  if (!/^[A-Za-z0-9_-]{1,100}$/.test(mail.messageId)) {
    return { kind: "refused", reason: "The message id cannot be a file's name" };
  }
  const path = join(folder, `${mail.messageId}.eml`);
  const draft = join(folder, `.${mail.messageId}.${randomUUID()}.tmp`);
  try {
    await writeFile(draft, await composeMime(mail), { flag: "wx" });
    // A link is made whole or not at all, and not over a file that is there.
    await link(draft, path).catch((error: unknown) => {
      if (errorCode(error) !== "EEXIST") throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  return { kind: "accepted", providerId: `outbox_${mail.messageId}` };
}

function composeMime(mail: Mail): Promise<Buffer> {
  const domain = mail.from.address.split("@").at(-1) ?? "localhost";
  const tags = Object.entries(mail.tags).map(([name, value]) => [`X-Tag-${name}`, value] as const);
  return new MailComposer({
    messageId: `<${mail.messageId}@${domain}>`,
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

function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
