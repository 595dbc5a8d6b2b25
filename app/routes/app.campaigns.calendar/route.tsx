import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData, useNavigation, useSubmit } from "@remix-run/react";
import { useEffect, useRef } from "react";
import {
  countDueAudiences,
  loadCampaignCalendar,
  type CampaignCalendar,
} from "~/pages/campaigns/campaign-calendar.server";
import { readForm } from "~/http/read-form.server";
import { requireShopDeps } from "~/http/require-shop.server";
import { firstWeekday } from "~/i18n/first-weekday";
import { requestLocale } from "~/i18n/request-locale.server";
import { CampaignCalendarPage } from "./page";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db, now } = await requireShopDeps(request);
  const month = new URL(request.url).searchParams.get("month");
  const week = firstWeekday(requestLocale(request).locale);
  return loadCampaignCalendar(db, shopId, { month, firstWeekday: week }, now());
}

/** Counts the audiences of a month's drafts. */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId, db, now } = await requireShopDeps(request);
  const month = (await readForm(request)).get("month");
  await countDueAudiences(db, shopId, typeof month === "string" ? month : null, now());
  return null;
}

export default function CalendarRoute() {
  const calendar = useLoaderData<typeof loader>();
  const submit = useSubmit();
  const { state } = useNavigation();
  useAudienceCount(calendar);
  return (
    <CampaignCalendarPage
      calendar={calendar}
      isCreating={state === "submitting"}
      onCreate={(date) => submit({ date }, { method: "post", action: "/app/campaigns?index" })}
    />
  );
}

/** Requests what is due once per month that is shown, after the page is there. */
function useAudienceCount({ month, isCountDue }: CampaignCalendar): void {
  const { submit } = useFetcher();
  const requested = useRef("");
  useEffect(() => {
    if (!isCountDue || requested.current === month) return;
    requested.current = month;
    submit({ month }, { method: "post" });
  }, [isCountDue, month, submit]);
}
