import { BlockStack, Button, Card, Divider, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";
import { appBridge } from "~/components/app-bridge";
import { formatInstant } from "~/components/formats";
import type { EmailDocument } from "~/messages/document/email-document";
import type { EmailPageData } from "~/messages/editing/email-page.server";
import type { Editor } from "../use-editor";
import { ChangesList } from "./changes-list";

interface VersionsCardProps {
  email: EmailPageData;
  editor: Editor;
  timeZone: string;
}

/** Published versions. Restoring one makes it the draft, which can be undone. */
export function VersionsCard({ email, editor, timeZone }: VersionsCardProps) {
  const { versions, publishedVersion } = email;
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
            email={email}
            editor={editor}
            version={version}
            title={`Version ${version}${version === publishedVersion ? ", in use" : ""}`}
            at={formatInstant(publishedAt, timeZone)}
          >
            <ChangesList changes={changes} />
          </Version>
        ))}
        <Version
          email={email}
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
  email: EmailPageData;
  editor: Editor;
  version: number;
  title: string;
  at: string | null;
  children?: React.ReactNode;
}

function Version({ email, editor, version, title, at, children }: VersionProps) {
  const [isOpen, setOpen] = useState(false);
  const [isLoading, setLoading] = useState(false);
  const restore = async () => {
    setLoading(true);
    const document = await loadVersion(`/app/emails/${email.templateId}/versions/${version}`);
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
async function loadVersion(url: string): Promise<EmailDocument | null> {
  const answer = await fetch(url).catch(() => null);
  if (!answer?.ok) return null;
  return ((await answer.json()) as { document: EmailDocument }).document;
}
