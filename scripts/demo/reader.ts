import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import PostalMime from "postal-mime";
import type { Life } from "../../test/shopify/life/create-life";
import { appealOf } from "../../test/shopify/life/appeal";
import { planReaction } from "../../test/shopify/life/plan-reaction";
import { seededRandom } from "../../test/shopify/life/seeded-random";

export interface Reader {
  /** Opens the emails that arrived since the last call and decides what their readers will do. */
  open(now: Date): Promise<void>;
  /**
   * Performs due actions: follows links, unsubscribes.
   * @returns the number of readers who acted
   */
  react(now: Date): Promise<number>;
}

interface Planned {
  readonly atMs: number;
  /** @returns whether the app answered */
  act(now: Date): Promise<boolean>;
}

type ReadingLife = Pick<Life, "nextOrderAt" | "followLink">;

/** Emails per reader: more than any limit lets through in four weeks. */
const MAX_REMEMBERED = 30;

const BROWSER =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1";

/**
 * The store's customers as email readers: they only know the outbox folder. They follow links as a browser does, and
 * unsubscribe by the one-click header as an email client does. Some of those who follow a link buy.
 *
 * @param earlier when each address got emails before, in milliseconds since 1970
 */
export function createReader(
  outbox: string,
  life: ReadingLife,
  earlier: ReadonlyMap<string, readonly number[]> = new Map(),
): Reader {
  const opened = new Set<string>();
  const received = new Map(earlier);
  let planned: Planned[] = [];

  return {
    async open(now) {
      for (const file of listEmails(outbox)) {
        if (opened.has(file)) continue;
        opened.add(file);
        const reaction = await readEmail(join(outbox, file), now, { life, received });
        if (reaction) planned.push(reaction);
      }
    },
    async react(now) {
      const due = planned.filter(({ atMs }) => atMs <= now.getTime());
      planned = planned.filter(({ atMs }) => atMs > now.getTime());
      for (const reaction of due.sort((a, b) => a.atMs - b.atMs)) {
        // A failed page load is retried, as people do.
        if (!(await reaction.act(now))) planned.push(reaction);
      }
      return due.length;
    },
  };
}

function listEmails(outbox: string): string[] {
  try {
    return readdirSync(outbox)
      .filter((name) => name.endsWith(".eml"))
      .sort();
  } catch (error) {
    // The app creates the folder with the first email.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

async function readEmail(
  path: string,
  now: Date,
  { life, received }: { life: ReadingLife; received: Map<string, readonly number[]> },
): Promise<Planned | null> {
  const email = await PostalMime.parse(readFileSync(path));
  const address = email.to?.[0]?.address ?? "";
  // The invisible link is marked so that programs can skip it.
  const shown = (email.html ?? "").matchAll(/href="([^"]*\/c\/[^"]*)"(?! rel="nofollow")/g);
  const links = [...shown].map((match) => match[1] ?? "");
  const sentAt = now.toISOString();
  const earlierAtMs = received.get(address) ?? [];
  const sentAtMs = now.getTime();
  // The appeal depends on the last weeks only.
  received.set(address, [...earlierAtMs, sentAtMs].slice(-MAX_REMEMBERED));
  const reaction = planReaction(
    {
      messageId: email.messageId ?? path,
      customerId: address,
      links: [...new Set(links)],
      sentAt,
      nextOrderAt: life.nextOrderAt(address, sentAt),
      appeal: appealOf({ address, subject: email.subject ?? "", sentAtMs, earlierAtMs }),
    },
    seededRandom(1, `${address} ${email.subject ?? ""}`),
  );
  const header = email.headers.find(({ key }) => key === "list-unsubscribe")?.value ?? "";
  const unsubscribeUrl = /<(https?:[^>]+)>/.exec(header)?.[1];
  if (reaction.kind === "none") return null;
  const atMs = Date.parse(reaction.at);
  if (reaction.kind === "unsubscribe") {
    return unsubscribeUrl === undefined ? null : { atMs, act: () => unsubscribe(unsubscribeUrl) };
  }
  const link = [...new Set(links)][reaction.linkIndex];
  if (link === undefined) return null;
  return {
    atMs,
    async act(now) {
      const url = await findTarget(link);
      if (url === null) return false;
      life.followLink({ email: address, at: now.toISOString(), url });
      return true;
    },
  };
}

/** Follows a link of an email, but does not load the store's page. @returns null if the app did not answer */
async function findTarget(link: string): Promise<string | null> {
  const response = await request(link, "GET", 302);
  return response === null ? null : (response.headers.get("location") ?? "");
}

async function unsubscribe(url: string): Promise<boolean> {
  return (await request(url, "POST", 200)) !== null;
}

async function request(
  url: string,
  method: "GET" | "POST",
  expected: number,
): Promise<Response | null> {
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      redirect: "manual",
      headers: { "user-agent": BROWSER },
      ...(method === "POST" && { body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }) }),
    });
  } catch (error) {
    // `fetch` throws this without a listener.
    if (error instanceof TypeError) return null;
    throw error;
  }
  await response.arrayBuffer();
  if (response.status !== expected) {
    throw new Error(
      `A link of an email answered ${response.status} to ${method} instead of ${expected}`,
    );
  }
  return response;
}
