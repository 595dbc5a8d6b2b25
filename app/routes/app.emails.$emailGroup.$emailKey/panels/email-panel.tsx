import { BlockStack, Divider, Text } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import { localize } from "~/messages/document/email-document";
import { pathsGiven, textPaths } from "~/messages/merge/merge-paths";
import type { ShopTheme } from "~/messages/theme/measure-contrast";
import { LineField } from "../fields/line-field";
import type { Editor } from "../use-editor";
import { SubjectTests, type SubjectTestsProps } from "./subject-tests";
import { ThemeFields } from "./theme-fields";

interface EmailPanelProps {
  editor: Editor;
  shopTheme: ShopTheme;
  subjects: SubjectTestsProps;
}

/** Settings of the whole email: subject with those tested against it, preview text and theme. */
export function EmailPanel({ editor, shopTheme, subjects }: EmailPanelProps) {
  const text = useText("email-editor");
  const { document, language, edit, customPaths } = editor;
  const { subject, preheader } = localize(document, language);
  const paths = [...pathsGiven(textPaths(false), document.footer.because), ...customPaths];
  const setLine = (field: "subject" | "preheader") => (line: string) =>
    edit({ kind: "set_line", language, field, text: line }, `${field} ${language}`);
  return (
    <BlockStack gap="400">
      <Text as="h2" variant="headingMd">
        {text("inbox.title")}
      </Text>
      <LineField
        key={`subject ${language}`}
        label={text("subject")}
        value={subject}
        paths={paths}
        onCommit={setLine("subject")}
      />
      <LineField
        key={`preheader ${language}`}
        label={text("preheader")}
        help={text("inbox.preheaderHelp")}
        value={preheader}
        paths={paths}
        onCommit={setLine("preheader")}
      />
      {language === document.language && <SubjectTests {...subjects} paths={paths} />}
      <Divider />
      <ThemeFields editor={editor} shopTheme={shopTheme} />
    </BlockStack>
  );
}
