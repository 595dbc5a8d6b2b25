import type { NamedAudience } from "~/campaigns/audience/audience-names";
import type { Text } from "~/i18n/create-text";

/** Describes an audience: "All customers", or the name of a segment. */
export function describeAudience(audience: NamedAudience, text: Text<"campaigns">): string {
  if (audience.kind === "everyone") return text("audience.everyone");
  const { kind, name } = audience;
  return name === null ? text(`audience.${kind}.deleted`) : text(`audience.${kind}`, { name });
}
