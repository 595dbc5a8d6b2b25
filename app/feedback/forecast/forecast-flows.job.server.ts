import { loadFlowResults } from "~/delivery/decision/other-messages.server";
import { valueOf, type FlowResult } from "~/delivery/decision/message-value";
import type { CommonDeps } from "~/deps";
import { DurationMs, addMs } from "~/flows/definition/duration";
import { purposeOfTrigger } from "~/flows/definition/purpose";
import { loadFlowVersions } from "~/flows/flow-version-store.server";
import { simulatePast } from "~/flows/simulation/simulate-past.server";
import { findBuyerShortage } from "~/flows/status/set-flow-status.server";
import { Prisma } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import { markDone } from "~/jobs/schedule-store.server";
import type { ShopId } from "~/lib/shop-id";
import { findMatches } from "~/segments/editing/find-matches.server";
import { LAPSING_RULE } from "~/segments/lapsing-rule";
import {
  listFlowsWithoutForecast,
  measureUsualOrder,
  saveFlowForecast,
} from "./flow-forecast-store.server";
import { saveLapseForecast } from "./lapse-forecast-store.server";

type Deps = CommonDeps<"db" | "now">;

const SCHEDULE = "feedback.forecast-flows";
const FORECAST_EVERY_DAYS = 7;
const SIMULATED_DAYS = 30;
const ORDER_DAYS = 90;
/** A few hundred show the weekly number within a tenth. */
const MAX_CANDIDATES = 500;
const COUNT_TIMEOUT_MS = 30_000;

/**
 * Forecasts once a week what each flow that is off would bring: its emails of the last month by simulation, times the
 * revenue of such an email (`valueOf`) and the shop's usual order; and then one email to customers who are about to
 * lapse. One flow per run: a simulation reads up to 500 people with their facts.
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
        or not exists (select 1 from lapse_forecast where shop_id = shop.shop_id)
          and exists (select 1 from prediction where shop_id = shop.shop_id))`,

  async run(shopId, { db, now }) {
    const at = now();
    const [ref] = await listFlowsWithoutForecast(db, shopId, weekBefore(at));
    const results = await loadFlowResults(db, shopId, at);
    const since = addMs(at, -DurationMs.days(ORDER_DAYS));
    const usualOrder = await measureUsualOrder(db, shopId, { since, now: at });
    if (!ref) {
      await forecastLapsing(shopId, { results, usualOrder }, { db, now: at });
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
    );
    const result = results.get(flowId) ?? null;
    const value = usualOrder * valueOf(purposeOfTrigger(definition.trigger.kind), result);
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
  /** In minor units. */
  readonly usualOrder: number;
}

/**
 * Forecasts one email to the customers who are about to lapse, once there are predictions: its value is that of the
 * win-back flow's emails. A shop where they cannot be counted in time gets no suggestion.
 */
async function forecastLapsing(
  shopId: ShopId,
  { results, usualOrder }: Measured,
  { db, now }: { readonly db: Deps["db"]; readonly now: Date },
): Promise<void> {
  const scored = await db.prediction.findFirst({ where: { shopId }, select: { shopId: true } });
  if (!scored) return;
  const found = await findMatches(db, shopId, LAPSING_RULE, { now, timeoutMs: COUNT_TIMEOUT_MS });
  const people = found?.count ?? 0;
  const value = usualOrder * valueOf("lifecycle", results.get("win-back") ?? null);
  await saveLapseForecast(db, shopId, { people, revenueMinor: people * value, forecastAt: now });
}

const weekBefore = (now: Date) => addMs(now, -DurationMs.days(FORECAST_EVERY_DAYS));
