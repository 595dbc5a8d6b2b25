import type { Digest } from "./digest";

export type DigestLinks = Readonly<
  Record<"shop" | "report" | "changes" | "outbox" | "settings", string>
>;

/**
 * The weekly report as plain text, one number or URL per line. Derived from HTML, its table would be a column
 * of single words.
 */
export function digestText(shopName: string, digest: Digest, links: DigestLinks): string {
  const { heading, alarm, figures, best, effect, changes } = digest;
  const paragraphs: readonly (readonly string[])[] = [
    [shopName],
    [heading],
    alarm === null ? [] : [alarm, links.outbox],
    figures.map(({ name, value, before }) => `${name}: ${value} (${before} the week before)`),
    best.length === 0 ? [] : ["What brought the most:", ...best.map((line) => `- ${line}`)],
    effect === null ? [] : [effect],
    changes === null ? [] : [changes, links.changes],
    ["The report:", links.report],
    [
      "--",
      "Kindred sends this each Monday to the shop's owner, and to nobody else. Turn it off in the settings, under Measuring:",
      links.settings,
    ],
  ];
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}
