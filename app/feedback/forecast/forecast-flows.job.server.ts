import { nextTimeIn } from "~/jobs/next-due-times.server";
import { loadFlowResults } from "~/delivery/decision/other-messages.server";
import { valueOf, type FlowResult } from "~/delivery/decision/message-value";
import type { CommonDeps } from "~/deps";
import { DurationMs, addMs } from "~/flows/definition/duration";
import { purposeOfTrigger, type MessagePurpose } from "~/flows/definition/purpose";
import { loadFlowVersions } from "~/flows/flow-version-store.server";
import { simulatePast } from "~/flows/simulation/simulate-past.server";
import { findBuyerShortage } from "~/flows/status/set-flow-status.server";
import { Prisma } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import { markDone } from "~/jobs/schedule-store.server";
import type { ShopId } from "~/lib/shop-id";
import { findMatches } from "~/segments/editing/find-matches.server";
import {
  AUDIENCE_RULES,
  SUGGESTED_AUDIENCES,
  type SuggestedAudience,
} from "~/segments/suggested-audiences";
import { saveAudienceForecast } from "./audience-forecast-store.server";
import {
  listFlowsWithoutForecast,
  measureCreditedOrder,
  saveFlowForecast,
} from "./flow-forecast-store.server";

type Deps = CommonDeps<"db" | "keyring" | "now">;

const SCHEDULE = "feedback.forecast-flows";
const FORECAST_EVERY_DAYS = 7;
const SIMULATED_DAYS = 30;
const ORDER_DAYS = 90;
/** A few hundred show the weekly number within a tenth. */
const MAX_CANDIDATES = 500;
const COUNT_TIMEOUT_MS = 30_000;

/**
 * Forecasts once a week what each flow that is off would bring: its emails of the last month by simulation, times the
 * orders after such an email (`valueOf`) and their usual size; and then one email to each suggested audience.
 * One flow per run: a simulation reads up to 500 people with their facts.
 */
export const forecastFlowsJob = defineJob<Deps>({
  name: SCHEDULE,
  selectDueShops: (now) => Prisma.sql`
    select shop.shop_id as "shopId" from shop
    join backfill on backfill.shop_id = shop.shop_id
      and backfill.resource = 'orders' and backfill.state = 'done'
    left join schedule on schedule.shop_id = shop.shop_id and schedule.task = ${SCHEDULE}
    where shop.uninstalled_at is null
      and (schedule.done_at is null or schedule.done_at <= ${weekBefore(now)}::timestamptz
        -- The first predictions come after the first forecasts.
        or not exists (select 1 from audience_forecast where shop_id = shop.shop_id)
          and exists (select 1 from prediction where shop_id = shop.shop_id))`,
  nextDueTimes: (now) => [nextForecastTime(now)],

  async run(shopId, { db, keyring, now }) {
    const at = now();
    const [ref] = await listFlowsWithoutForecast(db, shopId, weekBefore(at));
    const results = await loadFlowResults(db, shopId, at);
    const since = addMs(at, -DurationMs.days(ORDER_DAYS));
    const creditedOrder = await measureCreditedOrder(db, shopId, { since, now: at });
    if (!ref) {
      await forecastAudiences(shopId, { results, creditedOrder }, { db, now: at });
      await markDone(db, shopId, SCHEDULE, at);
      return { more: false };
    }
    const { flowId } = ref;
    const definition = (await loadFlowVersions(db, shopId, [ref]))(ref);
    // A flow that cannot be turned on yet would bring nothing.
    const isLocked = (await findBuyerShortage(db, shopId, flowId)) !== null;
    const { people, emails, days } = await simulatePast(
      db,
      shopId,
      { ...ref, definition, holdoutRate: 0 },
      { days: SIMULATED_DAYS, limit: isLocked ? 0 : MAX_CANDIDATES, now: at },
      { keyring },
    );
    const result = results.get(flowId) ?? null;
    const value = creditedOrder * valueOf(purposeOfTrigger(definition.trigger.kind), result);
    const emailsPerWeek = (emails * 7) / days;
    await saveFlowForecast(db, shopId, flowId, {
      ...{ peoplePerWeek: (people * 7) / days, emailsPerWeek },
      ...{ revenueMinorPerWeek: emailsPerWeek * value, forecastAt: at },
    });
    return { more: true };
  },
});

interface Measured {
  readonly results: ReadonlyMap<string, FlowResult>;
  /** Mean net revenue of an order that an email gets credit for, in minor units. */
  readonly creditedOrder: number;
}

/** The emails whose results an email to the audience is expected to have. */
const SIMILAR_EMAILS: Readonly<
  Record<SuggestedAudience, { readonly purpose: MessagePurpose; readonly flowId: string | null }>
> = {
  lapsing: { purpose: "lifecycle", flowId: "win-back" },
  due: { purpose: "lifecycle", flowId: "next-order" },
  likely: { purpose: "campaign", flowId: null },
  best: { purpose: "lifecycle", flowId: "vip" },
};

/**
 * Forecasts one email to each suggested audience, once there are predictions. An audience that cannot be counted in
 * time is not suggested.
 */
async function forecastAudiences(
  shopId: ShopId,
  { results, creditedOrder }: Measured,
  { db, now }: { readonly db: Deps["db"]; readonly now: Date },
): Promise<void> {
  const scored = await db.prediction.findFirst({ where: { shopId }, select: { shopId: true } });
  if (!scored) return;
  for (const audience of SUGGESTED_AUDIENCES) {
    const rule = AUDIENCE_RULES[audience];
    const found = await findMatches(db, shopId, rule, { now, timeoutMs: COUNT_TIMEOUT_MS });
    const people = found?.count ?? 0;
    const { purpose, flowId } = SIMILAR_EMAILS[audience];
    const result = flowId === null ? null : (results.get(flowId) ?? null);
    const revenueMinor = people * creditedOrder * valueOf(purpose, result);
    await saveAudienceForecast(db, shopId, { audience, people, revenueMinor, forecastAt: now });
  }
}

const weekBefore = (now: Date) => addMs(now, -DurationMs.days(FORECAST_EVERY_DAYS));

const nextForecastTime = (now: Date) =>
  nextTimeIn("schedule", "done_at", now, {
    plus: Prisma.sql`interval '7 days'`,
    and: Prisma.sql`it.task = ${SCHEDULE}`,
  });
