import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate, useNavigation } from "@remix-run/react";
import { readPage } from "~/components/lists/page-number";
import { useSaveFile } from "~/components/save-file";
import { getDeps } from "~/deps.server";
import { requireShop } from "~/http/require-shop.server";
import { getAccessLogPage } from "~/pages/access-log/access-log.server";
import { staffUrl } from "~/shopify/admin-url";
import { accessLogUrl, readAccessLogFilter } from "./access-log-url";
import { AccessLogPage } from "./page";

export async function loader({ request }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const { searchParams } = new URL(request.url);
  const filter = readAccessLogFilter(searchParams);
  const { db } = await getDeps();
  return { shopId, log: await getAccessLogPage(db, shopId, filter, readPage(searchParams)) };
}

export default function AccessLogRoute() {
  const saveFile = useSaveFile();
  const { shopId, log } = useLoaderData<typeof loader>();
  const navigate = useNavigate();
  const { state } = useNavigation();
  const fileUrl = accessLogUrl(log.filter, { path: "/app/access-log/export" });
  return (
    <AccessLogPage
      log={log}
      isLoading={state !== "idle"}
      staffUrl={(staffId) => staffUrl(shopId, staffId)}
      onFilter={(filter) => navigate(accessLogUrl(filter), { preventScrollReset: true })}
      onExport={() => void saveFile(fileUrl, "access-log.csv")}
    />
  );
}
