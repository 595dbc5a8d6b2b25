import { Text } from "@shopify/polaris";
import { Suspense, useEffect, useRef, type CSSProperties, type ReactNode } from "react";
import { lazyPart } from "~/components/lazy/lazy-part";
import { useText } from "~/i18n/text-provider";
import type { Block } from "~/messages/blocks/block";
import { blockFields } from "../panels/block-fields";
import type { Editor } from "../use-editor";
import { placed } from "./block-marks";
import styles from "./email-stage.module.css";
import type { TextStyle } from "./measure-blocks";

// Include the text editor, most of the page's code.
const loadInlineText = () => import("./inline-text.client");
const loadInlineLine = () => import("./inline-line.client");
export const loadInlineEditors = () => Promise.all([loadInlineText(), loadInlineLine()]);
const InlineText = lazyPart(loadInlineText);
const InlineLine = lazyPart(loadInlineLine);

type Writable = Extract<Block, { kind: "heading" | "text" | "button" }>;

/** Whether a block's text is edited in the preview. Other kinds have several texts in several places. */
export function isEditableInPlace(block: Block): block is Writable {
  return block.kind === "heading" || block.kind === "text" || block.kind === "button";
}

interface InlineWritingProps {
  block: Block;
  editor: Editor;
  textStyle: TextStyle;
  scale: number;
  /** @param isByKey whether the keyboard ended it, so that the focus stays */
  onEnd: (isByKey: boolean) => void;
}

/** A block's text, edited in place with its styles. Merge values appear by name. */
export function InlineWriting({ block, editor, textStyle, scale, onEnd }: InlineWritingProps) {
  const text = useText("email-editor");
  if (!isEditableInPlace(block)) return null;
  const fields = blockFields(editor, block);
  const at = { textStyle, scale, onEnd };
  switch (block.kind) {
    case "text":
      return (
        <Place {...at}>
          <InlineText
            value={block.text}
            texts={fields.texts}
            links={fields.links}
            onCommit={(changed) => fields.set({ text: changed })}
          />
        </Place>
      );
    case "heading":
      return (
        <Place {...at}>
          <InlineLine
            label={text("preview.heading")}
            value={block.text}
            onCommit={(changed) => fields.set({ text: changed })}
            onEnter={() => onEnd(true)}
          />
        </Place>
      );
    case "button":
      return (
        <Place {...at}>
          <InlineLine
            label={text("preview.button")}
            value={block.label}
            onCommit={(label) => fields.set({ label })}
            onEnter={() => onEnd(true)}
          />
        </Place>
      );
  }
}

interface PlaceProps extends Pick<InlineWritingProps, "textStyle" | "scale" | "onEnd"> {
  children: ReactNode;
}

/** An overlay on the text. Escape or a click elsewhere ends editing. */
function Place({ textStyle, scale, onEnd, children }: PlaceProps) {
  const place = useRef<HTMLDivElement>(null);
  const end = useRef(onEnd);
  end.current = onEnd;
  useEffect(() => {
    const listen = ({ target }: PointerEvent) => {
      // The toolbar's menus are rendered at the end of the page.
      const isMenu = target instanceof Element && target.closest("#PolarisPortalsContainer");
      if (!isMenu && target instanceof Node && !place.current?.contains(target)) end.current(false);
    };
    document.addEventListener("pointerdown", listen);
    return () => document.removeEventListener("pointerdown", listen);
  }, []);
  const { height, ...box } = placed(textStyle.box, scale);
  const style = {
    ...box,
    minHeight: height,
    padding: `${textStyle.paddingPx * scale}px 0`,
    background: textStyle.background,
    color: textStyle.color,
    fontFamily: textStyle.fontFamily,
    fontSize: textStyle.fontSizePx * scale,
    lineHeight: `${textStyle.lineHeightPx * scale}px`,
    fontWeight: textStyle.fontWeight,
    textAlign: textStyle.textAlign,
    "--paragraph-gap": `${textStyle.gapPx * scale}px`,
  } as CSSProperties;
  return (
    <div
      ref={place}
      className={styles.writing}
      style={style}
      onKeyDown={(event) => {
        if (event.key === "Escape") onEnd(true);
      }}
    >
      <Suspense fallback={null}>{children}</Suspense>
    </div>
  );
}

/** Why the text is not in the email. */
export function WritingProblem({ problem }: { problem: string }) {
  return (
    <div className={styles.problem} role="alert">
      <Text as="span" variant="bodySm" tone="critical">
        {problem}
      </Text>
    </div>
  );
}
