import { useFetcher } from "@remix-run/react";
import { SUGGESTED_AUDIENCES, type SuggestedAudience } from "~/segments/suggested-audiences";
import type { action } from "./route";

/** The page's actions and their state. */
export function usePredictionsPage() {
  const training = useFetcher<typeof action>();
  const switching = useFetcher<typeof action>();
  const comparing = useFetcher<typeof action>();
  const sharing = useFetcher<typeof action>();
  const email = useFetcher<typeof action>();
  const opening = email.formData?.get("email");
  return {
    isSubmitting: training.state !== "idle",
    isSwitching: switching.state !== "idle",
    opening: SUGGESTED_AUDIENCES.find((it) => it === opening) ?? null,
    onTrain: () => training.submit({ train: "now" }, { method: "post" }),
    onCancel: () => training.submit({ train: "cancel" }, { method: "post" }),
    onEmail: (audience: SuggestedAudience) => email.submit({ email: audience }, { method: "post" }),
    onSwitch: (isOn: boolean) =>
      switching.submit({ fields: isOn ? "on" : "off" }, { method: "post" }),
    sharing: {
      isSubmitting: sharing.state !== "idle",
      onSwitch: (isOn: boolean) =>
        sharing.submit({ sharing: isOn ? "on" : "off" }, { method: "post" }),
    },
    comparisons: {
      isSubmitting: comparing.state !== "idle",
      onSwitch: (isOn: boolean) =>
        comparing.submit({ comparisons: isOn ? "on" : "off" }, { method: "post" }),
    },
  };
}
