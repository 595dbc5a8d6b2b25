import { BlockStack, Divider, Text } from "@shopify/polaris";
import { localize } from "~/messages/document/email-document";
import { pathsGiven, textPaths } from "~/messages/merge/merge-paths";
import { LineField } from "../fields/line-field";
import type { Editor } from "../use-editor";
import { ThemeFields } from "./theme-fields";

/** Settings of the whole email: subject, preview text and theme. */
export function EmailPanel({ editor }: { editor: Editor }) {
  const { document, language, edit } = editor;
  const { subject, preheader } = localize(document, language);
  const paths = pathsGiven(textPaths(false), document.footer.because);
  const setLine = (field: "subject" | "preheader") => (text: string) =>
    edit({ kind: "set_line", language, field, text }, `${field} ${language}`);
  return (
    <BlockStack gap="400">
      <Text as="h2" variant="headingMd">
        In the inbox
      </Text>
      <LineField
        key={`subject ${language}`}
        label="Subject"
        value={subject}
        paths={paths}
        onCommit={setLine("subject")}
      />
      <LineField
        key={`preheader ${language}`}
        label="Preview text"
        help="Shown after the subject."
        value={preheader}
        paths={paths}
        onCommit={setLine("preheader")}
      />
      <Divider />
      <ThemeFields editor={editor} />
    </BlockStack>
  );
}
