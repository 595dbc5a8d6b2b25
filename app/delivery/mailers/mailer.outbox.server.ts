import { randomUUID } from "node:crypto";
import { link, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makePrivateFolder } from "~/lib/private-folder.server";
import type { Email } from "../email";
import type { Mailer, EmailResult } from "../mailer";
import { composeMime } from "../mime.server";

/**
 * A mailer that writes each email to `<folder>/<messageId>.eml`. An existing message id is not written again.
 */
export function outboxMailer({ folder }: { folder: string }): Mailer {
  return {
    name: "outbox",
    async sendBatch({ emails }) {
      try {
        makePrivateFolder(folder);
        const results = await Promise.all(emails.map((email) => keepEmail(folder, email)));
        return { kind: "answered", results };
      } catch (error) {
        // A full disk or a missing permission: some emails may have been written; a retry finds them.
        return { kind: "ambiguous", detail: `The outbox folder: ${errorCode(error)}` };
      }
    },
    async eraseEmails(messageIds) {
      const paths = messageIds.filter(isFileName).map((it) => pathOf(folder, it));
      for (const path of paths) await rm(path, { force: true });
    },
  };
}

const isFileName = (messageId: string) => /^[A-Za-z0-9_-]{1,100}$/.test(messageId);
const pathOf = (folder: string, messageId: string) => join(folder, `${messageId}.eml`);

async function keepEmail(folder: string, email: Email): Promise<EmailResult> {
  if (!isFileName(email.messageId)) {
    return { kind: "refused", reason: "The message id cannot be a file's name" };
  }
  const path = pathOf(folder, email.messageId);
  const draft = join(folder, `.${email.messageId}.${randomUUID()}.tmp`);
  try {
    await writeFile(draft, await composeMime(email), { flag: "wx", mode: 0o600 });
    // `link` is atomic and never overwrites a file.
    await link(draft, path).catch((error: unknown) => {
      if (errorCode(error) !== "EEXIST") throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  return { kind: "accepted", providerId: `outbox_${email.messageId}` };
}

function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
