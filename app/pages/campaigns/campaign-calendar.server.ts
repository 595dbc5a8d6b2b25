import { countAudience } from "~/campaigns/audience/audience-store.server";
import {
  listDatedCampaigns,
  saveAudienceSize,
  type DatedCampaign,
} from "~/campaigns/calendar-store.server";
import { CampaignAudience } from "~/campaigns/campaign";
import type { Db } from "~/db.server";
import { countCampaigns } from "~/feedback/counts/campaign-numbers-store.server";
import { addDays, daysOfMonth, dayIn, weeksOfMonth } from "~/lib/calendar-day";
import type { ShopId } from "~/lib/shop-id";

export interface CalendarCampaign extends Pick<
  DatedCampaign,
  "campaignId" | "name" | "status" | "day" | "time"
> {
  /** Emails sent so far; before the first, the planned recipients; before planning, the customers in the audience. */
  readonly count:
    | { readonly of: "sent" | "recipients"; readonly number: number }
    /** null: not counted yet. */
    | { readonly of: "now"; readonly number: number | null };
}

export interface CampaignCalendar {
  /** YYYY-MM */
  readonly month: string;
  /** Today in the shop's time zone, YYYY-MM-DD. */
  readonly today: string;
  readonly timeZone: string;
  /** Days, YYYY-MM-DD, by week; null: another month has the day. */
  readonly weeks: readonly (readonly (string | null)[])[];
  /** By time. */
  readonly campaigns: readonly CalendarCampaign[];
  /** Of the numbers of sent emails: `Counted`. */
  readonly countedAt: string | null;
  /** Whether audiences of drafts should be counted, because they were not within the last hour. */
  readonly isCountDue: boolean;
}

interface Month {
  /** YYYY-MM; the current month for any other text. */
  readonly month: string | null;
  /** 1 is Monday, 7 is Sunday. */
  readonly firstWeekday: number;
}

/** A segment changes little within an hour, and counting takes as long as the shop is large. */
const COUNT_LASTS_MS = 3_600_000;

/** The campaigns of a month by the shop's calendar. */
export async function loadCampaignCalendar(
  db: Db,
  shopId: ShopId,
  { month: wanted, firstWeekday }: Month,
  now: Date,
): Promise<CampaignCalendar> {
  const { timeZone, today, month, dated } = await loadMonth(db, shopId, wanted, now);
  const begun = dated.filter((it) => it.hasSent || it.status === "sent");
  const ids = begun.map(({ campaignId }) => campaignId);
  const { value: numbers, countedAt } = await countCampaigns(db, shopId, ids, now);
  const campaigns = dated.map((campaign): CalendarCampaign => {
    const { campaignId, name, status, day, time } = campaign;
    const sent = numbers.get(campaignId)?.sent;
    const count =
      sent === undefined ? expectedOf(campaign) : ({ of: "sent", number: sent } as const);
    return { ...{ campaignId, name, status, day, time }, count };
  });
  return {
    ...{ month, today, timeZone, campaigns, countedAt },
    weeks: weeksOfMonth(month, firstWeekday),
    isCountDue: dated.some((it) => isCountDue(it, now)),
  };
}

async function loadMonth(db: Db, shopId: ShopId, wanted: string | null, now: Date) {
  const { timeZone } = await db.shop.findUniqueOrThrow({
    where: { shopId },
    select: { timeZone: true },
  });
  const today = dayIn(now, timeZone);
  const isMonth = wanted !== null && /^20\d\d-(0[1-9]|1[0-2])$/.test(wanted);
  const month = isMonth ? wanted : today.slice(0, 7);
  const from = `${month}-01`;
  const to = addDays(from, daysOfMonth(month).length - 1);
  const dated = await listDatedCampaigns(db, shopId, { from, to, timeZone });
  return { timeZone, today, month, dated };
}

const expectedOf = ({ foreseenEmails, audienceSize }: DatedCampaign): CalendarCampaign["count"] =>
  foreseenEmails === null
    ? { of: "now", number: audienceSize }
    : { of: "recipients", number: foreseenEmails };

const isCountDue = (
  { status, foreseenEmails, audienceSizeAt }: DatedCampaign,
  now: Date,
): boolean =>
  status === "draft" &&
  foreseenEmails === null &&
  (audienceSizeAt === null || now.getTime() - audienceSizeAt.getTime() >= COUNT_LASTS_MS);

/** Counts the audiences of a month's drafts that are due; several drafts often have the same audience. */
export async function countDueAudiences(
  db: Db,
  shopId: ShopId,
  month: string | null,
  now: Date,
): Promise<void> {
  const { dated } = await loadMonth(db, shopId, month, now);
  const drafts = dated.filter((it) => isCountDue(it, now));
  for (const [key, same] of Map.groupBy(drafts, ({ audience }) => JSON.stringify(audience))) {
    const audience = CampaignAudience.parse(JSON.parse(key));
    const { reachable } = await countAudience(db, shopId, audience);
    const campaignIds = same.map(({ campaignId }) => campaignId);
    await saveAudienceSize(db, shopId, campaignIds, reachable, now);
  }
}
