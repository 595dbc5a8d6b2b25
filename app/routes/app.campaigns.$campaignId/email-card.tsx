import { BlockStack, Button, Card, Divider, InlineGrid, Text } from "@shopify/polaris";
import type { CampaignPage } from "~/feedback/campaigns/campaign-page.server";
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

const LAYOUTS = [
  { id: "campaign/plain", name: "Words and products", about: "A few words, and four products" },
  { id: "campaign/new-arrivals", name: "New arrivals", about: "The newest products, in rows" },
  { id: "campaign/sale", name: "Sale", about: "A discount code, and best sellers" },
  { id: "campaign/story", name: "A letter", about: "Words and a button" },
  { id: "campaign/for-you", name: "Picked for each person", about: "A list chosen for each one" },
] as const;

/** The campaign's email: a link to the editor, and layouts to start from. */
export function EmailCard({ ownEmail, templateId, isDirty, isBusy, onDesign }: EmailCardProps) {
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          What it says
        </Text>
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
      </BlockStack>
    </Card>
  );
}

interface OwnEmailProps {
  ownEmail: NonNullable<CampaignPage["ownEmail"]>;
  templateId: string;
  isDirty: boolean;
}

function OwnEmail({ templateId, ownEmail, isDirty }: OwnEmailProps) {
  const { subject, isPublished, hasChanges } = ownEmail;
  return (
    <BlockStack gap="300" inlineAlign="start">
      <Text as="p" fontWeight="semibold" breakWord>
        {subject.trim() === "" ? "No subject yet" : readableMerge(subject)}
      </Text>
      {!isPublished && (
        <Text as="p" tone="caution">
          It is not published yet. Publish it in the editor, then it can be sent.
        </Text>
      )}
      {isPublished && hasChanges && (
        <Text as="p" tone="caution">
          It has changes that are not published. Publish them in the editor, or it is sent without.
        </Text>
      )}
      <Button variant="primary" url={`/app/emails/${templateId}`} disabled={isDirty}>
        Edit the email
      </Button>
      <Text as="p" variant="bodySm" tone="subdued">
        {isDirty
          ? "Save the campaign first."
          : "Its words in six languages, its products and its looks, seen as each customer sees them."}
      </Text>
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
  return (
    <BlockStack gap="300">
      <Text as="h3" variant="headingSm">
        Begin anew with a layout
      </Text>
      <Text as="p" variant="bodySm" tone="subdued">
        {hasChanges
          ? "Publish or take back the changes in the editor first: they would be lost."
          : "What the email says now stays among its versions."}
      </Text>
      <InlineGrid columns={{ xs: 1, sm: 2 }} gap="200">
        {LAYOUTS.map(({ id, name, about }) => (
          <BlockStack key={id} gap="050">
            <Button
              textAlign="start"
              disabled={isDirty || isBusy || hasChanges}
              onClick={() => onDesign(id)}
            >
              {name}
            </Button>
            <Text as="p" variant="bodySm" tone="subdued">
              {about}
            </Text>
          </BlockStack>
        ))}
      </InlineGrid>
    </BlockStack>
  );
}
