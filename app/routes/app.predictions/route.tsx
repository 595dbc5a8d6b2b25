import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { isInProgress } from "~/components/learning/training-card";
import { useTab } from "~/components/lists/page-tabs";
import { useRefresh } from "~/components/use-refresh";
import { readForm } from "~/http/read-form.server";
import { requireShopDeps } from "~/http/require-shop.server";
import { requestLocale } from "~/i18n/request-locale.server";
import { trainOrCancel } from "~/http/train.server";
import { findTrainingRun } from "~/jobs/training/training-store.server";
import { getFieldsCard } from "~/predictions/fields/fields-card.server";
import { answerSwitch } from "~/pages/predictions/answer-switch.server";
import { emailAudience, suggestAudiences } from "~/pages/campaigns/email-audience.server";
import { getPredictionsSummary } from "~/pages/predictions/predictions-page.server";
import { getSharingCard } from "~/pages/predictions/sharing-card.server";
import { SUGGESTED_AUDIENCES } from "~/segments/suggested-audiences";
import { PREDICTION_TABS, PredictionsPage } from "./page";
import { usePredictionsPage } from "./use-predictions-page";

const REFRESH_MS = 60_000;
const REFRESH_WHILE_LEARNING_MS = 1_000;

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, db, now } = await requireShopDeps(request);
  const [summary, run, fields, audiences, sharing] = await Promise.all([
    getPredictionsSummary(db, shopId, now()),
    findTrainingRun(db, shopId, "predictions"),
    getFieldsCard(db, shopId),
    suggestAudiences(db, shopId, now()),
    getSharingCard(db, shopId, now()),
  ]);
  return { summary, run, fields, audiences, sharing };
}

/** Opens a draft to an audience, switches Shopify's fields, the comparisons or sharing, or trains. */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const form = await readForm(request);
  const audience = SUGGESTED_AUDIENCES.find((it) => it === form.get("email"));
  if (audience) {
    return redirect(await emailAudience(shopId, audience, requestLocale(request).language, deps));
  }
  if (await answerSwitch(form, shopId, deps)) return null;
  return trainOrCancel(form, shopId, "predictions", deps);
}

export default function PredictionsRoute() {
  const { summary, run, fields, audiences, ...loaded } = useLoaderData<typeof loader>();
  const { opening, onEmail, isSwitching, onSwitch, sharing, ...others } = usePredictionsPage();
  const [tab, onTab] = useTab(PREDICTION_TABS, "customers");
  useRefresh(isInProgress(run) ? REFRESH_WHILE_LEARNING_MS : REFRESH_MS);
  return (
    <PredictionsPage
      {...{ summary, run, tab, onTab, ...others }}
      audiences={{ audiences, opening, onEmail }}
      sharing={{ ...loaded.sharing, ...sharing }}
      fields={{ ...fields, isSubmitting: isSwitching, onSwitch }}
    />
  );
}
