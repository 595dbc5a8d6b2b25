import type { Db } from "~/db.server";
import { DurationMs, laterBy } from "~/flows/duration";
import { ExitReason } from "~/flows/exit-reason";
import { FlowStatus } from "~/flows/flow-status";
import { loadRunFacts } from "~/flows/run-facts-store.server";
import type { ShopId } from "~/lib/shop-id";
import type { MessageIntent } from "~/messages/message";
import type { DeliveryFacts } from "./decide-delivery";
import type { SendingSetup } from "./sending-setup.server";

/** What is stored of a message that may leave. */
export interface MessageRef {
  readonly messageId: string;
  readonly profileId: string;
  readonly enrollmentId: string | null;
  readonly flowId: string | null;
  readonly expiresAt: Date;
  readonly intent: MessageIntent;
}

/**
 * Reads what decides about these messages, in a number of statements that does
 * not grow with theirs. Inside a transaction, all of it through that.
 *
 * @returns the facts in the order of `messages`
 */
export async function loadDeliveryFacts(
  db: Db,
  shopId: ShopId,
  messages: readonly MessageRef[],
  { shop, sender }: SendingSetup,
  now: Date,
): Promise<DeliveryFacts[]> {
  const profileIds = [...new Set(messages.map(({ profileId }) => profileId))];
  const runs = await loadRunFacts(
    db,
    shopId,
    messages.map(({ profileId, intent: { trigger } }) => ({
      profileId,
      kind: trigger.kind,
      objectKey: trigger.kind === "checkout" ? trigger.token : trigger.orderId,
    })),
  );
  const countries = await loadCountries(db, shopId, profileIds);
  const statuses = await loadFlowStatuses(db, shopId, messages);
  const exits = await loadRunExits(db, shopId, messages);
  const recent = await loadRecentMarketing(db, shopId, messages, profileIds, now);

  return messages.flatMap((message, i) => {
    const run = runs[i];
    if (!run) return [];
    return [
      {
        intent: message.intent,
        expiresAt: message.expiresAt,
        isShopInstalled: shop.isInstalled,
        shopTimeZone: shop.timeZone,
        countryCode: countries.get(message.profileId) ?? null,
        flowStatus: (message.flowId && statuses.get(message.flowId)) || "archived",
        runExit: (message.enrollmentId && exits.get(message.enrollmentId)) || null,
        run,
        recentMarketingAt: recent.get(message.profileId) ?? [],
        missingSetup: sender.kind === "missing" ? sender.missing : null,
      },
    ];
  });
}

async function loadCountries(
  db: Db,
  shopId: ShopId,
  profileIds: string[],
): Promise<Map<string, string | null>> {
  const rows = await db.profile.findMany({
    where: { shopId, profileId: { in: profileIds } },
    select: { profileId: true, countryCode: true },
  });
  return new Map(rows.map(({ profileId, countryCode }) => [profileId, countryCode]));
}

async function loadFlowStatuses(
  db: Db,
  shopId: ShopId,
  messages: readonly MessageRef[],
): Promise<Map<string, FlowStatus>> {
  const flowIds = [...new Set(messages.flatMap(({ flowId }) => flowId ?? []))];
  const rows = await db.flow.findMany({
    where: { shopId, flowId: { in: flowIds } },
    select: { flowId: true, status: true },
  });
  return new Map(rows.map(({ flowId, status }) => [flowId, FlowStatus.parse(status)]));
}

async function loadRunExits(
  db: Db,
  shopId: ShopId,
  messages: readonly MessageRef[],
): Promise<Map<string, ExitReason>> {
  const enrollmentIds = messages.flatMap(({ enrollmentId }) => enrollmentId ?? []);
  const rows = await db.enrollment.findMany({
    where: { shopId, enrollmentId: { in: enrollmentIds }, state: "exited" },
    select: { enrollmentId: true, exitReason: true },
  });
  return new Map(
    rows.map(({ enrollmentId, exitReason }) => [enrollmentId, ExitReason.parse(exitReason)]),
  );
}

/** Mails of the last seven days that left, are leaving, or may have left. */
async function loadRecentMarketing(
  db: Db,
  shopId: ShopId,
  messages: readonly MessageRef[],
  profileIds: string[],
  now: Date,
): Promise<Map<string, Date[]>> {
  const since = laterBy(now, -DurationMs.days(7));
  const rows = await db.message.findMany({
    where: {
      shopId,
      profileId: { in: profileIds },
      messageId: { notIn: messages.map(({ messageId }) => messageId) },
      state: { in: ["sending", "sent", "unknown"] },
      OR: [{ sentAt: { gte: since } }, { sentAt: null, nextAttemptAt: { gte: since } }],
    },
    select: { profileId: true, sentAt: true, nextAttemptAt: true },
  });
  const recent = new Map<string, Date[]>();
  for (const { profileId, sentAt, nextAttemptAt } of rows) {
    recent.set(profileId, [...(recent.get(profileId) ?? []), sentAt ?? nextAttemptAt]);
  }
  return recent;
}
