import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { getCohortPage } from "~/pages/reports/cohort-page.server";
import { requireShopDeps } from "~/http/require-shop.server";
import { CohortsPage } from "./page";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db, now } = await requireShopDeps(request);
  return getCohortPage(db, shopId, now());
}

export default function CohortsRoute() {
  return <CohortsPage page={useLoaderData<typeof loader>()} />;
}
