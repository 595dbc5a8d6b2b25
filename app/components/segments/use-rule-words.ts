import { useFormat, useText } from "~/i18n/text-provider";
import type { RuleNames, RuleWords } from "~/segments/words/describe-condition";

/** The texts, formats and names that describe a rule in the language of the reader. */
export function useRuleWords(names: RuleNames): RuleWords {
  return {
    text: useText("rules"),
    learning: useText("learning"),
    common: useText("common"),
    format: useFormat(),
    names,
  };
}
