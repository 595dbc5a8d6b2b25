import { changeCampaign, startCampaign } from "~/campaigns/planning/change-campaign.server";
import { DEFAULT_PLAN, type CampaignPlan } from "~/campaigns/campaign";
import type { CampaignCommand } from "~/campaigns/campaign-status";
import { createCampaign, findCampaign } from "~/campaigns/campaign-store.server";
import { planCampaignsJob } from "~/campaigns/planning/plan-campaigns.job.server";
import type { Database } from "~/db.server";
import { countWaterfall } from "~/pages/campaigns/count-waterfall.server";
import type { Mailer } from "~/delivery/mailer";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import { publishUnchanged } from "~/messages/templates/begin-email.server";
import type { EmailDocument } from "~/messages/document/email-document";
import { findTemplate } from "~/messages/templates/template-store.server";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";
import { loadSendingSetup } from "~/delivery/decision/sending-setup.server";
import { NOW, SHOP } from "../support/builders";
import { outboxDeps, proveDomain, storeSendingShop } from "../support/outbox-stage";
import { storeProfile } from "../support/stored-rows";
import { insertMessages } from "../support/message-rows";

/** The shop's own email for campaigns. */
const AUTUMN_EMAIL = "autumn/email";
export const AUTUMN_SUBJECT = "Autumn teas are here";

export const DEFAULT_CAMPAIGN_PLAN: CampaignPlan = { ...DEFAULT_PLAN, templateId: AUTUMN_EMAIL };

const HOUR_MS = 3_600_000;
const FIRST_STEP_MS = 30_000;

/** A shop with a sender, a clock, and a provider that remembers keys. */
export function openCampaignBench(database: Database) {
  const deps = outboxDeps(database);
  const { db } = deps;
  const { signal } = new AbortController();
  let created = 0;
  let now = NOW;
  let deliverer: Mailer = deps.mailer;
  deps.now = () => now;

  const planOnce = async () => (await planCampaignsJob.run(SHOP, deps, signal)).more;
  const drainOnce = async () => {
    const { more } = await drainOutboxJob.run(SHOP, { ...deps, mailer: deliverer }, signal);
    return more;
  };
  const setup = () => loadSendingSetup(db, SHOP, deps);

  return {
    ...deps,
    planOnce,
    drainOnce,
    at: (instant: Date) => void (now = instant),
    today: () => now,
    /** Replaces the mailer from now on. */
    deliverBy: (mailer: Mailer) => void (deliverer = mailer),
    /** A shop without customers, so that no one is excluded. */
    async begin(holdoutRate = 0): Promise<void> {
      created = 0;
      await storeSendingShop(db);
      await this.publish(AUTUMN_EMAIL, { subject: AUTUMN_SUBJECT });
      const sending = { senderAddress: "hello@kettle.example", holdoutRate };
      await db.settings.update({ where: { shopId: SHOP }, data: { sending } });
    },
    /** The shop's own email: a letter with overrides. */
    async publish(templateId: string, change: Partial<EmailDocument>): Promise<void> {
      const document = { ...findReadyTemplate("campaign/story")!, translations: {}, ...change };
      const baseRevision = (await findTemplate(db, SHOP, templateId))?.draftRevision ?? 0;
      const email = { templateId, name: "Autumn", document, baseRevision };
      await publishUnchanged(db, SHOP, { ...email, now });
    },
    store: (customerId: string, rest: Parameters<typeof storeProfile>[3] = {}) =>
      storeProfile(db, deps.keyring, customerId, { countryCode: "GB", ...rest }),
    async storeMany(count: number): Promise<void> {
      for (let n = 0; n < count; n++) await this.store(String(100 + n));
    },
    /** A new sender domain, with this share of each of its first days' limits already used by other emails. */
    async beginWarmUp(usedByDay: readonly number[]): Promise<void> {
      const other = await this.store("other", { marketingState: "not_subscribed" });
      const inDays = (days: number) => new Date(now.getTime() + days * 24 * HOUR_MS);
      await proveDomain(db, SHOP, "kettle.example", { warmUpAt: now, nextRunAt: inDays(30) });
      await insertMessages(
        db,
        usedByDay.flatMap((count, day) =>
          Array.from({ length: count }, (_, n) => ({
            shopId: SHOP,
            messageId: `other-${day}-${n}`,
            profileId: other,
            state: "sent",
            plannedAt: inDays(day),
            nextRunAt: inDays(day),
            expiresAt: inDays(day),
            sentAt: inDays(day),
            intent: {},
          })),
        ),
      );
    },
    find: async (campaignId: string) => (await findCampaign(db, SHOP, campaignId))!,
    takenTo: () => deps.mailer.taken.map(({ to }) => to).sort(),
    async create(change: Partial<CampaignPlan> = {}): Promise<string> {
      // Variants are drawn by the campaign's id: a random id would change the shares in each run.
      const campaignId = `campaign-${++created}`;
      const plan = { ...DEFAULT_CAMPAIGN_PLAN, ...change };
      return createCampaign(db, SHOP, { campaignId, name: "Autumn", plan }, now);
    },
    start: (campaignId: string) =>
      startCampaign(
        SHOP,
        { campaignId, version: 1, foreseenEmails: 0, undoUntil: now },
        "merchant",
        deps,
      ),
    command: (campaignId: string, command: CampaignCommand) =>
      changeCampaign(SHOP, { campaignId, command }, "merchant", deps),
    async waterfall(campaignId: string, change: Partial<CampaignPlan> = {}) {
      return countWaterfall(
        db,
        SHOP,
        { campaignId, plan: { ...DEFAULT_CAMPAIGN_PLAN, ...change } },
        await setup(),
        now,
      );
    },
    /** Runs everything that is due now. */
    async settle(): Promise<void> {
      while (await planOnce());
      while (await drainOnce());
    },
    /** Advances the clock by hours and runs everything that becomes due. */
    async pass(hours: number, stepHours = 1): Promise<void> {
      for (let passed = 0; passed < hours; passed += stepHours) {
        now = new Date(now.getTime() + stepHours * HOUR_MS);
        await this.settle();
      }
    },
    /** Advances from one due time to the next, until nothing is due. */
    async runOut(): Promise<void> {
      // Throttled messages stay due all the time, so the steps grow with the wait.
      for (let stepMs = FIRST_STEP_MS, before = ""; ;) {
        await this.settle();
        const [next] = await db.$queryRaw<{ at: Date | null; waiting: bigint }[]>`
          select least(
            (select min(next_run_at) from message_status where state = 'planned'),
            (select min(next_run_at) from email_batch where state = 'sending'),
            (select min(next_run_at) from campaign
              where status in ('scheduled', 'sending') and phase <> 'done')) as at,
            (select count(*) from message_status where state = 'planned') as waiting`;
        if (!next?.at) break;
        const standing = `${next.at.toISOString()} ${next.waiting}`;
        stepMs = standing === before ? Math.min(stepMs * 2, HOUR_MS) : FIRST_STEP_MS;
        before = standing;
        now = new Date(Math.max(now.getTime() + stepMs, next.at.getTime()));
      }
      // Again, so that the campaign sees an empty queue.
      await this.pass(1);
    },
    states: (campaignId: string) =>
      db.messageStatus.groupBy({
        by: ["state", "reason"],
        where: { shopId: SHOP, campaignId },
        _count: true,
        orderBy: [{ state: "asc" }, { reason: "asc" }],
      }),
  };
}
export type CampaignBench = ReturnType<typeof openCampaignBench>;
