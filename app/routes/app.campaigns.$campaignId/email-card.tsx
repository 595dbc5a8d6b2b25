import { BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { TitledCard } from "~/components/titled-card";
import type { CampaignTexts } from "~/pages/campaigns/own-email.server";
import type { CampaignPage } from "~/pages/campaigns/campaign-page.server";
import { LazyMergeLineField } from "~/components/email/merge-text/lazy-merge-line-field";
import { useText } from "~/i18n/text-provider";
import { CAMPAIGN_PATHS } from "~/messages/merge/merge-paths";

interface EmailCardProps {
  campaignId: string;
  /** null: missing. */
  ownEmail: CampaignPage["ownEmail"];
  templateId: string;
  /** Subject and preview text as edited. */
  texts: CampaignTexts;
  onTexts: (texts: CampaignTexts) => void;
  /** Whether the merchant has tried to save or send it, so that missing texts are shown. */
  hasTried: boolean;
  /** Unsaved changes would be lost on another page. */
  isDirty: boolean;
}

/** Limit of the email document. */
const MAX_CHARS = 150;

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

interface OwnEmailProps extends Pick<EmailCardProps, "texts" | "onTexts" | "hasTried"> {
  ownEmail: NonNullable<CampaignPage["ownEmail"]>;
}

function OwnEmail({ ownEmail, texts, onTexts, hasTried }: OwnEmailProps) {
  const text = useText("campaigns");
  const problems = useText("email-problems");
  const { isPublished, hasChanges } = ownEmail;
  const missing = text("email.subject.missing");
  const commit =
    (field: keyof CampaignTexts, required: string | null) =>
    (line: string): string | null => {
      if (line.length > MAX_CHARS) return problems("problem.too_long", { max: MAX_CHARS });
      onTexts({ ...texts, [field]: line });
      return line.trim() === "" ? required : null;
    };
  return (
    <BlockStack gap="300">
      <LazyMergeLineField
        label={text("email.subject")}
        value={texts.subject}
        paths={CAMPAIGN_PATHS}
        error={hasTried && texts.subject.trim() === "" ? missing : null}
        onCommit={commit("subject", missing)}
      />
      <LazyMergeLineField
        label={text("email.preheader")}
        value={texts.preheader}
        paths={CAMPAIGN_PATHS}
        onCommit={commit("preheader", null)}
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
