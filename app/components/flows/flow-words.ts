import type { ActionStep } from "~/flows/definition/action-step";
import type { Step } from "~/flows/definition/step";
import type { Trigger } from "~/flows/definition/trigger";
import type { Format } from "~/i18n/create-format";
import type { Text } from "~/i18n/create-text";
import { useText } from "~/i18n/text-provider";
import type { RuleNames, RuleWords } from "~/segments/words/describe-condition";
import { useMergeNames } from "../email/use-merge-names";
import { useRuleWords } from "../segments/use-rule-words";

/** What the words of a flow are made of. */
export interface FlowWords {
  readonly text: Text<"flow-editor">;
  readonly flows: Text<"flows">;
  readonly rules: RuleWords;
  readonly format: Format;
  readonly names: RuleNames;
  /** The name of a merge value. */
  readonly mergeName: (path: string) => string;
}

export function useFlowWords(names: RuleNames): FlowWords {
  const text = useText("flow-editor");
  const flows = useText("flows");
  const rules = useRuleWords(names);
  const mergeName = useMergeNames();
  return { text, flows, rules, format: rules.format, names, mergeName };
}

/** "Checkout abandoned for 1 hour" */
export function triggerWords(trigger: Trigger, { text, format, names }: FlowWords): string {
  switch (trigger.kind) {
    case "checkout_idle":
    case "cart_idle":
    case "browse_idle":
      return text(`trigger.${trigger.kind}`, { time: format.hours(trigger.idleMinutes / 60) });
    case "segment_joined":
    case "segment_left": {
      const segment = names.segments[trigger.segmentId];
      return segment === undefined
        ? text(`trigger.${trigger.kind}.deleted`)
        : text(`trigger.${trigger.kind}`, { segment });
    }
    case "order_delivered":
      return text("trigger.order_delivered", { time: format.days(trigger.daysAfterFulfillment) });
    case "unengaged":
      return text("trigger.unengaged", { days: trigger.quietDays, emails: trigger.minEmails });
    case "top_customer":
      return text("trigger.top_customer", { share: format.rate(trigger.topShare) });
    case "anniversary":
      return text(`trigger.anniversary.${trigger.of}`);
    case "order_expected":
      return text("trigger.order_expected", { days: trigger.withinDays });
    case "price_drop":
      return text("trigger.price_drop", { share: format.rate(trigger.minDropRate) });
    case "low_stock":
      return text("trigger.low_stock", { units: trigger.maxUnits });
    case "custom_event": {
      const { eventName: event, property, value } = trigger;
      const comparison = text(`field.custom_event.comparison.${trigger.comparison}`);
      return property === ""
        ? text("trigger.custom_event", { event })
        : text("trigger.custom_event.filtered", { event, property, comparison, value });
    }
    case "consent_given":
    case "shopify_flow":
    case "order_paid":
    case "lapsed":
    case "replenishment_due":
    case "back_in_stock":
      return text(`trigger.${trigger.kind}`);
  }
}

/** Actions of a step besides waiting, splitting and sending. */
export function actionWords(
  step: ActionStep | Extract<Step, { kind: "set_property" | "suppress" | "exit" }>,
  { text }: FlowWords,
): string {
  switch (step.kind) {
    case "set_property":
      return text("property.words", { name: step.name, value: step.value });
    case "tag":
      return text(`tag.words.${step.change}`, { tag: step.tag });
    case "notify":
      return text("notify.words", { note: step.note });
    case "webhook":
      return text("webhook.words", { host: new URL(step.url).host });
    case "suppress":
    case "exit":
      return text(`${step.kind}.words`);
  }
}

/** Wait conditions other than a duration. */
export function waitWords(
  step: Extract<Step, { kind: "wait_until" | "wait_for" }>,
  { text, format }: FlowWords,
): string {
  if (step.kind === "wait_for") {
    const { count, unit } = step.atMost;
    return text(`event.${step.happening}.full`, { duration: text(`duration.${unit}`, { count }) });
  }
  const { until } = step;
  switch (until.kind) {
    case "hour":
      return text("until.hour.full", { hour: format.hourOfDay(until.hour) });
    case "best_hour":
      return text("until.best_hour.full", { hour: format.hourOfDay(until.fallbackHour) });
    case "date":
      return text("until.date.full", {
        day: format.calendarDate(until.date),
        hour: format.hourOfDay(until.hour),
      });
  }
}
