import { useFetcher, useNavigate } from "@remix-run/react";
import { useRequest } from "~/components/forms/use-request";
import { useSavedToast } from "~/components/forms/use-saved-toast";
import { useText } from "~/i18n/text-provider";
import type { Rule } from "~/recommendations/rules/rule";
import type { RulesAnswer } from "../app.recommendations.preview/route";
import type { action as saveAction } from "../app.recommendations.rules/route";
import type { action } from "./route";

const JSON_POST = { method: "post", encType: "application/json" } as const;

/**
 * The page's actions and their results.
 * @param version version of the displayed rules
 */
export function useRecommendationsPage(version: number) {
  const navigate = useNavigate();
  const search = useFetcher<typeof action>();
  const training = useFetcher<typeof action>();
  const save = useFetcher<typeof saveAction>();
  const preview = useRequest<RulesAnswer>();
  const text = useText("recommendations");
  useSavedToast(save.data?.saved ?? null, text("saved"), save.state !== "idle");

  const show = (subject: Record<string, string>) =>
    navigate(`/app/recommendations?${new URLSearchParams(subject).toString()}`);
  // The same messages as the schema's, so that any JSON body is safe to send.
  const asJson = (rules: readonly Rule[]) => JSON.stringify({ version, rules });

  return {
    problems: [...(save.data?.problems ?? []), ...(preview.answer?.problems ?? [])],
    error: save.data?.error ?? null,
    preview: preview.answer?.preview ?? null,
    isPreviewing: preview.isPending,
    hasPreviewFailed: preview.hasFailed,
    isSaving: save.state !== "idle",
    isSubmitting: training.state !== "idle",
    hasNotFound: Boolean(search.data),
    isLooking: search.state !== "idle",
    onCustomer: (customer: string) => show({ customer }),
    onProduct: (product: string) => show({ product }),
    onCart: (productIds: readonly string[]) => show({ cart: productIds.join(",") }),
    onEmail: (email: string) => search.submit({ email }, { method: "post" }),
    onTrain: () => training.submit({ train: "now" }, { method: "post" }),
    onCancel: () => training.submit({ train: "cancel" }, { method: "post" }),
    onPreview: (rules: readonly Rule[]) => preview.send("/app/recommendations/preview", { rules }),
    onSave: (rules: readonly Rule[]) =>
      save.submit(asJson(rules), { ...JSON_POST, action: "/app/recommendations/rules" }),
  };
}
