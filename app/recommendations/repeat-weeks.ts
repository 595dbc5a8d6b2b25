import type { Reason } from "./recommendation";

/** The weeks that a repeat purchase is explained with: since the last one, and until the usual next one if known. */
export function repeatWeeks({
  lastDays,
  usualDays,
}: Pick<Extract<Reason, { kind: "bought_before" }>, "lastDays" | "usualDays">) {
  if (lastDays === null) return null;
  return {
    weeks: Math.round(lastDays / 7),
    usual: usualDays === null ? null : Math.max(1, Math.round(usualDays / 7)),
  };
}
