import { Badge, Icon } from "@shopify/polaris";
import { AlertTriangleIcon } from "@shopify/polaris-icons";
import { EmailSketch } from "~/components/email/email-sketch";
import { useText } from "~/i18n/text-provider";
import type { EditorView } from "../editor/editor-view";
import styles from "./flow-picture.module.css";

/** A step on the canvas, with its counts or its problem. */
export function StepBox({ id, view }: { id: string; view: EditorView }) {
  const text = useText("flow-editor");
  const { kind, words, numbers, isEmail, isDraft, sketch } = view.captionOf(id);
  const problem = view.problemOf(id);
  const caption = problem === null ? numbers : text("problems.label", { problem });
  const isOpen = view.openId === id;
  const classes = [
    styles.box,
    isEmail && styles.email,
    view.path.has(id) && styles.walked,
    problem !== null && styles.wrong,
    isOpen && styles.open,
  ];
  const labels = [isDraft ? text("draft.label", { step: kind }) : kind, words, caption].filter(
    Boolean,
  );
  return (
    <button
      type="button"
      className={classes.filter(Boolean).join(" ")}
      data-step-id={id}
      aria-pressed={isOpen}
      aria-label={labels.join(". ")}
      onClick={() => view.onOpen(isOpen ? null : id)}
    >
      {sketch && <EmailSketch parts={sketch} />}
      <span className={styles.caption}>
        <span className={styles.kind}>
          {kind}
          {isDraft && (
            <Badge size="small" tone="attention">
              {text("draft")}
            </Badge>
          )}
          {problem !== null && <Icon source={AlertTriangleIcon} tone="critical" />}
        </span>{" "}
        <span className={styles.words} title={words}>
          {words}
        </span>{" "}
        <span
          className={problem === null ? styles.numbers : styles.problem}
          title={caption ?? undefined}
        >
          {caption}
        </span>
      </span>
    </button>
  );
}
