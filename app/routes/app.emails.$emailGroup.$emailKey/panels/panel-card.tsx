import { BlockStack, Card } from "@shopify/polaris";
import { usePreload } from "~/components/lazy/use-preload";
import type { DocumentProblem } from "~/messages/editing/check-document";
import type { ShopTheme } from "~/messages/theme/measure-contrast";
import type { RuleBuilderData } from "~/pages/segments/segment-pages.server";
import { problemsOfSelection, ProblemLine } from "../cards/checks-card";
import { loadRichTextField } from "../fields/lazy-rich-text-field";
import { EMAIL_ITSELF, type Editor } from "../use-editor";
import { BlockPanel } from "./block-panel";
import { FooterPanel } from "./footer-panel";
import { EmailPanel } from "./email-panel";
import type { SubjectTestsProps } from "./subject-tests";

interface PanelCardProps {
  editor: Editor;
  problems: readonly DocumentProblem[];
  builder: RuleBuilderData;
  shopTheme: ShopTheme;
  subjects: SubjectTestsProps;
}

/** The fields of the selected part, below its problems. */
export function PanelCard({ editor, problems, builder, shopTheme, subjects }: PanelCardProps) {
  const { selectedId, language, document } = editor;
  usePreload(loadRichTextField);
  const here = problemsOfSelection(problems, editor);
  return (
    <Card>
      <BlockStack gap="400">
        {here.length > 0 && (
          <BlockStack as="ul" gap="100">
            {here.map((problem, i) => (
              <li key={i}>
                <ProblemLine problem={problem} editor={editor} />
              </li>
            ))}
          </BlockStack>
        )}
        {selectedId === EMAIL_ITSELF ? (
          <EmailPanel {...{ editor, subjects, shopTheme }} />
        ) : selectedId === document.footer.id ? (
          <FooterPanel editor={editor} />
        ) : (
          // Fields keep unsaved text, so they reset with another language or block.
          <BlockPanel key={`${selectedId} ${language}`} editor={editor} builder={builder} />
        )}
      </BlockStack>
    </Card>
  );
}
