import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { getDeps } from "~/deps.server";
import { findFlowCalendar } from "~/pages/flows/flow-calendar.server";
import { requireShop } from "~/http/require-shop.server";
import { CalendarPage } from "./page";

export async function loader({ request }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const { db, now } = await getDeps();
  return { calendar: await findFlowCalendar(db, shopId, now()) };
}

export default function CalendarRoute() {
  return <CalendarPage {...useLoaderData<typeof loader>()} />;
}
