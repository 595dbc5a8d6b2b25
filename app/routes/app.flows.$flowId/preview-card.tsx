import { BlockStack, Card, Divider, Text } from "@shopify/polaris";
import { EmailAsSent } from "~/components/email/email-preview";
import type { FlowDefinition } from "~/flows/flow";
import { getEmailName } from "~/flows/email-name";
import { couponFrom } from "~/messages/coupons/discount-edit";
import type { StepEdit } from "~/messages/editing/steps/step-values";

interface PreviewCardProps {
  definition: FlowDefinition;
  /** The selected email, as in the form. */
  edit: StepEdit | undefined;
}

/** The selected email as a recipient sees it; an unsaved one cannot be shown. */
export function FlowPreviewCard({ definition, edit }: PreviewCardProps) {
  const saved = definition.steps.find(({ stepId }) => stepId === edit?.stepId);
  const name = edit === undefined ? null : getEmailName(definition, edit.stepId);
  if (name === null || saved?.kind !== "send" || edit?.kind !== "send") return null;
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">{`Preview of ${name.toLowerCase()}`}</Text>
          <Text as="p" variant="bodySm" tone="subdued">
            With an example customer and products of your shop.
          </Text>
        </BlockStack>
        <Divider />
        <EmailAsSent
          templateId={saved.templateId}
          coupon={edit.coupon && couponFrom(edit.coupon).coupon}
          title={`Preview of ${name}`}
        />
      </BlockStack>
    </Card>
  );
}
