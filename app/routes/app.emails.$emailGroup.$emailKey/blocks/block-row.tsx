import { useSortable } from "@dnd-kit/sortable";
import { Badge, Icon } from "@shopify/polaris";
import { DragHandleIcon, type ImageIcon } from "@shopify/polaris-icons";
import { useEffect, useRef, type ReactNode } from "react";
import { useMergeNames } from "~/components/email/use-merge-names";
import { useText } from "~/i18n/text-provider";
import type { Block } from "~/messages/blocks/block";
import { summarizeBlock } from "~/messages/editing/block-summary";
import { readableMerge } from "~/messages/merge/readable";
import { scrollIntoContainer } from "../scroll-into-container";
import { BLOCK_ICONS } from "./block-icon";
import { describeSummary } from "./describe-summary";
import styles from "./block-list.module.css";

interface PartButtonProps {
  icon: typeof ImageIcon;
  name: string;
  summary: string;
  isSelected: boolean;
  /** Problems that prevent publishing. */
  errors: number;
  onSelect: () => void;
}

/** A block in the list, with its name and summary. */
export function PartButton({ icon, name, summary, isSelected, errors, onSelect }: PartButtonProps) {
  const text = useText("email-editor");
  const button = useRef<HTMLButtonElement>(null);
  // A block selected in the preview may be outside the visible list.
  useEffect(() => {
    if (isSelected && button.current) scrollIntoContainer(button.current);
  }, [isSelected]);
  return (
    <button
      type="button"
      ref={button}
      className={isSelected ? styles.chosen : styles.part}
      aria-pressed={isSelected}
      onClick={onSelect}
    >
      <span className={styles.icon}>
        <Icon source={icon} tone="subdued" />
      </span>
      <span className={styles.words}>
        <span className={styles.name}>{name}</span>
        <bdi className={styles.summary} title={summary}>
          {summary}
        </bdi>
      </span>
      {errors > 0 && <Badge tone="critical">{text("blocks.errors", { count: errors })}</Badge>}
    </button>
  );
}

interface SortableBlockProps {
  block: Block;
  isSelected: boolean;
  errors: number;
  onSelect: () => void;
  /** Its nested blocks. */
  children: ReactNode;
}

/** A draggable block. */
export function SortableBlock({
  block,
  isSelected,
  errors,
  onSelect,
  children,
}: SortableBlockProps) {
  const {
    attributes,
    listeners,
    setNodeRef,
    setActivatorNodeRef,
    transform,
    transition,
    isDragging,
  } = useSortable({ id: block.id });
  const text = useText("email-editor");
  const mergeName = useMergeNames();
  const name = text(`block.${block.kind}`);
  const y = transform ? Math.round(transform.y) : 0;
  return (
    <li
      ref={setNodeRef}
      className={isDragging ? styles.dragged : styles.block}
      style={{ transform: y === 0 ? undefined : `translateY(${y}px)`, transition }}
    >
      <div className={styles.row}>
        <button
          type="button"
          ref={setActivatorNodeRef}
          className={styles.handle}
          {...attributes}
          {...listeners}
          aria-label={text("blocks.move", { block: name })}
        >
          <Icon source={DragHandleIcon} tone="subdued" />
        </button>
        <PartButton
          icon={BLOCK_ICONS[block.kind]}
          name={name}
          summary={readableMerge(describeSummary(summarizeBlock(block), text), mergeName)}
          isSelected={isSelected}
          errors={errors}
          onSelect={onSelect}
        />
      </div>
      {children}
    </li>
  );
}
