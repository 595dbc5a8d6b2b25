import { TextField } from "@shopify/polaris";
import { Suspense, useState } from "react";
import { useMergeNames } from "~/components/email/use-merge-names";
import { lazyPart } from "~/components/lazy/lazy-part";
import { useIdle } from "~/components/lazy/use-preload";
import { readableMerge } from "~/messages/merge/readable";
import type { MergeLineFieldProps } from "./merge-line-field.client";

const MergeLineField = lazyPart(() => import("./merge-line-field.client"));

/** A line of text with merge values. The editor loads when the browser is idle or the line gets the focus. */
export function LazyMergeLineField(props: Omit<MergeLineFieldProps, "isFocused">) {
  const mergeName = useMergeNames();
  const isIdle = useIdle();
  const [isFocused, setFocused] = useState(false);
  const words = (
    <TextField
      label={props.label}
      value={readableMerge(props.value, mergeName)}
      helpText={props.help}
      placeholder={props.placeholder ?? ""}
      error={props.error ?? false}
      autoComplete="off"
      readOnly
      onFocus={() => setFocused(true)}
    />
  );
  if (!isIdle && !isFocused) return words;
  return (
    <Suspense fallback={words}>
      <MergeLineField {...props} isFocused={isFocused} />
    </Suspense>
  );
}
