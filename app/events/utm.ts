import { z } from "zod";
import { textOf } from "./read-json";

const Tag = z.string().min(1).max(255).nullable();

/** The tags of a link that led to a visit: utm_source, utm_medium and utm_campaign. */
export const Utm = z.object({ source: Tag, medium: Tag, campaign: Tag });
export type Utm = z.infer<typeof Utm>;

/**
 * Reads the tags of a landing page.
 *
 * Some email tools write the recipient's address into a tag. Such a tag is dropped, because orders are kept longer than
 * personal data.
 *
 * @param landingPage a URL or a path with its query, as Shopify reports it
 * @returns undefined without any tag
 */
export function utmOf(landingPage: string | null): Utm | undefined {
  const query = landingPage?.split("#")[0]?.split("?").slice(1).join("?");
  if (!query) return undefined;
  const tags = new URLSearchParams(query);
  const tag = (name: string) => {
    const value = tags.get(name)?.trim() ?? "";
    return value.includes("@") ? null : textOf(value, 255);
  };
  const utm = {
    source: tag("utm_source"),
    medium: tag("utm_medium"),
    campaign: tag("utm_campaign"),
  };
  return Object.values(utm).every((value) => value === null) ? undefined : utm;
}
