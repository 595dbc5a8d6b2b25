import { BlockStack, Card, Divider, Link, Text } from "@shopify/polaris";
import { IntervalLine } from "~/components/charts/interval-line";
import { useRoundMoney } from "~/components/charts/use-round-money";
import type { LiftAnswer } from "~/feedback/lift/lift-answers";
import { certaintyOfLook, type LiftCertainty } from "~/feedback/lift/lift-certainty";
import { useFormat, useText } from "~/i18n/text-provider";
import type { OptimizationsPageData } from "~/pages/optimizations/optimizations-page.server";

type TogetherCardProps = OptimizationsPageData["together"] & { currency: string };

/** What all optimizations bring: revenue of a customer with them, with the merchant's settings, and without email. */
export function TogetherCard({ answer, baselineRate, currency }: TogetherCardProps) {
  const text = useText("optimizations");
  const format = useFormat();
  const look = answer?.finished ?? answer?.current ?? null;
  const groups = look && answer ? answer.groups : [];
  const isOpen = look !== null && !KNOWN.includes(certaintyOfLook(look));
  const expected = isOpen ? answer?.expected.find(({ rate }) => rate === baselineRate) : undefined;
  const reach = Math.max(0, ...groups.map(({ highMinor }) => highMinor).filter(Number.isFinite));
  return (
    <Card>
      <BlockStack gap="300">
        {look && <Verdict look={look} currency={currency} />}
        {expected && (
          <Text as="p">
            {text("groups.expected", {
              day: expected.day === null ? "none" : format.calendarDate(expected.day),
            })}
          </Text>
        )}
        {answer && look && (
          <Text as="p" tone="subdued">
            {text("groups.text", { days: answer.windowDays })}
          </Text>
        )}
        {groups.map(({ group, people, meanMinor, lowMinor, highMinor }) => (
          <BlockStack key={group}>
            <Text as="h3" variant="bodyMd" fontWeight="medium">
              {text(`groups.${group}`)}
            </Text>
            <Text as="p" tone="subdued">
              {text("groups.mean", {
                mean: format.money({ minor: Math.round(meanMinor), currency }),
                low: format.money({ minor: Math.round(lowMinor), currency }),
                high: format.money({ minor: Math.round(highMinor), currency }),
                count: people,
              })}
            </Text>
            <IntervalLine
              from={0}
              low={lowMinor}
              value={meanMinor}
              high={highMinor}
              reach={reach}
            />
          </BlockStack>
        ))}
        {!look && <Text as="p">{whyNone({ answer, baselineRate }, text)}</Text>}
        <Divider />
        <Text as="p" tone="subdued">
          {groups.some(({ group }) => group === "no_email") ? null : text("groups.addHoldout")}{" "}
          <Link url="/app/settings?tab=measuring">{text("groups.settings")}</Link>
        </Text>
      </BlockStack>
    </Card>
  );
}

const KNOWN: readonly LiftCertainty[] = ["more", "less"];

interface VerdictProps {
  look: NonNullable<LiftAnswer["current"]>;
  currency: string;
}

/** What is known, in words as long as it may be nothing. A value that is noise is left out, its interval never. */
function Verdict({ look, currency }: VerdictProps) {
  const text = useText("optimizations");
  const format = useFormat();
  const money = useRoundMoney(currency);
  const certainty = certaintyOfLook(look);
  const interval = {
    value: money(look.incrementalMinor),
    low: money(look.lowMinor),
    high: money(look.highMinor),
    chance: format.rate(look.chancePositive, 0),
  };
  return (
    <BlockStack gap="100">
      <Text as="p" variant="headingSm">
        {text(`groups.${certainty}`)}
      </Text>
      <Text as="p">{text(certainty === "open" ? "groups.lookOpen" : "groups.look", interval)}</Text>
    </BlockStack>
  );
}

function whyNone(
  { answer, baselineRate }: OptimizationsPageData["together"],
  text: ReturnType<typeof useText<"optimizations">>,
): string {
  if (answer?.problem?.kind === "unbalanced") {
    const { holdout, expectedHoldout: expected } = answer.problem;
    return text("groups.unbalanced", { holdout, expected });
  }
  return text(baselineRate === 0 ? "groups.off" : "groups.none");
}
