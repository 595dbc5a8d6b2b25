import { useFormat, useText } from "~/i18n/text-provider";
import type { RuleNames, RuleWords } from "~/segments/words/describe-condition";

/** What the reader's rules are described with. */
export function useRuleWords(names: RuleNames): RuleWords {
  return {
    text: useText("rules"),
    learning: useText("learning"),
    common: useText("common"),
    format: useFormat(),
    names,
  };
}
