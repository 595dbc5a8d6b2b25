import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { isInProgress } from "~/components/learning/training-card";
import { useRefresh } from "~/components/use-refresh";
import { getDeps } from "~/deps.server";
import { readForm } from "~/http/read-form.server";
import { requireShop, requireShopDeps } from "~/http/require-shop.server";
import { trainOrCancel } from "~/http/train.server";
import { findTrainingRun } from "~/jobs/training/training-store.server";
import { getFieldsCard, switchFields } from "~/predictions/fields/fields-card.server";
import { getPredictionsSummary } from "~/pages/predictions/predictions-page.server";
import { PredictionsPage } from "./page";

const REFRESH_MS = 60_000;
const REFRESH_WHILE_LEARNING_MS = 1_000;

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db } = await requireShopDeps(request);
  const [summary, run, fields] = await Promise.all([
    getPredictionsSummary(db, shopId),
    findTrainingRun(db, shopId, "predictions"),
    getFieldsCard(db, shopId),
  ]);
  return { summary, run, fields };
}

export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const form = await readForm(request);
  const deps = await getDeps();
  if (!form.has("fields")) return trainOrCancel(form, shopId, "predictions", deps);
  await switchFields(shopId, form.get("fields") === "on", deps);
  return null;
}

export default function PredictionsRoute() {
  const { summary, run, fields } = useLoaderData<typeof loader>();
  const training = useFetcher<typeof action>();
  const switching = useFetcher<typeof action>();
  useRefresh(isInProgress(run) ? REFRESH_WHILE_LEARNING_MS : REFRESH_MS);
  return (
    <PredictionsPage
      summary={summary}
      run={run}
      isSubmitting={training.state !== "idle"}
      fields={{
        ...fields,
        isSubmitting: switching.state !== "idle",
        onSwitch: (isOn) => switching.submit({ fields: isOn ? "on" : "off" }, { method: "post" }),
      }}
      onTrain={() => training.submit({ train: "now" }, { method: "post" })}
      onCancel={() => training.submit({ train: "cancel" }, { method: "post" })}
    />
  );
}
