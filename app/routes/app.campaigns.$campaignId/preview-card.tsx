import { BlockStack, Button, Card, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { CampaignPlan } from "~/campaigns/campaign";
import { MailAsSent } from "~/components/mail/mail-preview";
import type { CouponRequest } from "~/flows/send-step";
import type { CampaignAct } from "~/delivery/campaigns/act-on-campaign.server";

interface PreviewCardProps {
  plan: CampaignPlan;
  /** The discount as it stands in the form; null: none. */
  coupon: CouponRequest | null;
  isDirty: boolean;
  busyWith: CampaignAct["act"] | null;
  onAct: (asked: CampaignAct) => void;
}

/** The mail as a reader sees it, and a way to have it sent to oneself. */
export function PreviewCard({ plan, coupon, isDirty, busyWith, onAct }: PreviewCardProps) {
  const [to, setTo] = useState("");
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
        <MailAsSent templateId={plan.templateId} coupon={coupon} title="Preview of the campaign" />
        <TextField
          label="Send a test mail to"
          type="email"
          autoComplete="email"
          placeholder="you@your-shop.com"
          helpText={
            isDirty ? "Save the campaign first: the test mail is the saved one." : undefined
          }
          value={to}
          onChange={setTo}
          connectedRight={
            <Button
              disabled={isDirty || to === "" || busyWith !== null}
              loading={busyWith === "test"}
              onClick={() => onAct({ act: "test", to })}
            >
              Send test
            </Button>
          }
        />
      </BlockStack>
    </Card>
  );
}
