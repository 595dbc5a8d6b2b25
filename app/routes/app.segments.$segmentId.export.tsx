import type { LoaderFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { notFound } from "~/http/not-found.server";
import { requireShop } from "~/http/require-shop.server";
import { streamCsv } from "~/http/stream-csv.server";
import { exportMembers } from "~/segments/members/export-members.server";
import { findSegment } from "~/segments/members/segment-store.server";

/** A segment's members, as a file. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const deps = await getDeps();
  const segment = (await findSegment(deps.db, shopId, params.segmentId ?? "")) ?? notFound();
  return streamCsv(exportMembers(deps.db, shopId, segment.segmentId, deps), "segment.csv");
}
