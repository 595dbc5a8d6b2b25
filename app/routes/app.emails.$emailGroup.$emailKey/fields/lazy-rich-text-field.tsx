import { SkeletonBodyText, TextField } from "@shopify/polaris";
import { Suspense, useState, type ComponentProps } from "react";
import { useMergeNames } from "~/components/email/use-merge-names";
import { lazyPart } from "~/components/lazy/lazy-part";
import { useIdle } from "~/components/lazy/use-preload";
import { readableMerge } from "~/messages/merge/readable";

// The text editor is three quarters of the page's code, so it loads after the page, and never on the server.
export const loadRichTextField = () => import("./rich-text-field.client");
const RichTextField = lazyPart(loadRichTextField);

/** Formatted text, edited as displayed; lines in its place while the editor loads. */
export function LazyRichTextField(props: ComponentProps<typeof RichTextField>) {
  return (
    <Suspense fallback={<SkeletonBodyText lines={4} />}>
      <RichTextField {...props} />
    </Suspense>
  );
}

const MergeLineField = lazyPart(() => import("./merge-line-field.client"));

type LazyMergeLineFieldProps = Omit<ComponentProps<typeof MergeLineField>, "isFocused">;

/** A line of text with merge values. The editor loads when the browser is idle or the line gets the focus. */
export function LazyMergeLineField(props: LazyMergeLineFieldProps) {
  const mergeName = useMergeNames();
  const isIdle = useIdle();
  const [isFocused, setFocused] = useState(false);
  const words = (
    <TextField
      label={props.label}
      value={readableMerge(props.value, mergeName)}
      helpText={props.help}
      placeholder={props.placeholder}
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
