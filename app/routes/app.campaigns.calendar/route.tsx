import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigation, useSubmit } from "@remix-run/react";
import { loadCampaignCalendar } from "~/pages/campaigns/campaign-calendar.server";
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

export default function CalendarRoute() {
  const submit = useSubmit();
  const { state } = useNavigation();
  return (
    <CampaignCalendarPage
      calendar={useLoaderData<typeof loader>()}
      isCreating={state === "submitting"}
      onCreate={(date) => submit({ date }, { method: "post", action: "/app/campaigns?index" })}
    />
  );
}
