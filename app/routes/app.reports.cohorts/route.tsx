import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { getDeps } from "~/deps.server";
import { getCohortPage } from "~/pages/reports/cohort-page.server";
import { requireShop } from "~/http/require-shop.server";
import { CohortsPage } from "./page";

export async function loader({ request }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const { db, now } = await getDeps();
  return getCohortPage(db, shopId, now());
}

export default function CohortsRoute() {
  return <CohortsPage page={useLoaderData<typeof loader>()} />;
}
