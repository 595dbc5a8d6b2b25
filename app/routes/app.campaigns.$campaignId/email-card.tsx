import { BlockStack, Button, Divider, InlineGrid, Text } from "@shopify/polaris";
import { TitledCard } from "~/components/titled-card";
import type { CampaignPage } from "~/pages/campaigns/campaign-page.server";
import { useMergeNames } from "~/components/email/use-merge-names";
import { useText } from "~/i18n/text-provider";
import { readableMerge } from "~/messages/merge/readable";

interface EmailCardProps {
  /** null: missing. */
  ownEmail: CampaignPage["ownEmail"];
  templateId: string;
  /** Unsaved changes would be lost when the editor opens. */
  isDirty: boolean;
  isBusy: boolean;
  /** Resets the email to this layout. */
  onDesign: (layout: string) => void;
}

const LAYOUTS = ["plain", "new-arrivals", "sale", "story", "for-you"] as const;

/** The campaign's email: a link to the editor, and layouts to start from. */
export function EmailCard({ ownEmail, templateId, isDirty, isBusy, onDesign }: EmailCardProps) {
  const text = useText("campaigns");
  return (
    <TitledCard title={text("email.title")}>
      {ownEmail !== null && (
        <>
          <OwnEmail templateId={templateId} ownEmail={ownEmail} isDirty={isDirty} />
          <Divider />
        </>
      )}
      <Layouts
        isDirty={isDirty}
        isBusy={isBusy}
        hasChanges={ownEmail?.hasChanges ?? false}
        onDesign={onDesign}
      />
    </TitledCard>
  );
}

interface OwnEmailProps {
  ownEmail: NonNullable<CampaignPage["ownEmail"]>;
  templateId: string;
  isDirty: boolean;
}

function OwnEmail({ templateId, ownEmail, isDirty }: OwnEmailProps) {
  const text = useText("campaigns");
  const mergeName = useMergeNames();
  const { subject, isPublished, hasChanges } = ownEmail;
  return (
    <BlockStack gap="300" inlineAlign="start">
      <Text as="p" fontWeight="semibold" breakWord>
        {subject.trim() === "" ? text("noSubject") : readableMerge(subject, mergeName)}
      </Text>
      {!isPublished && (
        <Text as="p" tone="caution">
          {text("email.notPublished")}
        </Text>
      )}
      {isPublished && hasChanges && (
        <Text as="p" tone="caution">
          {text("email.hasChanges")}
        </Text>
      )}
      <Button variant="primary" url={`/app/emails/${templateId}`} disabled={isDirty}>
        {text("email.edit")}
      </Button>
      {isDirty && (
        <Text as="p" variant="bodySm" tone="subdued">
          {text("email.saveFirst")}
        </Text>
      )}
    </BlockStack>
  );
}

interface LayoutsProps {
  isDirty: boolean;
  isBusy: boolean;
  hasChanges: boolean;
  onDesign: (layout: string) => void;
}

function Layouts({ isDirty, isBusy, hasChanges, onDesign }: LayoutsProps) {
  const text = useText("campaigns");
  return (
    <BlockStack gap="300">
      <Text as="h3" variant="headingSm">
        {text("email.layouts")}
      </Text>
      <Text as="p" variant="bodySm" tone="subdued">
        {text(hasChanges ? "email.layouts.hasChanges" : "email.layouts.help")}
      </Text>
      <InlineGrid columns={{ xs: 1, sm: 2 }} gap="200">
        {LAYOUTS.map((layout) => (
          <BlockStack key={layout} gap="050">
            <Button
              textAlign="start"
              disabled={isDirty || isBusy || hasChanges}
              onClick={() => onDesign(`campaign/${layout}`)}
            >
              {text(`layout.${layout}`)}
            </Button>
            <Text as="p" variant="bodySm" tone="subdued">
              {text(`layout.${layout}.about`)}
            </Text>
          </BlockStack>
        ))}
      </InlineGrid>
    </BlockStack>
  );
}
