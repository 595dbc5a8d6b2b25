import { BlockStack, Button, InlineStack, Text, TextField } from "@shopify/polaris";
import { TitledCard } from "~/components/titled-card";
import type { CampaignTexts } from "~/pages/campaigns/own-email.server";
import type { CampaignPage } from "~/pages/campaigns/campaign-page.server";
import { useMergeNames } from "~/components/email/use-merge-names";
import { useText } from "~/i18n/text-provider";
import { readableMerge } from "~/messages/merge/readable";

interface EmailCardProps {
  campaignId: string;
  /** null: missing. */
  ownEmail: CampaignPage["ownEmail"];
  templateId: string;
  /** Subject and preview text as edited. */
  texts: CampaignTexts;
  onTexts: (texts: CampaignTexts) => void;
  /** Unsaved changes would be lost on another page. */
  isDirty: boolean;
}

/** Limits of the email document. */
const MAX_SUBJECT = 150;
const MAX_PREHEADER = 150;

/** The campaign's email: its subject and preview text, and links to the editor and the templates. */
export function EmailCard({ ownEmail, ...props }: EmailCardProps) {
  const text = useText("campaigns");
  const { campaignId, isDirty } = props;
  return (
    <TitledCard title={text("email.title")}>
      {ownEmail !== null && <OwnEmail {...props} ownEmail={ownEmail} />}
      <InlineStack gap="200">
        {ownEmail !== null && (
          <Button url={`/app/emails/${props.templateId}`} disabled={isDirty}>
            {text("email.edit")}
          </Button>
        )}
        <Button url={`/app/campaigns/${campaignId}/templates`} disabled={isDirty}>
          {text("email.templates")}
        </Button>
      </InlineStack>
      {isDirty && (
        <Text as="p" variant="bodySm" tone="subdued">
          {text("email.saveFirst")}
        </Text>
      )}
    </TitledCard>
  );
}

interface OwnEmailProps extends Pick<EmailCardProps, "texts" | "onTexts"> {
  ownEmail: NonNullable<CampaignPage["ownEmail"]>;
}

function OwnEmail({ ownEmail, texts, onTexts }: OwnEmailProps) {
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
    </BlockStack>
  );
}
