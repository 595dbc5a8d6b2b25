import { Checkbox, Link } from "@shopify/polaris";
import { useFetcher } from "@remix-run/react";
import { useText } from "~/i18n/text-provider";
import type { loader } from "../app.campaigns.$campaignId.review/route";
import { reviewKey } from "./review-key";

interface UnlikelyOptionProps {
  campaignId: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** The option to exclude customers unlikely to be influenced, with how many these are in the saved audience. */
export function UnlikelyOption({ campaignId, checked, onChange }: UnlikelyOptionProps) {
  const text = useText("campaigns");
  // Loaded by the review.
  const { data: review } = useFetcher<typeof loader>({ key: reviewKey(campaignId) });
  const influence = review?.influence;
  const estimate = !influence
    ? text("unlikely.counting")
    : influence.hasEvidence
      ? text("unlikely.estimate", { count: influence.unlikely })
      : text.rich("unlikely.noEvidence", {
          link: (words) => <Link url="/app/settings?tab=measuring">{words}</Link>,
        });
  return (
    <Checkbox
      label={text("unlikely.label")}
      helpText={
        <>
          {text("unlikely.help")}
          <br />
          <span aria-live="polite">{estimate}</span>
        </>
      }
      checked={checked}
      onChange={onChange}
    />
  );
}
