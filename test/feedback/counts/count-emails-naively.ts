import type { PrismaClient } from "~/generated/prisma/client";
import { addEmailCounts, NO_EMAILS, type EmailCounts } from "~/feedback/counts/email-counts";
import { SHOP } from "../../support/builders";

const LOST = ["soft_bounced", "failed", "suppressed", "bounced"];

/** Naive reference: sums of the raw rows by day (UTC), flow, step and version. */
export async function countEmailsNaively(db: PrismaClient): Promise<Map<string, EmailCounts>> {
  const emails = await db.messageStatus.findMany({
    where: { shopId: SHOP, state: "sent" },
    include: { engagementEvents: true, attributions: true },
  });
  const events = await db.event.findMany({ where: { shopId: SHOP, kind: "email_unsubscribed" } });
  const left = new Set(events.map(({ payload }) => (payload as { messageId: string }).messageId));
  const counts = new Map<string, EmailCounts>();
  for (const email of emails) {
    const day = email.sentAt?.toISOString().slice(0, 10) ?? "";
    const key = [day, email.flowId ?? "", email.stepId ?? "", email.flowVersion ?? 0].join("|");
    const delivery = email.deliveryState ?? "";
    const clicks = email.engagementEvents.filter(({ kind }) => kind === "click");
    const opens = email.engagementEvents.filter(({ kind }) => kind === "open");
    const byPeople = (events: typeof clicks) =>
      events.some((event) => event.classification === "human");
    const credits = email.attributions.filter(({ currency }) => currency === "GBP");
    counts.set(
      key,
      addEmailCounts(counts.get(key) ?? NO_EMAILS, {
        sent: 1,
        delivered: LOST.includes(delivery) ? 0 : 1,
        bounced: LOST.includes(delivery) && delivery !== "failed" ? 1 : 0,
        complained: delivery === "complained" ? 1 : 0,
        unsubscribed: left.has(email.messageId) ? 1 : 0,
        opened: opens.length > 0 || byPeople(clicks) ? 1 : 0,
        openedByPeople: byPeople(opens) || byPeople(clicks) ? 1 : 0,
        clicked: clicks.length > 0 ? 1 : 0,
        clickedByPeople: byPeople(clicks) ? 1 : 0,
        orders: credits.length,
        grossMinor: credits.reduce((sum, it) => sum + Number(it.grossMinor), 0),
        refundedMinor: credits.reduce((sum, it) => sum + Number(it.refundedMinor), 0),
      }),
    );
  }
  return counts;
}
