import { BlockStack, Button, Card, Divider, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";
import { appBridge } from "~/components/app-bridge";
import { formatInstant } from "~/components/formats";
import type { MailDocument } from "~/messages/document/mail-document";
import type { MailPageData } from "~/messages/editing/mail-page.server";
import type { Editor } from "../use-editor";
import { ChangesList } from "./changes-list";

interface VersionsCardProps {
  mail: MailPageData;
  editor: Editor;
  timeZone: string;
}

/** What was published before. Whatever is brought back becomes the draft, and can be undone. */
export function VersionsCard({ mail, editor, timeZone }: VersionsCardProps) {
  const { versions, publishedVersion } = mail;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Versions
        </Text>
        <Text as="p" variant="bodySm" tone="subdued">
          What was published stays as it was. To restore one makes it the draft, which you can
          publish or undo.
        </Text>
        {versions.map(({ version, publishedAt, changes }) => (
          <Version
            key={version}
            mail={mail}
            editor={editor}
            version={version}
            title={`Version ${version}${version === publishedVersion ? ", in use" : ""}`}
            at={formatInstant(publishedAt, timeZone)}
          >
            <ChangesList changes={changes} />
          </Version>
        ))}
        <Version
          mail={mail}
          editor={editor}
          version={0}
          title={`As it came${publishedVersion === null ? ", in use" : ""}`}
          at={null}
        />
      </BlockStack>
    </Card>
  );
}

interface VersionProps {
  mail: MailPageData;
  editor: Editor;
  version: number;
  title: string;
  at: string | null;
  children?: React.ReactNode;
}

function Version({ mail, editor, version, title, at, children }: VersionProps) {
  const [isOpen, setOpen] = useState(false);
  const [isLoading, setLoading] = useState(false);
  const restore = async () => {
    setLoading(true);
    const document = await loadVersion(`/app/mails/${mail.templateId}/versions/${version}`);
    setLoading(false);
    if (document) editor.edit({ kind: "replace", document });
    const toast = document ? "Restored as the draft" : "The version could not be loaded";
    appBridge()?.toast.show(toast, { isError: !document });
  };
  return (
    <BlockStack gap="200">
      <Divider />
      <InlineStack align="space-between" blockAlign="center" gap="200">
        <BlockStack>
          <Text as="h3" variant="headingSm">
            {title}
          </Text>
          {at !== null && (
            <Text as="p" variant="bodySm" tone="subdued">
              {at}
            </Text>
          )}
        </BlockStack>
        <InlineStack gap="200">
          {children !== undefined && (
            <Button
              size="slim"
              variant="tertiary"
              disclosure={isOpen ? "up" : "down"}
              ariaExpanded={isOpen}
              accessibilityLabel={`What ${title} changed`}
              onClick={() => setOpen(!isOpen)}
            >
              Changes
            </Button>
          )}
          <Button
            size="slim"
            loading={isLoading}
            accessibilityLabel={`Restore ${title}`}
            onClick={() => void restore()}
          >
            Restore
          </Button>
        </InlineStack>
      </InlineStack>
      {isOpen && children}
    </BlockStack>
  );
}

/** @returns null when it could not be loaded; the merchant is notified */
async function loadVersion(url: string): Promise<MailDocument | null> {
  const answer = await fetch(url).catch(() => null);
  if (!answer?.ok) return null;
  return ((await answer.json()) as { document: MailDocument }).document;
}
