import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import PostalMime from "postal-mime";

export interface ReceivedMail {
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Tracked links that a reader sees, in the order of the mail. */
  readonly links: readonly string[];
  readonly unsubscribeUrl: string;
}

/** Reads what lies in an outbox folder. A file of it never changes, so each is parsed once. */
export function createMailReader(outbox: string): () => Promise<ReceivedMail[]> {
  const parsed = new Map<string, Promise<ReceivedMail>>();
  return async () => {
    if (!existsSync(outbox)) return [];
    const names = readdirSync(outbox).filter((name) => name.endsWith(".eml"));
    return Promise.all(
      names.sort().map((name) => {
        const mail = parsed.get(name) ?? readMail(outbox, name);
        parsed.set(name, mail);
        return mail;
      }),
    );
  };
}

async function readMail(outbox: string, name: string): Promise<ReceivedMail> {
  const mail = await PostalMime.parse(readFileSync(join(outbox, name)));
  const html = mail.html ?? "";
  const unsubscribe = mail.headers.find(({ key }) => key === "list-unsubscribe")?.value ?? "";
  return {
    messageId: name.replace(/\.eml$/, ""),
    from: mail.from?.address ?? "",
    to: mail.to?.[0]?.address ?? "",
    subject: mail.subject ?? "",
    html,
    text: mail.text ?? "",
    links: [...html.matchAll(/href="([^"]*\/c\/[^"]*)"(?! rel="nofollow")/g)].map(
      ([, url]) => url!,
    ),
    unsubscribeUrl: /<(https?:[^>]+)>/.exec(unsubscribe)?.[1] ?? "",
  };
}
