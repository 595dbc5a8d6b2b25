import { loadFlowResults } from "~/delivery/decision/other-messages.server";
import { valueOf } from "~/delivery/decision/message-value";
import type { CommonDeps } from "~/deps";
import { DurationMs, addMs } from "~/flows/definition/duration";
import { purposeOfTrigger } from "~/flows/definition/purpose";
import { loadFlowVersions } from "~/flows/flow-version-store.server";
import { simulatePast } from "~/flows/simulation/simulate-past.server";
import { findBuyerShortage } from "~/flows/status/set-flow-status.server";
import { Prisma } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import { markDone } from "~/jobs/schedule-store.server";
import {
  listFlowsWithoutForecast,
  measureUsualOrder,
  saveFlowForecast,
} from "./flow-forecast-store.server";

type Deps = CommonDeps<"db" | "now">;

const SCHEDULE = "feedback.forecast-flows";
const FORECAST_EVERY_DAYS = 7;
const SIMULATED_DAYS = 30;
const ORDER_DAYS = 90;
/** A few hundred show the weekly number within a tenth. */
const MAX_CANDIDATES = 500;

/**
 * Forecasts once a week what each flow that is off would bring: its emails of the last month by simulation, times the
 * revenue of such an email (`valueOf`) and the shop's usual order. One flow per run: a simulation reads up to 500
 * people with their facts.
 */
export const forecastFlowsJob = defineJob<Deps>({
  name: SCHEDULE,
  selectDueShops: (now) => Prisma.sql`
    select shop.shop_id as "shopId" from shop
    join backfill on backfill.shop_id = shop.shop_id
      and backfill.resource = 'orders' and backfill.state = 'done'
    left join schedule on schedule.shop_id = shop.shop_id and schedule.task = ${SCHEDULE}
    where shop.uninstalled_at is null
      and (schedule.done_at is null or schedule.done_at <= ${weekBefore(now)}::timestamptz)`,

  async run(shopId, { db, now }) {
    const at = now();
    const [ref, ...others] = await listFlowsWithoutForecast(db, shopId, weekBefore(at));
    if (!ref) {
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
    const since = addMs(at, -DurationMs.days(ORDER_DAYS));
    const usualOrder = await measureUsualOrder(db, shopId, { since, now: at });
    const result = (await loadFlowResults(db, shopId, at)).get(flowId) ?? null;
    const value = usualOrder * valueOf(purposeOfTrigger(definition.trigger.kind), result);
    const emailsPerWeek = (emails * 7) / days;
    await saveFlowForecast(db, shopId, flowId, {
      ...{ peoplePerWeek: (people * 7) / days, emailsPerWeek },
      ...{ revenueMinorPerWeek: emailsPerWeek * value, forecastAt: at },
    });
    if (others.length === 0) await markDone(db, shopId, SCHEDULE, at);
    return { more: others.length > 0 };
  },
});

const weekBefore = (now: Date) => addMs(now, -DurationMs.days(FORECAST_EVERY_DAYS));
