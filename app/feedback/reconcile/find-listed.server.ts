import { setTimeout as pause } from "node:timers/promises";
import type { Mailer } from "~/delivery/mailer";
import { takeAccountToken } from "~/delivery/pace/account-store.server";
import type { ListedEmail, SentEmailProvider } from "~/delivery/sent-email-provider";
import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { EmailEvent } from "../email-events/email-event";
import { isBefore, matchEmail, type UnansweredEmail } from "./match-email";
import { listKnownProviderIds } from "./unanswered-store.server";

interface Deps {
  readonly db: PrismaClient;
  readonly mailer: Pick<Mailer, "account" | "sentEmails">;
}

interface Search {
  readonly unanswered: readonly UnansweredEmail[];
  /** When a provider may first have accepted them. */
  readonly since: Date;
  /** Last email of the list that was read; null: none. */
  readonly cursor: string | null;
}

export type ListSearchResult =
  | {
      readonly kind: "read";
      readonly events: readonly EmailEvent[];
      /** Last email that was read; null when the list is exhausted. */
      readonly cursor: string | null;
    }
  /** The provider's list is not available. */
  | { readonly kind: "unavailable" };

/** Searches one page of the provider's list of sent emails. */
export async function findListed(
  shopId: ShopId,
  { unanswered, since, cursor }: Search,
  { db, mailer }: Deps,
): Promise<ListSearchResult> {
  const { sentEmails: provider, account } = mailer;
  if (!provider || account === undefined || !(await hasSpareCall(db, account))) return UNAVAILABLE;
  const page = await provider.list(cursor);
  if (page.kind === "unavailable") return UNAVAILABLE;

  const known = await listKnownProviderIds(
    db,
    shopId,
    page.emails.map(({ providerId }) => providerId),
  );
  const events: EmailEvent[] = [];
  for (const listed of page.emails) {
    const matching = matchEmail(listed, unanswered, since);
    if (matching.length === 0 || known.has(listed.providerId)) continue;
    if (!(await hasSpareCall(db, account))) return UNAVAILABLE;
    const named = await provider.identify(listed.providerId);
    if (named.kind === "unavailable") return UNAVAILABLE;
    const messageId = identifyListed(shopId, matching, named);
    if (messageId !== null) events.push(toEmailEvent(listed, messageId));
  }
  const last = page.emails.at(-1);
  const isReadOut = !page.hasMore || last === undefined || isBefore(last, since);
  return { kind: "read", events, cursor: isReadOut ? null : last.providerId };
}

const UNAVAILABLE = { kind: "unavailable" } as const;

/** Whether the account has spare calls: due messages take precedence. */
export async function hasSpareCall(db: PrismaClient, account: string): Promise<boolean> {
  const turn = await takeAccountToken(db, account, MAX_WAIT_MS);
  if (turn.kind === "wait") return false;
  if (turn.afterMs > 0) await pause(turn.afterMs);
  return true;
}

const MAX_WAIT_MS = 5_000;

type Named = Exclude<Awaited<ReturnType<SentEmailProvider["identify"]>>, { kind: "unavailable" }>;

/**
 * Identifies a listed email among the candidates: by its tags, or, without tags, only if it is the single
 * candidate.
 */
function identifyListed(
  shopId: ShopId,
  matching: readonly UnansweredEmail[],
  named: Named,
): string | null {
  if (named.kind === "unnamed") {
    const [only, ...others] = matching;
    return only && others.length === 0 ? only.messageId : null;
  }
  const isIt = matching.some(({ messageId }) => messageId === named.messageId);
  return isIt && named.shopId === shopId ? named.messageId : null;
}

/** Converts a listed email to a provider event. */
export function toEmailEvent(listed: ListedEmail, messageId: string): EmailEvent {
  const { providerId, delivery, createdAt: occurredAt, to: recipient } = listed;
  return {
    eventId: `listed/${providerId}`,
    messageId,
    delivery,
    occurredAt,
    providerId,
    detail: null,
    recipient,
  };
}
