import { Resolver } from "node:dns/promises";
import type { LookUpTxt } from "./dmarc";

/** Errors by which the DNS says that a name, or its texts, do not exist. */
const NONE = new Set(["ENOTFOUND", "ENODATA"]);
const OPTIONS = { timeout: 3_000, tries: 2 } as const;

/** Asks the DNS of this machine. A long text comes in parts, which belong together. */
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
