import { SkeletonBodyText } from "@shopify/polaris";
import { Suspense, type ComponentProps } from "react";
import { lazyPart } from "~/components/lazy/lazy-part";

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
