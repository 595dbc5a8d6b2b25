import { FormLayout, Select } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import type { OwnTextsPage } from "~/pages/texts/own-texts-page.server";

interface LanguageFieldsProps {
  page: OwnTextsPage;
  /** While there are changes to save. */
  isDisabled: boolean;
  onChange: (language: string) => void;
}

/** Chooses one of the languages that have texts, or adds one. */
export function LanguageFields({ page, isDisabled, onChange }: LanguageFieldsProps) {
  const text = useText("own-texts");
  const options = (languages: OwnTextsPage["languages"]) =>
    languages.map(({ tag, name }) => ({ value: tag, label: name }));
  return (
    <FormLayout>
      <FormLayout.Group>
        <Select
          label={text("language")}
          options={options(page.languages)}
          value={page.language}
          disabled={isDisabled}
          onChange={onChange}
        />
        <Select
          label={text("addLanguage")}
          placeholder={text("addLanguage.choose")}
          options={options(page.others)}
          value=""
          disabled={isDisabled}
          onChange={onChange}
        />
      </FormLayout.Group>
    </FormLayout>
  );
}
