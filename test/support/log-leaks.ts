/** Prefix of customers' last names in the small store, used nowhere else. */
export const CANARY_NAME = "Quillfeather";

const MUST_NOT_BE_LOGGED: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["an address", /[^\s"]*@example\.com/i],
  ["a name", new RegExp(CANARY_NAME, "i")],
  ["a token of Shopify's", /\bshp[a-z]{2,3}_[a-z0-9]+/i],
  ["a session token", /\beyJ[\w-]+\.[\w-]+\.[\w-]+/],
  ["an email's link", /\/[cuop]\/[\w.-]{16,}/],
  // Redacted by the log, but a caller must not have logged it.
  ["what had to be struck out", /\[(email|token)\]/],
];

/** Forbidden contents of a log: what and where. Empty for a clean one. */
export function findLogLeaks(log: string): string[] {
  return log.split("\n").flatMap((line) =>
    MUST_NOT_BE_LOGGED.flatMap(([what, pattern]) => {
      const at = pattern.exec(line);
      return at ? [`${what}: ${line.slice(Math.max(0, at.index - 200), at.index + 100)}`] : [];
    }),
  );
}
