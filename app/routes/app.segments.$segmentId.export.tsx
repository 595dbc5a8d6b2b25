import type { LoaderFunctionArgs } from "@remix-run/node";
import { notFound } from "~/http/not-found.server";
import { requireShopDeps } from "~/http/require-shop.server";
import { requestLocale } from "~/i18n/request-locale.server";
import { textIn } from "~/i18n/text-in.server";
import { streamCsv } from "~/http/stream-csv.server";
import { recordDownload } from "~/privacy/record-download.server";
import { exportMembers } from "~/segments/members/export-members.server";
import { findSegment } from "~/segments/members/segment-store.server";

/** Downloads a segment's members. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const { segmentId } = (await findSegment(deps.db, shopId, params.segmentId ?? "")) ?? notFound();
  await recordDownload(deps.db, shopId, { action: "segment_exported", segmentId }, deps.now());
  const text = textIn(requestLocale(request).language, "segments");
  return streamCsv(exportMembers(deps.db, shopId, segmentId, text, deps), "segment.csv");
}
