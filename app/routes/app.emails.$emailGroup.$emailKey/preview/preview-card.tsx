import {
  Banner,
  BlockStack,
  Box,
  Button,
  ButtonGroup,
  Card,
  InlineStack,
  SkeletonBodyText,
  Text,
} from "@shopify/polaris";
import { useState } from "react";
import type { DocumentPreview } from "~/messages/editing/preview-document.server";
import { languageName } from "~/messages/editing/describe-changes";
import type { Editor } from "../use-editor";
import type { Preview } from "../use-preview";
import { EmailStage } from "./email-stage";
import { ReaderFields, type ReaderChoice } from "./reader-fields";
import { shownAs } from "./shown-as";
import styles from "./preview-card.module.css";

interface PreviewCardProps extends Preview {
  editor: Editor;
  choice: ReaderChoice;
}

/** The email as a recipient would get it now. */
export function EmailPreviewCard({
  shown,
  isLoading,
  hasFailed,
  editor,
  choice,
}: PreviewCardProps) {
  const { language } = editor;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center">
          <Text as="h2" variant="headingMd">
            Preview
          </Text>
          <span aria-live="polite">
            <Text as="span" variant="bodySm" tone="subdued">
              {isLoading ? "Updating" : ""}
            </Text>
          </span>
        </InlineStack>
        <ReaderFields choice={choice} reader={shown?.reader ?? null} />
        {shown?.reader && shown.reader.language !== language && (
          <Text as="p" variant="bodySm" tone="subdued">
            {`${shown.reader.name} would get it in ${languageName(shown.reader.language)}.`}
          </Text>
        )}
        {hasFailed && (
          <Banner tone="warning">
            The preview could not be loaded. The next change tries again.
          </Banner>
        )}
        {shown === null && !hasFailed && <SkeletonBodyText lines={12} />}
        {shown?.kind === "refused" && <Banner tone="warning">{shown.problem}</Banner>}
        {shown?.kind === "ready" && <Shown email={shown} editor={editor} />}
      </BlockStack>
    </Card>
  );
}

/** On a narrow screen the preview starts in phone width, since the wide layout would be too small to read. */
const NARROW_PX = 600;

interface ShownProps {
  email: Extract<DocumentPreview, { kind: "ready" }>;
  editor: Editor;
}

function Shown({ email, editor }: ShownProps) {
  // Rendered in the browser only, once a preview exists.
  const [width, setWidth] = useState<"desktop" | "phone">(() =>
    window.innerWidth < NARROW_PX ? "phone" : "desktop",
  );
  const [isDark, setDark] = useState(false);
  const [hasPictures, setPictures] = useState(true);
  const [isText, setText] = useState(false);
  const ways = [
    { label: "Dark", isOn: isDark, set: setDark },
    { label: "Pictures off", isOn: !hasPictures, set: (isOff: boolean) => setPictures(!isOff) },
    { label: "Plain text", isOn: isText, set: setText },
  ];
  return (
    <>
      <InlineStack gap="200" align="space-between">
        <ButtonGroup variant="segmented">
          {(["desktop", "phone"] as const).map((it) => (
            <Button key={it} size="slim" pressed={width === it} onClick={() => setWidth(it)}>
              {it === "desktop" ? "Desktop" : "Phone"}
            </Button>
          ))}
        </ButtonGroup>
        <ButtonGroup gap="extraTight">
          {ways.map(({ label, isOn, set }) => (
            <Button key={label} size="slim" pressed={isOn} onClick={() => set(!isOn)}>
              {label}
            </Button>
          ))}
        </ButtonGroup>
      </InlineStack>
      <div dir="auto">
        <Text as="p" fontWeight="semibold" breakWord>
          {email.subject}
        </Text>
      </div>
      <Box borderRadius="200" borderWidth="025" borderColor="border" overflowX="hidden">
        {isText ? (
          <pre className={styles.text} tabIndex={0} aria-label="The email as plain text">
            {email.text}
          </pre>
        ) : (
          <EmailStage
            html={shownAs(email.html, { isDark, hasPictures })}
            isPhone={width === "phone"}
            editor={editor}
          />
        )}
      </Box>
      <Text as="p" variant="bodySm" tone="subdued">
        {`${Math.ceil(email.htmlBytes / 1_000)} kB. Gmail cuts emails off at 102 kB.`}
      </Text>
    </>
  );
}
