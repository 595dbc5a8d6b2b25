import { useFetcher } from "@remix-run/react";
import { useEffect, useRef } from "react";
import type { action } from "~/routes/app.segments.preview";
import type { SegmentRule } from "~/segments/segment";

/** So long after the last change it is counted: not at every letter that is typed. */
const DEBOUNCE_MS = 500;

/** How many customers a rule finds, asked again whenever it has not been changed for a moment. */
export function useRulePreview(rule: SegmentRule, segmentId: string | null) {
  const { submit, data, state } = useFetcher<typeof action>();
  const text = JSON.stringify({ segmentId, rule });
  const asked = useRef("");
  useEffect(() => {
    if (asked.current === text) return;
    const timer = setTimeout(() => {
      asked.current = text;
      submit(text, {
        method: "post",
        action: "/app/segments/preview",
        encType: "application/json",
      });
    }, DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [text, submit]);
  return { preview: data ?? null, isCounting: state !== "idle" || data === undefined };
}
