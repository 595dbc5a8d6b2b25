import type { FlowDefinition } from "~/flows/definition/flow";
import type { Text } from "~/i18n/create-text";
import type { TextKey } from "~/i18n/messages";

/** What a prebuilt flow does, or one that Kindred created for a trigger; null for a trigger chosen later. */
export function describeFlow(
  { key, trigger }: Pick<FlowDefinition, "key" | "trigger">,
  text: Text<"flows">,
): string | null {
  const described = [key, trigger.kind].map((it) => `description.${it}`).find((it) => text.has(it));
  return described === undefined ? null : text(described as TextKey<"flows">);
}
