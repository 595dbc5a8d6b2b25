import { expect } from "vitest";
import type { PrismaClient } from "~/generated/prisma/client";

/** An email in the provider's records. */
export interface AcceptedProviderEmail {
  readonly recipient: string;
  readonly messageId: string | null;
  readonly key: string | null;
}

/**
 * Checks that the provider's accepted emails match the database's sent messages by recipient and key: each email
 * once, in its batch, none lost or pending.
 */
export async function expectEachOnce(
  db: PrismaClient,
  taken: readonly AcceptedProviderEmail[],
  emails: number,
): Promise<void> {
  const messages = await db.messageStatus.findMany();
  const sent = messages.filter(({ state }) => state === "sent");
  expect(messages.length - sent.length).toBe(0);
  expect(sent).toHaveLength(emails);
  expect(taken.map(({ messageId }) => messageId).toSorted()).toEqual(
    sent.map(({ messageId }) => messageId).toSorted(),
  );
  const keyOf = new Map(
    sent.map(({ shopId, messageId, batchId }) => [messageId, `${shopId}/${batchId}`]),
  );
  expect(taken.map(({ key }) => key)).toEqual(
    taken.map(({ messageId }) => keyOf.get(messageId ?? "")),
  );
  expect(new Set(taken.map(({ recipient }) => recipient)).size).toBe(taken.length);
}
