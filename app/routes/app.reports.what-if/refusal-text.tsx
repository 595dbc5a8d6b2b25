import { BlockStack, Link, Text } from "@shopify/polaris";
import { useFormat, useText } from "~/i18n/text-provider";
import type { ShownAnswer, ShownQuestion } from "~/pages/reports/what-if-page.server";

type Refused = Exclude<ShownAnswer, { kind: "estimated" }>;

interface RefusalTextProps {
  question: ShownQuestion;
  answer: Refused;
}

/** Why a question has no answer, and what would change that. */
export function RefusalText({ question, answer }: RefusalTextProps) {
  const text = useText("reports");
  // A holdout, or a larger one, would bring an answer.
  const isFixable =
    question.kind === "flow_off"
      ? answer.kind === "not_random" || answer.kind === "few_people"
      : question.kind === "email_off" && answer.kind !== "no_orders";
  return (
    <BlockStack gap="200">
      <Text as="p">{useReason(question, answer)}</Text>
      {isFixable && (
        <Text as="p" tone="subdued">
          {text.rich(
            question.kind === "email_off" ? "whatIf.setShopHoldout" : "whatIf.setHoldout",
            { link: (words) => <Link url="/app/settings">{words}</Link> },
          )}
        </Text>
      )}
    </BlockStack>
  );
}

function useReason({ kind }: ShownQuestion, answer: Refused): string {
  const text = useText("reports");
  const format = useFormat();
  switch (answer.kind) {
    case "no_draws":
    case "not_random":
      return kind === "discount"
        ? text("whatIf.refused.never_random")
        : text(`whatIf.refused.${answer.kind}.${kind}`);
    case "few_people":
      return text("whatIf.refused.few_people", { alike: answer.alike, needed: answer.needed });
    case "wrong_propensities":
      return text("whatIf.refused.wrong_propensities", {
        ...{ alike: answer.alike, expected: answer.expected },
      });
    case "no_orders":
      return text("whatIf.refused.no_orders", { people: answer.people });
    case "too_early":
      return text("whatIf.refused.too_early", { since: format.calendarDate(answer.since) });
    case "clipped":
    case "never_random":
    case "no_limit_test":
      return text(`whatIf.refused.${answer.kind}`);
  }
}
