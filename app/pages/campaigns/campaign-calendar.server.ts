import { countAudience } from "~/campaigns/audience/audience-store.server";
import { listDatedCampaigns, type DatedCampaign } from "~/campaigns/calendar-store.server";
import type { CampaignAudience } from "~/campaigns/campaign";
import type { Db } from "~/db.server";
import { addDays, daysOfMonth, dayIn, weeksOfMonth } from "~/lib/calendar-day";
import type { ShopId } from "~/lib/shop-id";

export interface CalendarCampaign extends Pick<
  DatedCampaign,
  "campaignId" | "name" | "status" | "day" | "time"
> {
  /** Emails sent so far; before the first, the planned recipients; before planning, the customers in the audience now. */
  readonly count: { readonly of: "sent" | "recipients" | "now"; readonly number: number };
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
}

interface Month {
  /** YYYY-MM; the current month for any other text. */
  readonly month: string | null;
  /** 1 is Monday, 7 is Sunday. */
  readonly firstWeekday: number;
}

/** The campaigns of a month by the shop's calendar. */
export async function loadCampaignCalendar(
  db: Db,
  shopId: ShopId,
  { month: wanted, firstWeekday }: Month,
  now: Date,
): Promise<CampaignCalendar> {
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
  const sizes = await countAudiences(db, shopId, dated.filter(isUncounted));
  const campaigns = dated.map((campaign): CalendarCampaign => {
    const { campaignId, name, status, day, time, sent, foreseenEmails } = campaign;
    const isSent = sent > 0 || status === "sent";
    const inAudience = sizes.get(JSON.stringify(campaign.audience)) ?? 0;
    const expected =
      foreseenEmails === null
        ? ({ of: "now", number: inAudience } as const)
        : ({ of: "recipients", number: foreseenEmails } as const);
    return {
      ...{ campaignId, name, status, day, time },
      count: isSent ? { of: "sent", number: sent } : expected,
    };
  });
  return { month, today, timeZone, weeks: weeksOfMonth(month, firstWeekday), campaigns };
}

const isUncounted = ({ foreseenEmails }: DatedCampaign) => foreseenEmails === null;

/** The customers that each audience can email now; several drafts often have the same audience. */
async function countAudiences(
  db: Db,
  shopId: ShopId,
  drafts: readonly DatedCampaign[],
): Promise<ReadonlyMap<string, number>> {
  const audiences = new Map<string, CampaignAudience>(
    drafts.map(({ audience }) => [JSON.stringify(audience), audience]),
  );
  const sizes = new Map<string, number>();
  for (const [key, audience] of audiences) {
    sizes.set(key, (await countAudience(db, shopId, audience)).reachable);
  }
  return sizes;
}
