import { useText } from "~/i18n/text-provider";

/** Names types of webhooks. */
export function useTypeName(): (type: string) => string {
  const text = useText("api-keys");
  // A selector of ICU messages has no full stops.
  return (type) => text("webhooks.type", { type: type.replace(".", "_") });
}
