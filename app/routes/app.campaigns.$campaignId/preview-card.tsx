import { BlockStack, Card, Text } from "@shopify/polaris";
import type { CampaignPlan } from "~/campaigns/campaign";
import { EmailAsSent } from "~/components/email/email-preview";
import { TestEmailForm } from "~/components/email/test-email-form";
import { useText } from "~/i18n/text-provider";
import type { CouponRequest } from "~/flows/definition/send-step";

interface PreviewCardProps {
  campaignId: string;
  plan: CampaignPlan;
  /** The form's discount; null: none. */
  coupon: CouponRequest | null;
  isDirty: boolean;
}

/** The email as a recipient sees it, with a test email. */
export function CampaignPreviewCard({ campaignId, plan, coupon, isDirty }: PreviewCardProps) {
  const text = useText("campaigns");
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {text("preview.title")}
          </Text>
          <Text as="p" variant="bodySm" tone="subdued">
            {text("preview.text")}
          </Text>
        </BlockStack>
        <EmailAsSent templateId={plan.templateId} coupon={coupon} title={text("preview.frame")} />
        <TestEmailForm
          url={`/app/campaigns/${campaignId}/test`}
          isDisabled={isDirty}
          helpText={text(isDirty ? "preview.saveFirst" : "preview.testAddress")}
        />
      </BlockStack>
    </Card>
  );
}
