import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { isUnderWay } from "~/components/learning/training-card";
import { useRefresh } from "~/components/use-refresh";
import { getDeps } from "~/deps.server";
import { requireShop } from "~/http/require-shop.server";
import { trainOrCancel } from "~/http/train.server";
import { findTrainingRun } from "~/jobs/training/training-store.server";
import { getPredictionsSummary } from "~/predictions/predictions-page.server";
import { PredictionsPage } from "./page";

const REFRESH_MS = 60_000;
const REFRESH_WHILE_LEARNING_MS = 1_000;

export async function loader({ request }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const { db } = await getDeps();
  const [summary, run] = await Promise.all([
    getPredictionsSummary(db, shopId),
    findTrainingRun(db, shopId, "predictions"),
  ]);
  return { summary, run };
}

export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  return trainOrCancel(await request.formData(), shopId, "predictions", await getDeps());
}

export default function PredictionsRoute() {
  const { summary, run } = useLoaderData<typeof loader>();
  const training = useFetcher<typeof action>();
  useRefresh(isUnderWay(run) ? REFRESH_WHILE_LEARNING_MS : REFRESH_MS);
  return (
    <PredictionsPage
      summary={summary}
      run={run}
      isAsking={training.state !== "idle"}
      onTrain={() => training.submit({ train: "now" }, { method: "post" })}
      onCancel={() => training.submit({ train: "cancel" }, { method: "post" })}
    />
  );
}
