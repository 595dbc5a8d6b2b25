import { describePickReason, OFTEN_SHARE } from "~/recommendations/describe-reason";
import type { Reason } from "~/recommendations/recommendation";
import { cleanText } from "../merge/clean-text";
import type { EmailLanguage } from "../document/languages";
import { EMAIL_WORDS, type Counted, type ReasonWords } from "./email-words";

const TITLE_CHARS = 60;

/**
 * A reason as a short line in the recipient's language. It claims only what was counted: "often" requires at least a
 * tenth of the buyers.
 *
 * @param titles product id → its current title; without one, the title in the reason is used
 */
export function describeReasonIn(
  language: EmailLanguage,
  reason: Reason,
  titles: ReadonlyMap<string, string>,
): string {
  const words = EMAIL_WORDS[language].reasons;
  if (words === null) return describePickReason(reason, titles);
  const count = (counted: Counted, number: number) =>
    counted[new Intl.PluralRules(language).select(number) === "one" ? "one" : "other"].replace(
      "{count}",
      number.toLocaleString(language),
    );
  const often = "share" in reason && reason.share >= OFTEN_SHARE;
  const about = (line: string, name: string | null) =>
    // When the other product was deleted there is no title to show.
    name ? line.replace("{title}", () => cleanText(name, TITLE_CHARS)) : words.chosen;
  const other = "productId" in reason ? (titles.get(reason.productId) ?? reason.title) : null;

  switch (reason.kind) {
    case "goes_with": {
      const line = about(often ? words.oftenBoughtWith : words.goesWith, other);
      return join(words, line, count(words.hadBoth, reason.sharedBuyers));
    }
    case "because_you_bought": {
      const line = about(words.becauseYouBought, other);
      return join(words, line, count(words.hadBoth, reason.sharedBuyers));
    }
    case "chosen_next": {
      const line = about(often ? words.oftenChosenAfter : words.chosenAfter, other);
      return join(words, line, count(words.boughtLater, reason.sharedBuyers));
    }
    case "popular":
      return join(words, words.popular, count(words.boughtWithin, reason.buyers)).replace(
        "{days}",
        String(reason.windowDays),
      );
    case "popular_in_type":
      return join(
        words,
        about(words.popularIn, reason.productType),
        count(words.boughtWithin, reason.buyers),
      ).replace("{days}", String(reason.windowDays));
    case "newest":
      return words.newest;
    case "discovery":
      return words.discovery;
    case "similar":
      return about(words.similar, other);
    case "because_you_looked_at":
      return about(words.becauseYouViewed, other);
    case "bought_before":
      return words.boughtBefore;
    case "pinned":
      return words.pinned;
  }
}

function join({ colon }: ReasonWords, line: string, count: string): string {
  return `${line}${colon}${count}`;
}
