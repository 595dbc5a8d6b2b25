import { ActionList, Button, ButtonGroup, Popover } from "@shopify/polaris";
import { useState } from "react";
import type { RuleBuilderData } from "~/segments/editing/segment-pages.server";
import { MAX_DEPTH, type RuleNode } from "~/segments/segment";
import { CONDITION_CHOICES, belongsToSegment } from "./new-condition";

interface AddConditionProps {
  builder: RuleBuilderData;
  /** Nesting depth of the group, from 1. */
  depth: number;
  onAdd: (node: RuleNode) => void;
}

/** Adds a condition or a group at the end of a group. */
export function AddCondition({ builder, depth, onAdd }: AddConditionProps) {
  const [isOpen, setIsOpen] = useState(false);
  const add = (node: RuleNode) => {
    setIsOpen(false);
    onAdd(node);
  };
  const choices = CONDITION_CHOICES.map(({ label, help, condition }) => ({
    content: label,
    helpText: help,
    onAction: () => add(condition),
  }));
  const [other] = builder.others;
  const ofSegments = other && {
    content: "In another segment",
    helpText: "Builds on a segment that you have",
    onAction: () => add(belongsToSegment(other.id)),
  };
  const subscribed = { kind: "consent" as const, states: ["subscribed" as const] };
  return (
    <ButtonGroup>
      <Popover
        active={isOpen}
        onClose={() => setIsOpen(false)}
        activator={
          <Button disclosure onClick={() => setIsOpen(!isOpen)}>
            Add a condition
          </Button>
        }
      >
        <ActionList items={ofSegments ? [...choices, ofSegments] : choices} />
      </Popover>
      {depth < MAX_DEPTH && (
        <Button variant="tertiary" onClick={() => onAdd({ kind: "any", of: [subscribed] })}>
          Add a group
        </Button>
      )}
    </ButtonGroup>
  );
}
