import { BlockStack, Card, Text } from "@shopify/polaris";
import type { CampaignPlan } from "~/campaigns/campaign";
import { EmailAsSent } from "~/components/email/email-preview";
import { TestEmailForm } from "~/components/email/test-email-form";
import type { CouponRequest } from "~/flows/send-step";

interface PreviewCardProps {
  campaignId: string;
  plan: CampaignPlan;
  /** The form's discount; null: none. */
  coupon: CouponRequest | null;
  isDirty: boolean;
}

/** The email as a recipient sees it, with a test email. */
export function CampaignPreviewCard({ campaignId, plan, coupon, isDirty }: PreviewCardProps) {
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Preview
          </Text>
          <Text as="p" variant="bodySm" tone="subdued">
            With an example customer and products of your shop.
          </Text>
        </BlockStack>
        <EmailAsSent templateId={plan.templateId} coupon={coupon} title="Preview of the campaign" />
        <TestEmailForm
          url={`/app/campaigns/${campaignId}/test`}
          isDisabled={isDirty}
          helpText={
            isDirty
              ? "Save the campaign first: the test email is the saved one."
              : "Your store’s contact address, or an address that was confirmed."
          }
        />
      </BlockStack>
    </Card>
  );
}
