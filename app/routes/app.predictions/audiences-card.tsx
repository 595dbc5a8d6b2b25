import { Button, Divider, Text } from "@shopify/polaris";
import { Fragment } from "react";
import { useRoundMoney } from "~/components/charts/use-round-money";
import { ActionRow } from "~/components/lists/action-row";
import { TitledCard } from "~/components/titled-card";
import type { AudienceForecast } from "~/feedback/forecast/audience-forecast-store.server";
import { useText } from "~/i18n/text-provider";
import type { SuggestedAudience } from "~/segments/suggested-audiences";

export interface AudiencesCardProps {
  audiences: readonly AudienceForecast[];
  currency: string;
  /** The audience whose draft is being opened. */
  opening: SuggestedAudience | null;
  onEmail: (audience: SuggestedAudience) => void;
}

/** Customers to email because of a prediction, each with a button that opens a draft to them. */
export function AudiencesCard({ audiences, currency, opening, onEmail }: AudiencesCardProps) {
  const text = useText("audiences");
  const money = useRoundMoney(currency);
  if (audiences.length === 0) {
    return (
      <TitledCard title={text("title")}>
        <Text as="p">{text("none")}</Text>
      </TitledCard>
    );
  }
  return (
    <TitledCard title={text("title")} text={text("text")}>
      {audiences.map(({ audience, people, revenueMinor }, position) => (
        <Fragment key={audience}>
          {position > 0 && <Divider />}
          <ActionRow
            title={text(`${audience}.title`, { people })}
            about={
              revenueMinor > 0
                ? text("aboutAndWorth", {
                    about: text(`${audience}.about`),
                    worth: text("worth", { amount: money(revenueMinor) }),
                  })
                : text(`${audience}.about`)
            }
          >
            <Button
              loading={opening === audience}
              disabled={opening !== null}
              accessibilityLabel={text("email.of", { name: text(`${audience}.segment`) })}
              onClick={() => onEmail(audience)}
            >
              {text("email")}
            </Button>
          </ActionRow>
        </Fragment>
      ))}
    </TitledCard>
  );
}
