import { BlockStack, Button, Divider, Select, Text } from "@shopify/polaris";
import { useState } from "react";
import { useMergeNames } from "~/components/email/use-merge-names";
import { useText } from "~/i18n/text-provider";
import type { Block } from "~/messages/blocks/block";
import type { RuleBuilderData } from "~/pages/segments/segment-pages.server";
import type { SegmentRule } from "~/segments/segment";
import { useRuleWords } from "~/components/segments/use-rule-words";
import { describeRule } from "~/segments/words/describe-rule";
import { ChoiceField } from "../fields/choice-field";
import { CountField } from "../fields/count-field";
import { RuleModal } from "./rule-modal";

type When = Block["when"];

interface Choice {
  readonly label: string;
  readonly when: When;
}

/** Everyone, or by a value's presence, or by a segment. */
function useSimpleChoices(
  paths: readonly string[],
  { others }: RuleBuilderData,
): readonly Choice[] {
  const text = useText("email-editor");
  const mergeName = useMergeNames();
  return [
    { label: text("when.everyone"), when: null },
    ...paths.flatMap((path) =>
      (["present", "missing"] as const).map((is) => ({
        label: text(`when.${is}`, { value: mergeName(path) }),
        when: { kind: "value", path, is } as const,
      })),
    ),
    ...others.flatMap(({ id, name: segment }) => [
      { label: text("when.member", { segment }), when: inSegment(id, "met") },
      { label: text("when.notMember", { segment }), when: inSegment(id, "not_met") },
    ]),
  ];
}

function inSegment(segmentId: string, is: "met" | "not_met"): When {
  return { kind: "rule", rule: { kind: "all", of: [{ kind: "segment", segmentId }] }, is };
}

/** The initial rule. */
const FIRST_RULE: SegmentRule = {
  kind: "all",
  of: [{ kind: "number", number: "order_count", comparison: "at_least", value: 1 }],
};

interface ConditionFieldsProps {
  block: Block;
  set: (fields: Pick<Partial<Block>, "when" | "repeat">) => string | null;
  /** The values and facts that a condition may use. */
  paths: readonly string[];
  builder: RuleBuilderData;
}

/** Condition and repetition of a block. */
export function BlockConditionFields({ block, set, paths, builder }: ConditionFieldsProps) {
  const text = useText("email-editor");
  return (
    <>
      <Divider />
      <Text as="h3" variant="headingSm">
        {text("when")}
      </Text>
      <WhenFields when={block.when} set={(when) => set({ when })} {...{ paths, builder }} />
      <RepeatFields repeat={block.repeat} set={(repeat) => set({ repeat })} />
    </>
  );
}

interface WhenFieldsProps extends Pick<ConditionFieldsProps, "paths" | "builder"> {
  when: When;
  set: (when: When) => string | null;
}

/** Simple conditions in a list; others use a rule, like a segment's. */
function WhenFields({ when, set, paths, builder }: WhenFieldsProps) {
  const text = useText("email-editor");
  const words = useRuleWords(builder.names);
  const [requested, setAsked] = useState<"met" | "not_met" | null>(null);
  const choices = useSimpleChoices(paths, builder);
  const chosen = choices.findIndex((it) => JSON.stringify(it.when) === JSON.stringify(when));
  const rule = when?.kind === "rule" ? when : null;
  const value = chosen >= 0 ? String(chosen) : (rule?.is ?? "");
  return (
    <BlockStack gap="200" inlineAlign="start">
      <div style={{ width: "100%" }}>
        <Select
          label={text("when.label")}
          options={[
            ...choices.map(({ label }, i) => ({ label, value: String(i) })),
            ...(["met", "not_met"] as const).map((is) => ({
              label: text(`when.${is}`),
              value: is,
            })),
          ]}
          value={value}
          onChange={(next) => {
            if (next !== "met" && next !== "not_met") set(choices[Number(next)]?.when ?? null);
            else if (rule && chosen < 0) set({ ...rule, is: next });
            else setAsked(next);
          }}
        />
      </div>
      {rule && chosen < 0 && (
        <>
          <Text as="p" variant="bodySm" tone="subdued">
            {describeRule(rule.rule, words)}
          </Text>
          <Button onClick={() => setAsked(rule.is)}>{text("when.edit")}</Button>
        </>
      )}
      {requested !== null && (
        <RuleModal
          title={text(`when.${requested}`)}
          rule={rule?.rule ?? FIRST_RULE}
          builder={builder}
          onClose={() => setAsked(null)}
          onUse={(used) => {
            const problem = set({ kind: "rule", rule: used, is: requested });
            if (problem === null) setAsked(null);
            return problem;
          }}
        />
      )}
    </BlockStack>
  );
}

const REPEATED = ["once", "checkout.lines", "cart.lines", "order.lines"] as const;

const FIRST_LIMIT = 5;

interface RepeatFieldsProps {
  repeat: Block["repeat"];
  set: (repeat: Block["repeat"]) => string | null;
}

function RepeatFields({ repeat, set }: RepeatFieldsProps) {
  const text = useText("email-editor");
  return (
    <>
      <ChoiceField
        label={text("repeat")}
        values={REPEATED}
        nameOf={(it) => text(`repeat.${it}`)}
        value={repeat?.list ?? "once"}
        onChange={(list) =>
          set(list === "once" ? null : { list, limit: repeat?.limit ?? FIRST_LIMIT })
        }
      />
      {repeat !== null && (
        <CountField
          label={text("repeat.limit")}
          from={1}
          to={20}
          value={repeat.limit}
          onCommit={(limit) => set({ ...repeat, limit })}
        />
      )}
    </>
  );
}
