import { BlockStack, Card, Divider, Text } from "@shopify/polaris";
import { EmailAsSent } from "~/components/email/email-preview";
import type { FlowDefinition } from "~/flows/definition/flow";
import { getEmailNumber } from "~/flows/email-name";
import { useText } from "~/i18n/text-provider";
import { couponFrom } from "~/flows/editing/discount-edit";
import type { StepEdit } from "~/flows/editing/step-values";

interface PreviewCardProps {
  definition: FlowDefinition;
  /** The selected email, as in the form. */
  edit: StepEdit | undefined;
}

/** The selected email as a recipient sees it; an unsaved one cannot be shown. */
export function FlowPreviewCard({ definition, edit }: PreviewCardProps) {
  const text = useText("flow-editor");
  const saved = definition.steps.find(({ stepId }) => stepId === edit?.stepId);
  const number = edit === undefined ? null : getEmailNumber(definition, edit.stepId);
  if (number === null || saved?.kind !== "send" || edit?.kind !== "send") return null;
  const title = text("preview.title", { number });
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          <Text as="p" variant="bodySm" tone="subdued">
            {text("preview.text")}
          </Text>
        </BlockStack>
        <Divider />
        <EmailAsSent
          templateId={saved.templateId}
          coupon={edit.coupon && couponFrom(edit.coupon).coupon}
          title={title}
        />
      </BlockStack>
    </Card>
  );
}
