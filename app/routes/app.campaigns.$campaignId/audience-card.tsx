import {
  Autocomplete,
  BlockStack,
  Icon,
  InlineStack,
  Tag,
  Text,
  TextField,
} from "@shopify/polaris";
import { SearchIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import type { AudienceSize } from "~/campaigns/audience/audience-store.server";
import { isSamePart, MAX_PARTS, type AudiencePart } from "~/campaigns/campaign";
import { describeAudiencePart } from "~/components/campaigns/describe-audience";
import { useLiveRequest } from "~/components/forms/use-request";
import { TitledCard } from "~/components/titled-card";
import { useText } from "~/i18n/text-provider";
import type { AudienceChoice } from "~/pages/campaigns/audience-choices";
import type { CampaignPage } from "~/pages/campaigns/campaign-page.server";
import { UnlikelyOption } from "./unlikely-option";

interface CampaignAudienceCardProps {
  name: string;
  campaign: CampaignPage;
  plan: CampaignPage["plan"];
  onName: (name: string) => void;
  onChange: (change: Partial<CampaignPage["plan"]>) => void;
}

const EVERYONE: AudiencePart = { kind: "everyone" };

/** The campaign's name, and the customers that it includes and excludes, with their number. */
export function CampaignAudienceCard(props: CampaignAudienceCardProps) {
  const { name, campaign, plan, onName, onChange } = props;
  const text = useText("campaigns");
  const { campaignId, choices } = campaign;
  const { include, exclude } = plan.audience;
  return (
    <TitledCard title={text("audience.title")}>
      <TextField
        label={text("audience.name")}
        helpText={text("audience.name.help")}
        autoComplete="off"
        value={name}
        maxLength={80}
        onChange={onName}
      />
      <PartsField
        label={text("audience.include")}
        placeholder={text("audience.include.add")}
        choices={choices}
        parts={include}
        onChange={(parts) => {
          // All customers include every segment, so a segment takes its place.
          const chosen = parts.filter((it) => it.kind !== "everyone" || include.every(isSegment));
          const hasEveryone = chosen.length === 0 || chosen.some(({ kind }) => kind === "everyone");
          onChange({ audience: { include: hasEveryone ? [EVERYONE] : chosen, exclude } });
        }}
      />
      <PartsField
        label={text("audience.exclude")}
        placeholder={text("audience.exclude.add")}
        choices={choices.filter(({ part }) => part.kind !== "everyone")}
        parts={exclude}
        onChange={(parts) => onChange({ audience: { include, exclude: parts } })}
      />
      <LiveSize audience={plan.audience} />
      <UnlikelyOption
        campaignId={campaignId}
        checked={plan.skipsUnlikely}
        onChange={(skipsUnlikely) => onChange({ skipsUnlikely })}
      />
    </TitledCard>
  );
}

const isSegment = ({ kind }: AudiencePart) => kind !== "everyone";

/** How many customers are in the audience that is being edited. */
function LiveSize({ audience }: Pick<CampaignPage["plan"], "audience">) {
  const text = useText("campaigns");
  const { answer: size, hasFailed } = useLiveRequest<AudienceSize>(
    "/app/campaigns/audience",
    audience,
    PAUSE_MS,
  );
  return (
    <div aria-live="polite">
      <Text as="p" tone="subdued">
        {hasFailed
          ? text("audience.size.failed")
          : size === undefined
            ? text("audience.size.counting")
            : text("audience.size", { members: size.members, reachable: size.reachable })}
      </Text>
    </div>
  );
}

/** Debounce time after the last change. */
const PAUSE_MS = 200;

interface PartsFieldProps {
  label: string;
  placeholder: string;
  choices: readonly AudienceChoice[];
  parts: readonly AudiencePart[];
  onChange: (parts: AudiencePart[]) => void;
}

/** A choice of several segments, found by typing a part of their name. */
function PartsField({ label, placeholder, choices, parts, onChange }: PartsFieldProps) {
  const text = useText("campaigns");
  const [typed, setTyped] = useState("");
  const named = choices.map(({ named: it, part }) => ({
    part,
    value: JSON.stringify(part),
    name: describeAudiencePart(it, text),
  }));
  const found = named.filter(({ name }) => name.toLowerCase().includes(typed.trim().toLowerCase()));
  const chosen = named.filter(({ part }) => parts.some((it) => isSamePart(it, part)));
  return (
    <BlockStack gap="200">
      <Autocomplete
        allowMultiple
        options={found.map(({ value, name }) => ({
          value,
          label: name,
          disabled: parts.length >= MAX_PARTS && !chosen.some((it) => it.value === value),
        }))}
        selected={chosen.map(({ value }) => value)}
        emptyState={text("audience.noMatch")}
        onSelect={(values) => {
          setTyped("");
          onChange(named.flatMap(({ value, part }) => (values.includes(value) ? part : [])));
        }}
        textField={
          <Autocomplete.TextField
            label={label}
            autoComplete="off"
            value={typed}
            placeholder={placeholder}
            prefix={<Icon source={SearchIcon} />}
            onChange={setTyped}
          />
        }
      />
      {chosen.length > 0 && (
        <InlineStack gap="100">
          {chosen.map(({ value, name, part }) => (
            <Tag
              key={value}
              {...(part.kind !== "everyone" && {
                onRemove: () => onChange(parts.filter((it) => !isSamePart(it, part))),
              })}
            >
              {name}
            </Tag>
          ))}
        </InlineStack>
      )}
    </BlockStack>
  );
}
