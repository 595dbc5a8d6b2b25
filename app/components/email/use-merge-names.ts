import { useCallback } from "react";
import type { TextKey } from "~/i18n/messages";
import { useText } from "~/i18n/text-provider";

/** The names of merge values, by path; an unknown one is named by its path. */
export function useMergeNames(): (path: string) => string {
  const text = useText("merge-values");
  return useCallback(
    (path) => (text.has(path) ? text(path as TextKey<"merge-values">) : path),
    [text],
  );
}
