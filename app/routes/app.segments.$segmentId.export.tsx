import type { LoaderFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { requireShop } from "~/http/require-shop.server";
import { streamCsv } from "~/http/stream-csv.server";
import { exportMembers } from "~/segments/members/export-members.server";

/** A segment's members, as a file. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const deps = await getDeps();
  return streamCsv(exportMembers(deps.db, shopId, params.segmentId ?? "", deps), "segment.csv");
}
