import { BlockStack, Box, Button, InlineError, Text } from "@shopify/polaris";
import { DeleteIcon } from "@shopify/polaris-icons";
import { useText } from "~/i18n/text-provider";
import type { RuleProblem } from "~/segments/rule-problem";
import type { RuleBuilderData } from "~/pages/segments/segment-pages.server";
import { GROUP_KINDS, type RuleGroup, type RuleNode } from "~/segments/segment";
import { describeRuleProblem } from "~/segments/words/describe-rule-problem";
import { AddCondition } from "./add-condition";
import { Choice } from "./choice";
import { ConditionEditor } from "./condition-editor";
import { Fragment, useRef } from "react";
import styles from "./group-editor.module.css";

interface GroupEditorProps {
  group: RuleGroup;
  /** Path of the group within the rule, from the top. */
  path?: readonly number[];
  builder: RuleBuilderData;
  problems: readonly RuleProblem[];
  onChange: (group: RuleGroup) => void;
}

/** A group of conditions and nested groups. Fields and buttons are in reading order, so that the keyboard alone is enough. */
export function GroupEditor({ group, path = [], builder, problems, onChange }: GroupEditorProps) {
  const text = useText("segments");
  const rules = useText("rules");
  const replace = (place: number, nodes: readonly RuleNode[]) =>
    onChange({ ...group, of: group.of.toSpliced(place, 1, ...nodes) });
  const adding = useRef<HTMLDivElement>(null);
  const remove = (place: number) => {
    replace(place, []);
    // Removing the focused element would lose the keyboard focus, so it moves here.
    adding.current?.querySelector("button")?.focus();
  };
  return (
    <fieldset
      className={path.length === 0 ? styles.group : styles.nested}
      aria-label={
        path.length === 0 ? text("conditions") : text("group", { number: numberOf(path) })
      }
    >
      <BlockStack gap="300">
        <Box maxWidth="20rem">
          <Choice
            label={text("match")}
            values={GROUP_KINDS}
            nameOf={(it) => rules(`match.${it}`)}
            value={group.kind}
            onChange={(kind) => onChange({ ...group, kind })}
          />
        </Box>
        {group.of.map((node, place) => {
          const own = [...path, place];
          const isGroup = "of" in node;
          return (
            <Fragment key={place}>
              {place > 0 && (
                <Text as="p" tone="subdued" fontWeight="semibold">
                  {text(`between.${group.kind}`)}
                </Text>
              )}
              <div className={styles.node}>
                <Box
                  {...(!isGroup && { background: "bg-surface-secondary", padding: "300" })}
                  borderRadius="200"
                >
                  <BlockStack gap="200">
                    {isGroup ? (
                      <GroupEditor
                        group={node}
                        path={own}
                        builder={builder}
                        problems={problems}
                        // An empty group is removed.
                        onChange={(changed) =>
                          changed.of.length > 0 ? replace(place, [changed]) : remove(place)
                        }
                      />
                    ) : (
                      <ConditionEditor
                        condition={node}
                        builder={builder}
                        onChange={(changed) => replace(place, [changed])}
                      />
                    )}
                    {problems
                      .filter((it) => it.path.join() === own.join())
                      .map((problem) => describeRuleProblem(problem, rules))
                      .map((message) => (
                        <InlineError key={message} message={message} fieldID={own.join("-")} />
                      ))}
                  </BlockStack>
                </Box>
                <Button
                  icon={DeleteIcon}
                  variant="tertiary"
                  disabled={group.of.length === 1 && path.length === 0}
                  accessibilityLabel={text(isGroup ? "removeGroup" : "removeCondition", {
                    number: numberOf(own),
                  })}
                  onClick={() => remove(place)}
                />
              </div>
            </Fragment>
          );
        })}
        <div ref={adding}>
          <AddCondition
            builder={builder}
            depth={path.length + 1}
            onAdd={(node) => onChange({ ...group, of: [...group.of, node] })}
          />
        </div>
      </BlockStack>
    </fieldset>
  );
}

/** "2.1" for the first node of the second one. */
const numberOf = (path: readonly number[]) => path.map((it) => it + 1).join(".");
