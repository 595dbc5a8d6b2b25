import type { FlowEmailCounts } from "~/flows/definition/count-flow-emails";
import type { FlowDefinition } from "~/flows/definition/flow";
import type { Text } from "~/i18n/create-text";
import type { TextKey } from "~/i18n/messages";

type DescribedFlow = Pick<FlowDefinition, "key" | "trigger">;

/** What a prebuilt flow does, or what its trigger does for another, and how many emails that are. */
export function describeFlow(
  { key, trigger, emails }: DescribedFlow & { readonly emails: FlowEmailCounts },
  text: Text<"flows">,
): string {
  const ofKey = `description.${key}`;
  const what = text.has(ofKey)
    ? text(ofKey as TextKey<"flows">)
    : text(`description.${trigger.kind}`);
  const { most, total } = emails;
  if (total === 0) return what;
  return text(total > most ? "described.paths" : "described", { what, most, total });
}
