import { BlockStack, Button, Divider, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";
import { appBridge } from "~/components/app-bridge";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { EmailDocument } from "~/messages/document/email-document";
import type { EmailPageData } from "~/pages/emails/email-page.server";
import type { Editor } from "../use-editor";
import { ChangesList } from "./changes-list";

interface VersionsCardProps {
  email: EmailPageData;
  editor: Editor;
}

/** Published versions. Restoring one makes it the draft, which can be undone. */
export function VersionsCard({ email, editor }: VersionsCardProps) {
  const text = useText("email-editor");
  const format = useFormat();
  const { versions, publishedVersion } = email;
  const versionName = (version: number) => {
    const name = version === 0 ? text("versions.default") : text("versions.version", { version });
    const isCurrent = version === (publishedVersion ?? 0);
    return isCurrent ? text("versions.current", { version: name }) : name;
  };
  return (
    <TitledCard title={text("versions.title")} gap="300">
      <Text as="p" variant="bodySm" tone="subdued">
        {text("versions.text")}
      </Text>
      {versions.map(({ version, publishedAt, changes }) => (
        <Version
          key={version}
          email={email}
          editor={editor}
          version={version}
          title={versionName(version)}
          at={format.instant(publishedAt)}
        >
          <ChangesList changes={changes} />
        </Version>
      ))}
      <Version email={email} editor={editor} version={0} title={versionName(0)} at={null} />
    </TitledCard>
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
  const text = useText("email-editor");
  const [isOpen, setOpen] = useState(false);
  const [isLoading, setLoading] = useState(false);
  const restore = async () => {
    setLoading(true);
    const document = await loadVersion(`/app/emails/${email.templateId}/versions/${version}`);
    setLoading(false);
    if (document) editor.edit({ kind: "replace", document });
    const toast = text(document ? "versions.restored" : "versions.notLoaded");
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
              accessibilityLabel={text("versions.changesOf", { version: title })}
              onClick={() => setOpen(!isOpen)}
            >
              {text("versions.changes")}
            </Button>
          )}
          <Button
            size="slim"
            loading={isLoading}
            accessibilityLabel={text("versions.restoreOf", { version: title })}
            onClick={() => void restore()}
          >
            {text("versions.restore")}
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
