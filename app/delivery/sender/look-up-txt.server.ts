import { Resolver } from "node:dns/promises";
import type { LookUpTxt } from "../dmarc";

/** DNS errors for a missing name or missing TXT records. */
const NONE = new Set(["ENOTFOUND", "ENODATA"]);
const OPTIONS = { timeout: 3_000, tries: 2 } as const;

/** Looks up TXT records with the system's resolver. Long texts come in parts that belong together. */
export function lookUpTxt(
  resolver: Pick<Resolver, "resolveTxt"> = new Resolver(OPTIONS),
): LookUpTxt {
  return async (name) => {
    try {
      const texts = await resolver.resolveTxt(name);
      return { kind: "found", texts: texts.map((parts) => parts.join("")) };
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      return NONE.has(code) ? { kind: "none" } : { kind: "unavailable" };
    }
  };
}
