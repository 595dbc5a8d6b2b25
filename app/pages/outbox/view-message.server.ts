import type { CommonDeps } from "~/deps";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { recordView } from "~/privacy/record-view.server";
import { findEmailPage, type SentEmailPageData } from "./email-page.server";

interface Deps extends CommonDeps<"db" | "now"> {
  readonly keyring: Pick<Keyring, "open" | "openBytes">;
}

/**
 * Loads a message for the admin. It shows a customer's name, address and clicks, so the access is logged like
 * a view of the customer.
 */
export async function viewMessage(
  shopId: ShopId,
  messageId: string,
  { db, keyring, now }: Deps,
): Promise<SentEmailPageData | null> {
  const page = await findEmailPage(db, shopId, messageId, { keyring, now });
  if (page) await recordView(db, shopId, { what: "email", messageId }, now());
  return page;
}
