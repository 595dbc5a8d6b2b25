import { Banner } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import type { Suppressing } from "./use-suppressing";

/** Says what was suppressed, and offers to undo it. */
export function SuppressedBanner({
  suppressing: { last, isPending, onUndo },
}: {
  suppressing: Suppressing;
}) {
  const text = useText("customers");
  if (last === null) return null;
  return (
    <Banner
      tone="success"
      title={text("bulk.suppressed", { count: last.count })}
      {...(last.count > 0 && {
        action: {
          content: text("bulk.undo"),
          loading: isPending,
          onAction: () => onUndo(last),
        },
      })}
    />
  );
}
