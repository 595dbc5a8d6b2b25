import type { Db } from "~/db.server";
import { loadFlowVersions } from "~/flows/flow-version-store.server";
import { getEmailNumber } from "~/flows/email-name";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { MessageState } from "./message";

export interface CustomerEmail {
  readonly messageId: string;
  /** Time sent, otherwise time planned. */
  readonly at: string;
  readonly flowName: string | null;
  readonly emailNumber: number | null;
  /** Name of the campaign; null for a flow's email. */
  readonly campaignName: string | null;
  readonly state: MessageState;
  readonly reason: string | null;
}

const MAX_EMAILS = 30;

/** A profile's latest messages, unsent ones included, newest first. */
export async function listCustomerEmails(
  db: Db,
  shopId: ShopId,
  profileId: ProfileId,
): Promise<CustomerEmail[]> {
  const rows = await db.messageStatus.findMany({
    where: { shopId, profileId },
    orderBy: [{ plannedAt: "desc" }, { messageId: "desc" }],
    take: MAX_EMAILS,
    select: {
      messageId: true,
      flowId: true,
      flowVersion: true,
      stepId: true,
      state: true,
      reason: true,
      plannedAt: true,
      sentAt: true,
      campaign: { select: { name: true } },
    },
  });
  const nameOf = await loadEmailNames(db, shopId, rows);
  return rows.map((row) => ({
    messageId: row.messageId,
    at: (row.sentAt ?? row.plannedAt).toISOString(),
    state: MessageState.parse(row.state),
    reason: row.reason,
    campaignName: row.campaign?.name ?? null,
    ...nameOf(row),
  }));
}

interface EmailOfFlow {
  readonly flowId: string | null;
  readonly flowVersion: number | null;
  readonly stepId: string | null;
}

/** Loads the names of flows and their emails for a list. */
export async function loadEmailNames(db: Db, shopId: ShopId, emails: readonly EmailOfFlow[]) {
  const refs = emails.flatMap(({ flowId, flowVersion }) =>
    flowId !== null && flowVersion !== null ? [{ flowId, version: flowVersion }] : [],
  );
  const definitionOf = await loadFlowVersions(db, shopId, refs);
  return ({ flowId, flowVersion, stepId }: EmailOfFlow) => {
    if (flowId === null || flowVersion === null) return { flowName: null, emailNumber: null };
    const definition = definitionOf({ flowId, version: flowVersion });
    return {
      flowName: definition.name,
      emailNumber: stepId === null ? null : getEmailNumber(definition, stepId),
    };
  };
}
