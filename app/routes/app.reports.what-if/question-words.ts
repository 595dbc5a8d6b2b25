import type { SelectProps } from "@shopify/polaris";
import type { TextKey } from "~/i18n/messages";
import { useText } from "~/i18n/text-provider";
import type { ShownQuestion } from "~/pages/reports/what-if-page.server";

/** The questions of a shop, those about one email under its name. */
export function useQuestionOptions(questions: readonly ShownQuestion[]) {
  const nameOf = useQuestionName();
  const text = useText("reports");
  const titleOf = ({ kind, flow, emailNumber }: ShownQuestion) => {
    if (kind !== "variant") return text(kind === "flow_off" ? "whatIf.flows" : "whatIf.allEmail");
    return emailNumber === null
      ? text("whatIf.formerEmail", { flow: flow ?? "" })
      : text("whatIf.email", { flow: flow ?? "", number: emailNumber });
  };
  const groups = Map.groupBy(questions, titleOf);
  return [...groups].map(([title, own]) => ({
    title,
    options: own.map((it) => ({ value: it.key, label: nameOf(it) })),
  })) satisfies SelectProps["options"];
}

/** The name of a question, without the email that it is about. */
export function useQuestionName() {
  const text = useText("reports");
  const recommendations = useText("recommendations");
  return ({ kind, flow, of, variant, line }: ShownQuestion): string => {
    if (kind === "flow_off") return text("whatIf.flow_off", { flow: flow ?? "" });
    if (kind !== "variant") return text(`whatIf.${kind}`);
    if (line !== null) return text("whatIf.subject", { line });
    if (variant === "best_hour" || variant === "products_first") return text(`whatIf.${variant}`);
    const list = `list.${variant}`;
    if (recommendations.has(list)) {
      return text("whatIf.list", {
        list: recommendations(list as TextKey<"recommendations">),
      });
    }
    return variant === "own" && of !== null
      ? text(`whatIf.own.${of}`)
      : text("whatIf.otherVariant", { variant: variant ?? "" });
  };
}
