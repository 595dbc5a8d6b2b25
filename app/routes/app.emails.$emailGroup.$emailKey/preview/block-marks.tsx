import { useEffect, useRef, type CSSProperties, type KeyboardEvent } from "react";
import { useText } from "~/i18n/text-provider";
import { scrollIntoContainer } from "../scroll-into-container";
import styles from "./email-stage.module.css";
import type { BlockBounds, Box } from "./measure-blocks";

interface BlockMarksProps {
  places: readonly BlockBounds[];
  scale: number;
  selectedId: string;
  nameOf: (blockId: string) => string;
  onChoose: (blockId: string) => void;
}

/** A marker over each block of the preview. Tab reaches one of them, arrow keys the others. */
export function BlockMarks({ places, scale, selectedId, nameOf, onChoose }: BlockMarksProps) {
  const text = useText("email-editor");
  const group = useRef<HTMLDivElement>(null);
  const isShown = places.some(({ blockId }) => blockId === selectedId);
  const reachable = isShown ? selectedId : places[0]?.blockId;
  useEffect(() => {
    const mark = group.current?.querySelector<HTMLElement>(`[data-mark="${selectedId}"]`);
    if (mark && isShown) scrollIntoContainer(mark);
  }, [selectedId, isShown]);
  const walk = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const marks = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-mark]")];
    const next = marks[marks.findIndex((mark) => mark === event.target) + step];
    next?.focus();
  };
  return (
    <div ref={group} role="group" aria-label={text("preview.blocks")} onKeyDown={walk}>
      {places.map(({ blockId, box }) => {
        const isSelected = blockId === selectedId;
        return (
          <button
            key={blockId}
            type="button"
            data-mark={blockId}
            className={isSelected ? styles.chosen : styles.mark}
            style={placed(box, scale)}
            tabIndex={blockId === reachable ? 0 : -1}
            aria-pressed={isSelected}
            aria-label={text("preview.block", { block: nameOf(blockId) })}
            onClick={() => onChoose(blockId)}
          >
            <span className={styles.name}>{nameOf(blockId)}</span>
          </button>
        );
      })}
    </div>
  );
}

/** A box of the frame in page coordinates. */
export function placed({ top, left, width, height }: Box, scale: number): CSSProperties {
  return { top: top * scale, left: left * scale, width: width * scale, height: height * scale };
}
