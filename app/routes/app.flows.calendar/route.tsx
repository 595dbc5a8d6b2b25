import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { findFlowCalendar } from "~/pages/flows/flow-calendar.server";
import { requireShopDeps } from "~/http/require-shop.server";
import { CalendarPage } from "./page";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db, now } = await requireShopDeps(request);
  return { calendar: await findFlowCalendar(db, shopId, now()) };
}

export default function CalendarRoute() {
  return <CalendarPage {...useLoaderData<typeof loader>()} />;
}
