import type { FlowDefinition } from "~/flows/definition/flow";
import type { Text } from "~/i18n/create-text";
import type { TextKey } from "~/i18n/messages";

/** What a prebuilt flow does, or what its trigger does for another. */
export function describeFlow(
  { key, trigger }: Pick<FlowDefinition, "key" | "trigger">,
  text: Text<"flows">,
): string {
  const ofKey = `description.${key}`;
  return text.has(ofKey) ? text(ofKey as TextKey<"flows">) : text(`description.${trigger.kind}`);
}
