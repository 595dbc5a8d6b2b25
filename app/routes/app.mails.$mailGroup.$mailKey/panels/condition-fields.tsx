import { Divider, Select, Text } from "@shopify/polaris";
import type { Block } from "~/messages/blocks/block";
import type { EditorShop } from "~/messages/editing/editor-shop.server";
import { mergePath } from "~/messages/merge/merge-paths";
import { ChoiceField } from "../fields/choice-field";
import { CountField } from "../fields/count-field";

type When = Block["when"];

/** Everybody; who has a value or lacks it; who is in a segment or is not. */
function conditionChoices(
  texts: readonly string[],
  segments: EditorShop["segments"],
): readonly { readonly label: string; readonly when: When }[] {
  const named = texts.map((path) => ({ path, label: mergePath(path)?.label ?? path }));
  return [
    { label: "Everybody", when: null },
    ...named.flatMap(({ path, label }) => [
      { label: `Those who have: ${label}`, when: { kind: "value", path, is: "present" } as const },
      { label: `Those who lack: ${label}`, when: { kind: "value", path, is: "missing" } as const },
    ]),
    ...segments.flatMap(({ segmentId, name }) => [
      { label: `Members of ${name}`, when: inSegment(segmentId, "met") },
      { label: `All but members of ${name}`, when: inSegment(segmentId, "not_met") },
    ]),
  ];
}

function inSegment(segmentId: string, is: "met" | "not_met"): When {
  return { kind: "rule", rule: { kind: "all", of: [{ kind: "segment", segmentId }] }, is };
}

interface ConditionFieldsProps {
  block: Block;
  set: (fields: Pick<Partial<Block>, "when" | "repeat">) => string | null;
  texts: readonly string[];
  segments: EditorShop["segments"];
}

type Repeat = NonNullable<Block["repeat"]>;

const REPEAT_WORDS = {
  "": "Once",
  "checkout.lines": "For each product in the checkout",
  "cart.lines": "For each product in the cart",
  "order.lines": "For each product of the order",
} as const;

const FIRST_LIMIT = 5;

/** When a block is shown, and how often. */
export function ConditionFields({ block, set, texts, segments }: ConditionFieldsProps) {
  const { when, repeat } = block;
  const choices = conditionChoices(texts, segments);
  const chosen = choices.findIndex((it) => JSON.stringify(it.when) === JSON.stringify(when));
  // A rule that asks for more than one segment is kept; it cannot be made here.
  const own = chosen < 0 ? [{ label: "Those who meet a rule of its own", when }] : [];
  const all = [...choices, ...own];
  return (
    <>
      <Divider />
      <Text as="h3" variant="headingSm">
        When it is shown
      </Text>
      <Select
        label="Shown to"
        options={all.map(({ label }, i) => ({ label, value: String(i) }))}
        value={String(chosen < 0 ? all.length - 1 : chosen)}
        onChange={(value) => set({ when: all[Number(value)]?.when ?? null })}
      />
      <ChoiceField
        label="Repeated"
        words={REPEAT_WORDS}
        value={repeat?.list ?? ""}
        onChange={(list) =>
          set({ repeat: list === "" ? null : { list, limit: repeat?.limit ?? FIRST_LIMIT } })
        }
      />
      {repeat !== null && (
        <CountField
          label="At most"
          from={1}
          to={20}
          value={repeat.limit}
          onCommit={(limit) => set({ repeat: { ...repeat, limit } satisfies Repeat })}
        />
      )}
    </>
  );
}
