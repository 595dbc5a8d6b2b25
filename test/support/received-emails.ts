import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import PostalMime from "postal-mime";

export interface ReceivedEmail {
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Tracked links visible to a reader, in the order of the email. */
  readonly links: readonly string[];
  readonly unsubscribeUrl: string;
}

/** Reads an outbox folder. Its files never change, so each is parsed once. */
export function createEmailReader(outbox: string): () => Promise<ReceivedEmail[]> {
  const parsed = new Map<string, Promise<ReceivedEmail>>();
  return async () => {
    if (!existsSync(outbox)) return [];
    const names = readdirSync(outbox).filter((name) => name.endsWith(".eml"));
    return Promise.all(
      names.sort().map((name) => {
        const email = parsed.get(name) ?? readEmail(outbox, name);
        parsed.set(name, email);
        return email;
      }),
    );
  };
}

async function readEmail(outbox: string, name: string): Promise<ReceivedEmail> {
  const email = await PostalMime.parse(readFileSync(join(outbox, name)));
  const html = email.html ?? "";
  const unsubscribe = email.headers.find(({ key }) => key === "list-unsubscribe")?.value ?? "";
  return {
    messageId: name.replace(/\.eml$/, ""),
    from: email.from?.address ?? "",
    to: email.to?.[0]?.address ?? "",
    subject: email.subject ?? "",
    html,
    text: email.text ?? "",
    links: [...html.matchAll(/href="([^"]*\/c\/[^"]*)"(?! rel="nofollow")/g)].map(
      ([, url]) => url!,
    ),
    unsubscribeUrl: /<(https?:[^>]+)>/.exec(unsubscribe)?.[1] ?? "",
  };
}
