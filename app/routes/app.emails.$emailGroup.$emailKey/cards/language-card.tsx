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
import type { EmailLanguage } from "~/messages/document/languages";
import { languagesOf } from "~/messages/document/email-document";
import { languageName } from "~/messages/editing/describe-changes";
import type { Editor } from "../use-editor";

interface LanguageCardProps {
  editor: Editor;
  /** The languages that an email can be written in. */
  languages: readonly EmailLanguage[];
  /** Number of errors by language. */
  toMend: ReadonlyMap<EmailLanguage, number>;
}

/** The edited and displayed language. Layout and settings are shared by all. */
export function LanguageCard({ editor, languages, toMend }: LanguageCardProps) {
  const { document, language, setLanguage, edit } = editor;
  const has = languagesOf(document);
  const missing = languages.filter((it) => !has.includes(it));
  const label = (it: EmailLanguage) => {
    const count = toMend.get(it) ?? 0;
    return count === 0 ? languageName(it) : `${languageName(it)} (${count} to mend)`;
  };
  return (
    <Card>
      <BlockStack gap="200">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingSm">
            Language
          </Text>
          <InlineStack gap="200">
            {language !== document.language && (
              <Button
                variant="plain"
                tone="critical"
                onClick={() => edit({ kind: "remove_language", language })}
              >
                {`Remove ${languageName(language)}`}
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
  const [isOpen, setOpen] = useState(false);
  if (missing.length === 0) return null;
  return (
    <Popover
      active={isOpen}
      onClose={() => setOpen(false)}
      activator={
        <Button variant="plain" disclosure onClick={() => setOpen(!isOpen)}>
          Add a language
        </Button>
      }
    >
      <ActionList
        items={missing.map((language) => ({
          content: languageName(language),
          onAction: () => {
            setOpen(false);
            onAdd(language);
          },
        }))}
      />
    </Popover>
  );
}
