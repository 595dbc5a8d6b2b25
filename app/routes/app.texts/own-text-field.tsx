import { Badge, BlockStack, Button, InlineStack, Text, TextField } from "@shopify/polaris";
import type { Text as TextOf } from "~/i18n/create-text";
import type { OwnTextProblem } from "~/i18n/own-text-problem";
import { useFormat, useText } from "~/i18n/text-provider";
import type { OwnTextRow } from "~/pages/texts/own-texts-page.server";

interface OwnTextFieldProps {
  row: OwnTextRow;
  /** "" shows the built-in text. */
  own: string;
  language: string;
  languageName: string;
  problem: OwnTextProblem | undefined;
  onChange: (text: string) => void;
}

/** A built-in text, and the field for the shop's version of it. */
export function OwnTextField(props: OwnTextFieldProps) {
  const { row, own, language, languageName, problem, onChange } = props;
  const text = useText("own-texts");
  const format = useFormat();
  const isOwn = own !== "";
  const values = format.list(row.values.map(inBraces));
  return (
    <BlockStack gap="150">
      <InlineStack gap="200" blockAlign="center" wrap>
        <Text as="p" tone="subdued" breakWord>
          <span lang={row.isFallback ? "en" : language} dir="auto">
            {row.builtIn}
          </span>
        </Text>
        {row.isFallback && !isOwn && <Badge tone="warning">{text("fallback")}</Badge>}
      </InlineStack>
      <TextField
        id={row.key}
        label={text("ownText", { text: row.builtIn })}
        labelHidden
        autoComplete="off"
        multiline
        value={own}
        placeholder={text(row.isFallback ? "defaultInEnglish" : "default")}
        helpText={isOwn && row.values.length > 0 && text("required", { values })}
        error={problem !== undefined && describeProblem(problem, row, languageName, text)}
        onChange={onChange}
      />
      {isOwn && (
        <InlineStack align="end">
          <Button variant="plain" onClick={() => onChange("")}>
            {text("reset")}
          </Button>
        </InlineStack>
      )}
    </BlockStack>
  );
}

const inBraces = (name: string): string => `{${name}}`;

function describeProblem(
  problem: OwnTextProblem,
  row: OwnTextRow,
  language: string,
  text: TextOf<"own-texts">,
): string {
  switch (problem.code) {
    case "missing_value":
    case "unknown_value":
      return text(`problem.${problem.code}`, { name: inBraces(problem.values.name) });
    case "unknown_tag":
      return text("problem.unknown_tag", { name: `<${problem.values.name}>` });
    case "too_long":
      return text("problem.too_long", problem.values);
    case "syntax":
      return text("problem.syntax", { example: inBraces(row.values[0] ?? "shop") });
    case "required":
      return text("problem.required", { language });
    case "one_line":
    case "unknown":
      return text(`problem.${problem.code}`);
  }
}
