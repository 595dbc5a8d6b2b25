import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate } from "@remix-run/react";
import { readReportFilter, reportUrl } from "~/feedback/reports/report-range";
import { getReport } from "~/feedback/reports/report.server";
import { requireShopDeps } from "~/http/require-shop.server";
import { ReportsPage } from "./page";

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db, now } = await requireShopDeps(request);
  return getReport(db, shopId, readReportFilter(new URL(request.url).searchParams), now());
}

export default function ReportsRoute() {
  const report = useLoaderData<typeof loader>();
  const navigate = useNavigate();
  return (
    <ReportsPage
      report={report}
      onFilter={(filter) => navigate(reportUrl("/app/reports", filter))}
    />
  );
}
