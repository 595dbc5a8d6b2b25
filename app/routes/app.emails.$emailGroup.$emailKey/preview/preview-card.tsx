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
import { useFormat, useText } from "~/i18n/text-provider";
import type { DocumentPreview } from "~/pages/emails/preview-document.server";
import type { Editor } from "../use-editor";
import type { Preview } from "../use-preview";
import { EmailStage } from "./email-stage";
import { EmailWeight } from "./email-weight";
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
  const text = useText("email-editor");
  const words = useText("email-preview");
  const format = useFormat();
  const { language } = editor;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center">
          <Text as="h2" variant="headingMd">
            {text("preview.title")}
          </Text>
          <span aria-live="polite">
            <Text as="span" variant="bodySm" tone="subdued">
              {isLoading ? text("preview.updating") : ""}
            </Text>
          </span>
        </InlineStack>
        <ReaderFields choice={choice} reader={shown?.reader ?? null} />
        {shown?.reader && shown.reader.language !== language && (
          <Text as="p" variant="bodySm" tone="subdued">
            {text("preview.language", {
              customer: shown.reader.name ?? text("reader.unnamed"),
              language: format.languageInText(shown.reader.language),
            })}
          </Text>
        )}
        {hasFailed && <Banner tone="warning">{text("preview.failed")}</Banner>}
        {shown === null && !hasFailed && <SkeletonBodyText lines={12} />}
        {shown?.kind === "refused" && (
          <Banner tone="warning">{words(`problem.${shown.problem}`)}</Banner>
        )}
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
  const text = useText("email-editor");
  const words = useText("email-preview");
  // Rendered in the browser only, once a preview exists.
  const [width, setWidth] = useState<"desktop" | "mobile">(() =>
    window.innerWidth < NARROW_PX ? "mobile" : "desktop",
  );
  const [isDark, setDark] = useState(false);
  const [hasPictures, setPictures] = useState(true);
  const [isPlain, setPlain] = useState(false);
  const ways = [
    { label: text("preview.dark"), isOn: isDark, set: setDark },
    {
      label: text("preview.imagesOff"),
      isOn: !hasPictures,
      set: (isOff: boolean) => setPictures(!isOff),
    },
    { label: text("preview.plain"), isOn: isPlain, set: setPlain },
  ];
  return (
    <>
      <InlineStack gap="200" align="space-between">
        <ButtonGroup variant="segmented">
          {(["desktop", "mobile"] as const).map((it) => (
            <Button key={it} size="slim" pressed={width === it} onClick={() => setWidth(it)}>
              {words(it)}
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
        {isPlain ? (
          <pre className={styles.text} tabIndex={0} aria-label={text("preview.plainLabel")}>
            {email.text}
          </pre>
        ) : (
          <EmailStage
            html={shownAs(email.html, { isDark, hasPictures })}
            isPhone={width === "mobile"}
            editor={editor}
          />
        )}
      </Box>
      <EmailWeight html={email.html} htmlBytes={email.htmlBytes} />
    </>
  );
}
