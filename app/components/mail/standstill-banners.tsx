import { Banner, BlockStack } from "@shopify/polaris";
import type { BrakeKind } from "~/delivery/brakes/judge-brake";
import { describeStandstill, type Standstill } from "~/delivery/standstill/standstill";
import { formatInstant } from "../formats";

interface StandstillBannersProps {
  standstills: readonly Standstill[];
  timeZone: string;
  /** On the page where something can be done about it. */
  onRelease?: (brake: BrakeKind) => void;
}

/** What stands still, since when, and what to do: a banner each. */
export function StandstillBanners({ standstills, timeZone, onRelease }: StandstillBannersProps) {
  if (standstills.length === 0) return null;
  return (
    <BlockStack gap="300">
      {standstills.map((it) => {
        const { tone, title, text } = describeStandstill(it, (iso) => formatInstant(iso, timeZone));
        const action =
          it.kind === "plan_used_up"
            ? { content: "Compare the plans", url: "/app/plan" }
            : onRelease === undefined
              ? { content: "Open sender", url: "/app/sender" }
              : it.kind === "brake_stopped"
                ? { content: "Let mails go on", onAction: () => onRelease(it.brake) }
                : undefined;
        const key = `${it.kind}${"brake" in it ? it.brake : ""}`;
        return (
          <Banner key={key} tone={tone} title={title} {...(action && { action })}>
            <p>{text}</p>
          </Banner>
        );
      })}
    </BlockStack>
  );
}
