import { useRef, useState, type CSSProperties } from "react";
import { usePreload } from "~/components/lazy/use-preload";
import { useText } from "~/i18n/text-provider";
import { flattenBlocks } from "~/messages/blocks/block";
import { localize } from "~/messages/document/email-document";
import { SCROLLER } from "../scroll-into-container";
import type { Editor } from "../use-editor";
import { BlockMarks } from "./block-marks";
import { isEditableInPlace, InlineWriting, loadInlineEditors } from "./inline-writing";
import styles from "./email-stage.module.css";
import { measureTextStyle } from "./measure-blocks";
import { useFrame } from "./use-frame";

interface EmailStageProps {
  /** With tags that locate each block. */
  html: string;
  isPhone: boolean;
  editor: Editor;
}

/** The email as it is sent, with a marker over each block: a selected text is edited in place. */
export function EmailStage({ html, isPhone, editor }: EmailStageProps) {
  const text = useText("email-editor");
  const { document, language, selectedId, select } = editor;
  const { roomRef, widthPx, heightPx, scale, places, onLoad, email } = useFrame(isPhone);
  usePreload(loadInlineEditors);
  const [writingId, setWritingId] = useState<string | null>(null);
  const stage = useRef<HTMLDivElement>(null);
  const blocks = flattenBlocks(localize(document, language).blocks);
  const named = (blockId: string) => {
    const block = blocks.find(({ id }) => id === blockId);
    return block ? text(`block.${block.kind}`) : text("footer");
  };
  const written = blocks.find(({ id }) => id === writingId && id === selectedId);
  const textStyle = written && email && measureTextStyle(email, written.id);
  const focusMark = (blockId: string) =>
    stage.current?.querySelector<HTMLElement>(`[data-mark="${blockId}"]`)?.focus();
  const size = { width: widthPx * scale, height: heightPx * scale };
  const frame: CSSProperties = {
    width: widthPx,
    height: heightPx,
    transform: scale === 1 ? undefined : `scale(${scale})`,
  };
  return (
    <div className={styles.scroller} ref={roomRef} {...{ [SCROLLER]: "" }}>
      <div className={styles.stage} style={size} ref={stage}>
        {/* Without allow-scripts nothing in it runs; same-origin, so that the page can measure it. */}
        <iframe
          className={styles.frame}
          style={frame}
          sandbox="allow-same-origin"
          tabIndex={-1}
          srcDoc={html}
          title={text("preview.frame")}
          onLoad={(event) => onLoad(event.currentTarget)}
        />
        <BlockMarks
          places={places}
          scale={scale}
          selectedId={selectedId}
          nameOf={named}
          onChoose={(blockId) => {
            select(blockId);
            const block = blocks.find(({ id }) => id === blockId);
            setWritingId(block && isEditableInPlace(block) ? blockId : null);
          }}
        />
        {written && textStyle && (
          <InlineWriting
            key={`${written.id} ${language}`}
            block={written}
            editor={editor}
            textStyle={textStyle}
            scale={scale}
            onEnd={(isByKey) => {
              setWritingId(null);
              if (isByKey) focusMark(written.id);
            }}
          />
        )}
      </div>
    </div>
  );
}
