import { acrossShops } from "~/db-scope.server";
import type { Config } from "~/config";
import type { CommonDeps } from "~/deps";
import { mailboxOf } from "~/email-config";
import { findMailboxState, nameMailbox } from "./mailbox-store.server";

/** From this age on, reports are late: a reading that works repeats within seconds. */
export const LATE_SECONDS = 900;

/** Seconds since the inbound mailbox was last read completely; null: there is none, or it was never read. */
export async function readMailboxAge({
  db,
  config: { inbound },
}: CommonDeps<"db"> & { readonly config: Pick<Config, "inbound"> }): Promise<number | null> {
  const read = mailboxOf(inbound);
  if (read === null) return null;
  const mailbox = nameMailbox(read);
  const state = await acrossShops("read-mailbox", () => findMailboxState(db, mailbox));
  return state?.ageSeconds ?? null;
}
