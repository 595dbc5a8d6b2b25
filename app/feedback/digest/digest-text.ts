import type { Text } from "~/i18n/create-text";
import type { Digest } from "./digest";

export type DigestLinks = Readonly<
  Record<"shop" | "report" | "changes" | "outbox" | "settings", string>
>;

/**
 * The weekly report as plain text, one number or URL per line. Derived from HTML, its table would be a column
 * of single words.
 */
export function digestText(
  shopName: string,
  digest: Digest,
  links: DigestLinks,
  text: Text<"merchant-email">,
): string {
  const { heading, alarm, figures, best, effect, changes } = digest;
  const paragraphs: readonly (readonly string[])[] = [
    [shopName],
    [heading],
    alarm === null ? [] : [alarm, links.outbox],
    figures.map((figure) => text("digest.figure", { ...figure })),
    best.length === 0 ? [] : [`${text("digest.best")}:`, ...best.map((line) => `- ${line}`)],
    effect === null ? [] : [effect],
    changes === null ? [] : [changes, links.changes],
    [`${text("digest.report")}:`, links.report],
    ["--", text("digest.footerText"), links.settings],
  ];
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}
