import type { CommonDeps } from "~/deps";
import type { ShopId } from "~/lib/shop-id";
import type { SendingSetup } from "../decision/sending-setup.server";
import type { Mailer } from "../mailer";
import { findAccountPause } from "../pace/account-store.server";
import { identityOf } from "../pace/breaker";
import { findCallCapacity } from "../sender/sending-capacity.server";
import { remainingConfirmations } from "./captcha/sign-up-cap";
import { findSignUpVolume } from "./captcha/sign-up-guard-store.server";

interface Deps extends CommonDeps<"db" | "now"> {
  readonly mailer: Pick<Mailer, "account" | "name">;
}

/** How many confirmations may leave now. Without a sender there is no limit: they are claimed to record that reason. */
export async function findConfirmationCapacity(
  shopId: ShopId,
  { sender }: Pick<SendingSetup, "sender">,
  { db, mailer, now }: Deps,
): Promise<number> {
  if (sender.kind === "missing") return Infinity;
  if (mailer.account !== undefined && (await findAccountPause(db, mailer.account))) return 0;
  const when = { now: now(), way: mailer.name };
  const room = await findCallCapacity(db, shopId, identityOf(sender.from.address), when);
  return Math.min(room.emails, remainingConfirmations(await findSignUpVolume(db, shopId, now())));
}
