import { BlockStack, Button, Card, SkeletonBodyText, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { CampaignPlan } from "~/campaigns/campaign";
import { MailFrame } from "~/components/mail/mail-frame";
import { useMailPreview } from "~/components/mail/use-mail-preview";
import type { CampaignAct } from "~/delivery/campaigns/act-on-campaign.server";

interface PreviewCardProps {
  plan: CampaignPlan;
  isDirty: boolean;
  busyWith: CampaignAct["act"] | null;
  onAct: (asked: CampaignAct) => void;
}

/** The mail as a reader sees it, and a way to have it sent to oneself. */
export function PreviewCard({ plan, isDirty, busyWith, onAct }: PreviewCardProps) {
  const preview = useMailPreview(plan.templateId);
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
        {preview === null && <SkeletonBodyText lines={8} />}
        {preview?.kind === "refused" && (
          <Text as="p" tone="subdued">
            {preview.problem}
          </Text>
        )}
        {preview?.kind === "ready" && (
          <>
            <Text as="p" fontWeight="semibold" breakWord>
              {preview.subject}
            </Text>
            <MailFrame html={preview.html} title="Preview of the campaign" />
          </>
        )}
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
