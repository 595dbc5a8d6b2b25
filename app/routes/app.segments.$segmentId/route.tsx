import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { readPage } from "~/components/lists/page-number";
import { useRefresh } from "~/components/use-refresh";
import { getDeps } from "~/deps.server";
import { notFound } from "~/http/not-found.server";
import { readJson } from "~/http/read-json.server";
import { requireShop, requireShopDeps } from "~/http/require-shop.server";
import { answerSegmentRequest } from "~/pages/segments/answer-request.server";
import { loadSegmentPage } from "~/pages/segments/segment-pages.server";
import { SegmentPage } from "./page";
import { useSegmentPage } from "./use-segment-page";

const REFRESH_MS = 10_000;
const REFRESH_WHILE_COUNTED_MS = 1_000;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const page = readPage(new URL(request.url).searchParams);
  const requested = { segmentId: params.segmentId ?? "", page, now: deps.now() };
  return (await loadSegmentPage(deps.db, shopId, requested, deps)) ?? notFound();
}

export async function action({ request, params }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const body = await readJson(request);
  const answer = await answerSegmentRequest(shopId, params.segmentId ?? "", body, await getDeps());
  if (answer.kind === "deleted") return redirect("/app/segments");
  return data(answer, answer.kind === "invalid" || answer.kind === "refused" ? 422 : 200);
}

export default function SegmentRoute() {
  const shown = useLoaderData<typeof loader>();
  useRefresh(shown.segment.evaluatedAt === null ? REFRESH_WHILE_COUNTED_MS : REFRESH_MS);
  return (
    <SegmentPage
      key={shown.segment.segmentId}
      {...shown}
      {...useSegmentPage(shown.segment.segmentId)}
    />
  );
}
