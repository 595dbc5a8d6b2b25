import {
  Button,
  ButtonGroup,
  Card,
  InlineStack,
  Popover,
  ActionList,
  Text,
  BlockStack,
} from "@shopify/polaris";
import { useState } from "react";
import { useFormat, useText } from "~/i18n/text-provider";
import type { EmailLanguage } from "~/messages/document/languages";
import { languagesOf } from "~/messages/document/email-document";
import type { Editor } from "../use-editor";

interface LanguageCardProps {
  editor: Editor;
  /** The languages that an email can be written in. */
  languages: readonly EmailLanguage[];
  /** Number of errors by language. */
  errorCounts: ReadonlyMap<EmailLanguage, number>;
}

/** The edited and displayed language. Layout and settings are shared by all. */
export function LanguageCard({ editor, languages, errorCounts }: LanguageCardProps) {
  const text = useText("email-editor");
  const format = useFormat();
  const { document, language, setLanguage, edit } = editor;
  const has = languagesOf(document);
  const missing = languages.filter((it) => !has.includes(it));
  const label = (it: EmailLanguage) => {
    const count = errorCounts.get(it) ?? 0;
    const name = format.language(it);
    return count === 0 ? name : text("language.errors", { language: name, count });
  };
  return (
    <Card>
      <BlockStack gap="200">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingSm">
            {text("language.title")}
          </Text>
          <InlineStack gap="200">
            {language !== document.language && (
              <Button
                variant="plain"
                tone="critical"
                onClick={() => edit({ kind: "remove_language", language })}
              >
                {text("language.remove", { language: format.languageInText(language) })}
              </Button>
            )}
            <AddLanguage
              missing={missing}
              onAdd={(added) => {
                if (edit({ kind: "add_language", language: added }) === null) setLanguage(added);
              }}
            />
          </InlineStack>
        </InlineStack>
        <ButtonGroup gap="extraTight">
          {has.map((it) => (
            <Button key={it} pressed={it === language} onClick={() => setLanguage(it)}>
              {label(it)}
            </Button>
          ))}
        </ButtonGroup>
      </BlockStack>
    </Card>
  );
}

interface AddLanguageProps {
  missing: readonly EmailLanguage[];
  onAdd: (language: EmailLanguage) => void;
}

function AddLanguage({ missing, onAdd }: AddLanguageProps) {
  const text = useText("email-editor");
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  if (missing.length === 0) return null;
  return (
    <Popover
      active={isOpen}
      onClose={() => setOpen(false)}
      activator={
        <Button variant="plain" disclosure onClick={() => setOpen(!isOpen)}>
          {text("language.add")}
        </Button>
      }
    >
      <ActionList
        items={missing.map((language) => ({
          content: format.language(language),
          onAction: () => {
            setOpen(false);
            onAdd(language);
          },
        }))}
      />
    </Popover>
  );
}
