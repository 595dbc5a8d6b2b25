import type { LoaderFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { cohortCsv } from "~/feedback/cohorts/cohort-csv";
import { getCohortPage } from "~/feedback/cohorts/cohort-page.server";
import { requireShop } from "~/http/require-shop.server";
import { streamCsv } from "~/http/stream-csv.server";

/** The customers over time, as a file. */
export async function loader({ request }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const { db, now } = await getDeps();
  return streamCsv([cohortCsv(await getCohortPage(db, shopId, now()))], "kindred-cohorts.csv");
}
