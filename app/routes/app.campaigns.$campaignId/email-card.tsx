import {
  BlockStack,
  Button,
  Divider,
  InlineGrid,
  InlineStack,
  Text,
  TextField,
} from "@shopify/polaris";
import { TitledCard } from "~/components/titled-card";
import type { CampaignTexts } from "~/pages/campaigns/own-email.server";
import type { CampaignPage } from "~/pages/campaigns/campaign-page.server";
import { useMergeNames } from "~/components/email/use-merge-names";
import { useText } from "~/i18n/text-provider";
import { readableMerge } from "~/messages/merge/readable";

interface EmailCardProps {
  /** null: missing. */
  ownEmail: CampaignPage["ownEmail"];
  templateId: string;
  /** Subject and preview text as edited. */
  texts: CampaignTexts;
  onTexts: (texts: CampaignTexts) => void;
  /** Unsaved changes would be lost when the editor opens. */
  isDirty: boolean;
  isBusy: boolean;
  /** Resets the email to this layout. */
  onDesign: (layout: string) => void;
}

/** Limits of the email document. */
const MAX_SUBJECT = 150;
const MAX_PREHEADER = 150;

const LAYOUTS = [
  ...(["plain", "new-arrivals", "best-sellers", "for-you"] as const),
  ...(["gifts", "sale", "last-chance", "story"] as const),
] as const;

/** The campaign's email: its subject and preview text, a link to the editor, and layouts to start from. */
export function EmailCard(props: EmailCardProps) {
  const { ownEmail, templateId, texts, onTexts, isDirty, isBusy, onDesign } = props;
  const text = useText("campaigns");
  return (
    <TitledCard title={text("email.title")}>
      {ownEmail !== null && (
        <>
          <OwnEmail {...{ templateId, ownEmail, texts, onTexts, isDirty }} />
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

interface OwnEmailProps extends Pick<
  EmailCardProps,
  "templateId" | "texts" | "onTexts" | "isDirty"
> {
  ownEmail: NonNullable<CampaignPage["ownEmail"]>;
}

function OwnEmail({ templateId, ownEmail, texts, onTexts, isDirty }: OwnEmailProps) {
  const text = useText("campaigns");
  const mergeName = useMergeNames();
  const { isPublished, hasChanges } = ownEmail;
  const helpFor = (value: string) =>
    value.includes("{{") ? { helpText: readableMerge(value, mergeName) } : {};
  return (
    <BlockStack gap="300">
      <TextField
        label={text("email.subject")}
        autoComplete="off"
        maxLength={MAX_SUBJECT}
        value={texts.subject}
        {...helpFor(texts.subject)}
        {...(texts.subject.trim() === "" && { error: text("email.subject.missing") })}
        onChange={(subject) => onTexts({ ...texts, subject })}
      />
      <TextField
        label={text("email.preheader")}
        autoComplete="off"
        maxLength={MAX_PREHEADER}
        value={texts.preheader}
        {...helpFor(texts.preheader)}
        onChange={(preheader) => onTexts({ ...texts, preheader })}
      />
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
      <InlineStack>
        <Button url={`/app/emails/${templateId}`} disabled={isDirty}>
          {text("email.edit")}
        </Button>
      </InlineStack>
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
