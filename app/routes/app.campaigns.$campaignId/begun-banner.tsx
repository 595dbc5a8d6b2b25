import { useSearchParams } from "@remix-run/react";
import { Banner } from "@shopify/polaris";
import { CAMPAIGN_LAYOUTS, layoutTemplateId } from "~/campaigns/campaign-layouts";
import { useEmailNames } from "~/components/email/use-email-names";
import { useText } from "~/i18n/text-provider";

interface BegunBannerProps {
  isBusy: boolean;
  onUndo: () => void;
}

/** After a draft was created from a template: says so, and undoes it. */
export function BegunBanner({ isBusy, onUndo }: BegunBannerProps) {
  const text = useText("campaigns");
  const nameEmail = useEmailNames();
  const [params] = useSearchParams();
  const layout = CAMPAIGN_LAYOUTS.find((it) => it === params.get("from"));
  if (!layout) return null;
  const templateId = layoutTemplateId(layout);
  const template = nameEmail({ templateId, name: templateId });
  return (
    <Banner
      tone="success"
      title={text("begun.title", { template })}
      action={{ content: text("begun.undo"), loading: isBusy, onAction: onUndo }}
    />
  );
}
