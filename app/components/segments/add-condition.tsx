import { ActionList, Button, ButtonGroup, Popover } from "@shopify/polaris";
import { useState } from "react";
import { useText } from "~/i18n/text-provider";
import type { RuleBuilderData } from "~/pages/segments/segment-pages.server";
import { MAX_DEPTH, type RuleNode } from "~/segments/segment";
import type { Condition, ConditionOf } from "~/segments/condition";
import { FIRST_CONDITION } from "~/segments/templates";

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
  const [other] = builder.others;
  const sections = CONDITION_SECTIONS.map(({ title, conditions }) => ({
    title: text(`add.section.${title}`),
    items: [
      ...conditions,
      ...(title === "membership" && other ? [belongsToSegment(other.id)] : []),
    ].map((condition) => {
      const name = nameOf(condition);
      return {
        content: text(`add.${name}`),
        helpText: text(`add.${name}.help`),
        onAction: () => add(condition),
      };
    }),
  }));
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
        <ActionList sections={sections} />
      </Popover>
      {depth < MAX_DEPTH && (
        <Button variant="tertiary" onClick={() => onAdd({ kind: "any", of: [FIRST_CONDITION] })}>
          {text("addGroup")}
        </Button>
      )}
    </ButtonGroup>
  );
}

const properties = (...names: ConditionOf<"property">["property"][]): Condition[] =>
  names.map((property) => ({ kind: "property", property, values: [] }));

/** The conditions that a merchant can add, with their defaults. */
const CONDITION_SECTIONS: readonly {
  readonly title: "activity" | "customer" | "membership" | "prediction";
  readonly conditions: readonly Condition[];
}[] = [
  {
    title: "activity",
    conditions: [
      FIRST_CONDITION,
      { kind: "number", number: "order_count", comparison: "at_least", value: 2 },
      { kind: "date", date: "last_order", window: { kind: "before", days: 90 } },
      { kind: "affinity", types: [], share: 0.3 },
      { kind: "price_band", band: "high", share: 0.5 },
    ],
  },
  {
    title: "customer",
    conditions: [
      ...properties("tag", "country", "region", "city", "language"),
      { kind: "flow_property", name: "", values: [] },
    ],
  },
  {
    title: "membership",
    conditions: [
      { kind: "consent", states: ["subscribed"] },
      { kind: "has_address" },
      { kind: "suppressed", reasons: [] },
    ],
  },
  {
    title: "prediction",
    conditions: [
      {
        kind: "prediction",
        predicted: "buy_30",
        comparison: "at_least",
        value: 0.3,
        grade: "C",
      },
      { kind: "group", keys: ["best"] },
    ],
  },
];

const nameOf = (condition: Condition) =>
  condition.kind === "property" ? condition.property : condition.kind;

/** A condition on another segment; it needs an existing segment. */
const belongsToSegment = (segmentId: string): Condition => ({ kind: "segment", segmentId });
