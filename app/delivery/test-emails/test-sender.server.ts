import type { Db } from "~/db.server";
import { textIn } from "~/i18n/text-in.server";
import type { ShopId } from "~/lib/shop-id";
import { findCallCapacity } from "../auto-pause/sending-capacity.server";
import { listAutoPauses } from "../auto-pause/auto-pause-store.server";
import { describeSkipReason } from "../decision/describe-decision";
import type { Mailbox } from "../email";
import type { Mailer } from "../mailer";
import { identityOf } from "../pace/breaker";
import type { Origin } from "../settings/sending-streams";
import type { SendingSetup } from "../settings/sending-setup.server";

interface Deps {
  readonly db: Db;
  readonly mailer: Pick<Mailer, "name">;
  readonly now: () => Date;
  readonly config: { readonly kindredSender: string | null };
}

/**
 * The sender for email to the shop's staff: the shop's own if it may send, otherwise Kindred's.
 *
 * @returns an error for the merchant when there is none
 */
export async function findTestSender(
  shopId: ShopId,
  { sender }: Pick<SendingSetup, "sender">,
  origin: Origin,
  { db, mailer, now, config }: Deps,
): Promise<Mailbox | string> {
  const autoPauses = await listAutoPauses(db, shopId);
  if (autoPauses.some(({ level }) => level === "stop")) {
    return "Your email is stopped. See on the sender page why, and let it go on first.";
  }
  if (sender.kind === "missing")
    return describeSkipReason(sender.missing, textIn("en", "delivery"));
  const from = origin === "campaign" ? sender.campaignFrom : sender.from;
  const domain = identityOf(from.address);
  const room = await findCallCapacity(db, shopId, domain, { now: now(), way: mailer.name });
  if (room.emails > 0) return from;
  if (config.kindredSender !== null) return { name: "Kindred test", address: config.kindredSender };
  return "Prove on the sender page that the domain of your sender address is yours first.";
}
