import type { NamedAudience, NamedPart } from "~/campaigns/audience/audience-names";
import type { Format } from "~/i18n/create-format";
import type { Text } from "~/i18n/create-text";

/** Describes an audience: "All customers", or "Regulars and VIPs, except Wholesale". */
export function describeAudience(
  { include, exclude }: NamedAudience,
  text: Text<"campaigns">,
  format: Pick<Format, "list">,
): string {
  const list = (parts: readonly NamedPart[]) =>
    format.list(parts.map((it) => describeAudiencePart(it, text)));
  return exclude.length === 0
    ? list(include)
    : text("audience.except", { included: list(include), excluded: list(exclude) });
}

export function describeAudiencePart(part: NamedPart, text: Text<"campaigns">): string {
  if (part.kind === "everyone") return text("audience.everyone");
  const { kind, name } = part;
  return name === null ? text(`audience.${kind}.deleted`) : text(`audience.${kind}`, { name });
}
