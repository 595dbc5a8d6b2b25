import type { Db, Tx } from "~/db.server";
import { findRevertedTest } from "~/experiments/optimization/experiment-store.server";
import { getFullEmailName } from "~/flows/email-name";
import { listLiveFlows } from "~/flows/progress/live-flows.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { SendingSettings } from "../settings/sending-settings";
import { queueSystemEmail } from "../system-emails/system-email-store.server";
import type { RevertNotice } from "./notice";

export interface NoticeDeps {
  readonly keyring: Pick<Keyring, "seal">;
  readonly now: Date;
}

/** Queues an email to the merchant about an automatic revert, unless the merchant has turned these emails off. */
export async function queueRevertNotice(
  tx: Tx,
  shopId: ShopId,
  decisionId: string,
  deps: NoticeDeps,
): Promise<void> {
  const row = await tx.settings.findUnique({ where: { shopId }, select: { sending: true } });
  if (!SendingSettings.parse(row?.sending ?? {}).revertNotices) return;
  await queueSystemEmail(tx, shopId, { kind: "notice", emailId: decisionId }, deps);
}

/** What the notice with this id says; null if it is not about a revert. */
export async function findRevertNotice(
  db: Db,
  shopId: ShopId,
  emailId: string,
): Promise<RevertNotice | null> {
  const reverted = await findRevertedTest(db, shopId, emailId);
  if (reverted === null) return null;
  const { kind, flowId, stepId, evidence } = reverted;
  const flows = stepId === null ? [] : await listLiveFlows(db, shopId);
  const flow = flows.find((it) => it.flowId === flowId);
  const { control, treated } = evidence.mean;
  const isLoss = control > 0 && treated < control;
  return {
    kind,
    email: flow && stepId !== null ? getFullEmailName(flow.definition, stepId) : null,
    lossRate: isLoss ? 1 - treated / control : null,
  };
}
