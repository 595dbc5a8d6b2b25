import { ActionList, Button, ButtonGroup, Popover } from "@shopify/polaris";
import { useState } from "react";
import { useText } from "~/i18n/text-provider";
import type { RuleBuilderData } from "~/pages/segments/segment-pages.server";
import { MAX_DEPTH, type RuleNode } from "~/segments/segment";
import type { Condition } from "~/segments/condition";

interface AddConditionProps {
  builder: RuleBuilderData;
  /** Nesting depth of the group, from 1. */
  depth: number;
  onAdd: (node: RuleNode) => void;
}

/** Adds a condition or a group at the end of a group. */
export function AddCondition({ builder, depth, onAdd }: AddConditionProps) {
  const text = useText("segments");
  const [isOpen, setIsOpen] = useState(false);
  const add = (node: RuleNode) => {
    setIsOpen(false);
    onAdd(node);
  };
  const choices = CONDITION_CHOICES.map((condition) => {
    const name = condition.kind === "property" ? condition.property : condition.kind;
    return {
      content: text(`add.${name}`),
      helpText: text(`add.${name}.help`),
      onAction: () => add(condition),
    };
  });
  const [other] = builder.others;
  const ofSegments = other && {
    content: text("add.segment"),
    helpText: text("add.segment.help"),
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
            {text("addCondition")}
          </Button>
        }
      >
        <ActionList items={ofSegments ? [...choices, ofSegments] : choices} />
      </Popover>
      {depth < MAX_DEPTH && (
        <Button variant="tertiary" onClick={() => onAdd({ kind: "any", of: [subscribed] })}>
          {text("addGroup")}
        </Button>
      )}
    </ButtonGroup>
  );
}

/** The conditions that a merchant can add, with their defaults. */
const CONDITION_CHOICES: readonly Condition[] = [
  {
    kind: "did",
    behavior: "ordered",
    window: { kind: "last", days: 30 },
    comparison: "at_least",
    times: 1,
  },
  { kind: "number", number: "order_count", comparison: "at_least", value: 2 },
  { kind: "date", date: "last_order", window: { kind: "before", days: 90 } },
  { kind: "consent", states: ["subscribed"] },
  { kind: "has_address" },
  { kind: "suppressed", reasons: [] },
  { kind: "affinity", types: [], share: 0.3 },
  { kind: "price_band", band: "high", share: 0.5 },
  {
    kind: "prediction",
    predicted: "buy_30",
    comparison: "at_least",
    value: 0.3,
    grade: "C",
  },
  { kind: "group", keys: ["best"] },
  { kind: "flow_property", name: "", values: [] },
  { kind: "property", property: "country", values: [] },
  { kind: "property", property: "language", values: [] },
];

/** A condition on another segment; it needs an existing segment. */
const belongsToSegment = (segmentId: string): Condition => ({ kind: "segment", segmentId });
