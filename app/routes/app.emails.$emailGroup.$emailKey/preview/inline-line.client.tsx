import {
  useMergeLine,
  type MergeLineSource,
} from "~/components/email/merge-text/use-merge-line.client";
import styles from "./email-stage.module.css";
import { InlineContent } from "./inline-content.client";

interface InlineLineProps extends MergeLineSource {
  label: string;
  onEnter: () => void;
}

/** A line of text, edited inside the email. */
export default function InlineLine({ label, onEnter, ...source }: InlineLineProps) {
  const line = useMergeLine(source, { class: styles.text ?? "", "aria-label": label });
  return (
    <div
      // Before the editor, which would begin a paragraph.
      onKeyDownCapture={(event) => {
        if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
        event.preventDefault();
        onEnter();
      }}
    >
      <InlineContent {...line} />
    </div>
  );
}
