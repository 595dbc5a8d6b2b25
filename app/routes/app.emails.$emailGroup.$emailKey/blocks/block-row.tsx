import { useSortable } from "@dnd-kit/sortable";
import { Badge, Icon } from "@shopify/polaris";
import { DragHandleIcon, type ImageIcon } from "@shopify/polaris-icons";
import { useEffect, useRef, type ReactNode } from "react";
import type { Block } from "~/messages/blocks/block";
import { BLOCK_NAMES, blockSummary } from "~/messages/editing/block-words";
import { readableMerge } from "~/messages/merge/readable";
import { scrollIntoContainer } from "../scroll-into-container";
import { BLOCK_ICONS } from "./block-icon";
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
        <bdi className={styles.summary}>{summary}</bdi>
      </span>
      {errors > 0 && <Badge tone="critical">{`${errors} to mend`}</Badge>}
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
  const name = BLOCK_NAMES[block.kind];
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
          aria-label={`Move ${name}`}
        >
          <Icon source={DragHandleIcon} tone="subdued" />
        </button>
        <PartButton
          icon={BLOCK_ICONS[block.kind]}
          name={name}
          summary={readableMerge(blockSummary(block))}
          isSelected={isSelected}
          errors={errors}
          onSelect={onSelect}
        />
      </div>
      {children}
    </li>
  );
}
