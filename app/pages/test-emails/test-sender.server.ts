import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { findCallCapacity } from "~/delivery/sender/sending-capacity.server";
import { listAutoPauses } from "~/delivery/auto-pause/auto-pause-store.server";
import type { Mailbox } from "~/delivery/email";
import type { Mailer } from "~/delivery/mailer";
import { identityOf } from "~/delivery/pace/breaker";
import type { Origin } from "~/delivery/settings/sending-streams";
import type { SendingSetup } from "~/delivery/decision/sending-setup.server";
import type { TestProblem } from "./test-outcome";

interface Deps {
  readonly db: Db;
  readonly mailer: Pick<Mailer, "name">;
  readonly now: () => Date;
  readonly config: { readonly kindredSender: string | null };
}

/**
 * The sender for email to the shop's staff: the shop's own if it may send, otherwise Kindred's.
 *
 * @returns why there is none
 */
export async function findTestSender(
  shopId: ShopId,
  { sender }: Pick<SendingSetup, "sender">,
  origin: Origin,
  { db, mailer, now, config }: Deps,
): Promise<Mailbox | TestProblem> {
  const autoPauses = await listAutoPauses(db, shopId);
  if (autoPauses.some(({ level }) => level === "stop")) return "auto_paused";
  if (sender.kind === "missing") return sender.missing;
  const from = origin === "campaign" ? sender.campaignFrom : sender.from;
  const domain = identityOf(from.address);
  const room = await findCallCapacity(db, shopId, domain, { now: now(), way: mailer.name });
  if (room.emails > 0) return from;
  if (config.kindredSender !== null) return { name: "Kindred test", address: config.kindredSender };
  return "domain_unproved";
}
