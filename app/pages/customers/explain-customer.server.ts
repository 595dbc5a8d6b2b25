import { findAudienceMember } from "~/campaigns/audience/audience-store.server";
import { getReachability } from "~/campaigns/audience-counts";
import { listStartedCampaigns, type Campaign } from "~/campaigns/campaign-store.server";
import type { Db } from "~/db.server";
import { listFlows } from "~/flows/flow-store.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { MessageState } from "~/messages/message";
import { explainFlows, type FlowExplanation } from "./explain-flow.server";
import { findProfile } from "~/profiles/profile-store.server";
import type { Keyring } from "~/privacy/keyring.server";

/** Why a customer got or did not get each email, by what sends it: latest first, what never reached them last. */
export type CustomerReason = {
  readonly id: string;
  readonly name: string;
  /** When it last reached the customer; ISO 8601, null: never. */
  readonly at: string | null;
} & (
  | { readonly kind: "flow"; readonly explanation: FlowExplanation }
  | { readonly kind: "campaign"; readonly outcome: CampaignOutcome }
);

/** What a campaign did for a customer. */
export type CampaignOutcome =
  | {
      readonly kind: "message";
      readonly messageId: string;
      readonly state: MessageState;
      readonly reason: string | null;
      readonly at: string;
    }
  /** The customer is not in the audience now. */
  | { readonly kind: "not_in_audience" }
  | { readonly kind: "left_out"; readonly reason: "no_address" | "not_subscribed" | "suppressed" }
  /** Planned once the campaign reaches them. */
  | { readonly kind: "waiting"; readonly startsAt: string | null; readonly isPaused: boolean }
  | { readonly kind: "canceled" }
  /** In the audience now, but not when the campaign was sent. */
  | { readonly kind: "joined_later" };

const MAX_CAMPAIGNS = 10;

/**
 * Explains all live flows, the other flows in which the customer was, and the latest campaigns. Flows cost a fixed
 * number of statements, and each campaign without a message one.
 */
export async function explainCustomer(
  db: Db,
  shopId: ShopId,
  profileId: ProfileId,
  { keyring, now }: { readonly keyring: Pick<Keyring, "open">; readonly now: () => Date },
): Promise<CustomerReason[]> {
  const [flows, campaigns] = await Promise.all([
    explainAllFlows(db, shopId, profileId, { keyring, now }),
    explainCampaigns(db, shopId, profileId),
  ]);
  return [...flows, ...campaigns].toSorted(
    (a, b) => (b.at ?? "").localeCompare(a.at ?? "") || a.name.localeCompare(b.name),
  );
}

async function explainAllFlows(
  db: Db,
  shopId: ShopId,
  profileId: ProfileId,
  { keyring, now }: { readonly keyring: Pick<Keyring, "open">; readonly now: () => Date },
): Promise<CustomerReason[]> {
  const [profile, flows] = await Promise.all([
    findProfile(db, shopId, profileId, { keyring }),
    listFlows(db, shopId),
  ]);
  if (!profile) return [];
  const explanations = await explainFlows(db, shopId, flows, profile, now());
  return flows.flatMap(({ flowId, status, definition }, n): CustomerReason[] => {
    const explanation = explanations[n];
    if (!explanation) return [];
    if (status !== "live" && explanation.enrollments.length === 0) return [];
    const at = lastContact(explanation);
    return [{ kind: "flow", id: flowId, name: definition.name, at, explanation }];
  });
}

/** The latest email or enrollment; null without any. */
function lastContact({ enrollments }: FlowExplanation): string | null {
  const times = enrollments.flatMap(({ enteredAt, emails }) => [
    enteredAt,
    ...emails.flatMap((email) => (email.kind === "planned" ? email.at : [])),
  ]);
  return times.toSorted().at(-1) ?? null;
}

async function explainCampaigns(
  db: Db,
  shopId: ShopId,
  profileId: ProfileId,
): Promise<CustomerReason[]> {
  const campaigns = await listStartedCampaigns(db, shopId, MAX_CAMPAIGNS);
  if (campaigns.length === 0) return [];
  const messages = await db.messageStatus.findMany({
    where: { shopId, profileId, campaignId: { in: campaigns.map((it) => it.campaignId) } },
    select: {
      campaignId: true,
      messageId: true,
      state: true,
      reason: true,
      sentAt: true,
      plannedAt: true,
    },
    orderBy: { plannedAt: "asc" },
  });
  const byCampaign = new Map(messages.map((message) => [message.campaignId, message]));
  return Promise.all(
    campaigns.map(async (campaign): Promise<CustomerReason> => {
      const message = byCampaign.get(campaign.campaignId);
      const outcome: CampaignOutcome = message
        ? {
            kind: "message",
            messageId: message.messageId,
            state: MessageState.parse(message.state),
            reason: message.reason,
            at: (message.sentAt ?? message.plannedAt).toISOString(),
          }
        : await explainMissingMessage(db, shopId, campaign, profileId);
      const { campaignId: id, name } = campaign;
      const at = outcome.kind === "message" ? outcome.at : null;
      return { kind: "campaign", id, name, at, outcome };
    }),
  );
}

const LEFT_OUT = {
  noAddress: "no_address",
  noConsent: "not_subscribed",
  suppressed: "suppressed",
} as const;

async function explainMissingMessage(
  db: Db,
  shopId: ShopId,
  { status, plan, startsAt }: Campaign,
  profileId: ProfileId,
): Promise<CampaignOutcome> {
  const member = await findAudienceMember(db, shopId, plan.audience, profileId);
  if (!member) return { kind: "not_in_audience" };
  const reachability = getReachability(member);
  if (reachability !== "reachable") return { kind: "left_out", reason: LEFT_OUT[reachability] };
  if (status === "canceled") return { kind: "canceled" };
  if (status === "sent") return { kind: "joined_later" };
  const isPaused = status === "paused";
  return { kind: "waiting", startsAt: startsAt?.toISOString() ?? null, isPaused };
}
