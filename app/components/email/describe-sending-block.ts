import type { SendingBlock } from "~/delivery/sending-blocks/sending-block";
import type { Format } from "~/i18n/create-format";
import type { Text } from "~/i18n/create-text";

interface SendingBlockText {
  readonly tone: "critical" | "warning" | "info";
  readonly title: string;
  readonly text: string;
}

/** Describes a sending block to the merchant: what is blocked, since when, and what to do. */
export function describeSendingBlock(
  it: SendingBlock,
  text: Text<"delivery">,
  format: Format,
): SendingBlockText {
  switch (it.kind) {
    case "restored":
      return {
        tone: "warning",
        title: text("block.restored.title"),
        text: text("block.restored.text", { time: format.instant(it.since) }),
      };
    case "shop_closed":
      return {
        tone: "critical",
        title: text(`block.${it.closedAs}.title`),
        text: text(`block.${it.closedAs}.text`, { time: format.instant(it.since) }),
      };
    case "auto_paused":
    case "auto_pause_warned":
      return {
        tone: it.kind === "auto_paused" ? "critical" : "warning",
        title: text(`block.${it.kind}.title`),
        text: text(`block.${it.kind}.${it.cause}`, {
          time: format.instant(it.since),
          failures: it.failures,
          sent: it.sent,
          rate: format.rate(it.failures / Math.max(1, it.sent), 2),
        }),
      };
    case "domain_unproved":
    case "domain_unverified":
      return {
        tone: "warning",
        title: text(`block.${it.kind}.title`, { domain: it.domain }),
        text: text(`block.${it.kind}.text`),
      };
    case "domain_others":
      return {
        tone: "critical",
        title: text("block.domain_others.title", { domain: it.domain }),
        text:
          it.since === null
            ? text("block.domain_others.text")
            : text("block.domain_others.textSince", { time: format.instant(it.since) }),
      };
    case "domain_lost":
      return {
        tone: "critical",
        title: text("block.domain_lost.title", { domain: it.domain }),
        text: text("block.domain_lost.text", { time: format.instant(it.since) }),
      };
    case "sender_refused":
      return {
        tone: "critical",
        title: text("block.sender_refused.title", { domain: it.domain }),
        text: text("block.sender_refused.text", {
          since: it.since === null ? "none" : format.instant(it.since),
          reason: it.reason ?? "none",
          until: it.until === null ? "none" : format.instant(it.until),
        }),
      };
    case "provider_rests":
      return {
        tone: it.reason === "rate_limited" ? "info" : "warning",
        title: text(`block.provider_rests.${it.reason}`),
        text: text("block.provider_rests.text", { time: format.instant(it.until) }),
      };
    case "plan_used_up":
      return {
        tone: "warning",
        title: text("block.plan_used_up.title"),
        text: text("block.plan_used_up.text", {
          count: it.emailsPerMonth,
          time: format.instant(it.until),
        }),
      };
    case "not_composed":
      return {
        tone: "warning",
        title: text("block.not_composed.title", { count: it.emails }),
        text: text("block.not_composed.text"),
      };
    case "sign_ups_held":
      return {
        tone: "warning",
        title: text("block.sign_ups_held.title"),
        text: text("block.sign_ups_held.text", {
          emailed: it.emailed,
          bounced: it.bounced,
          waiting: it.waiting,
        }),
      };
    case "warm_up_full":
      return {
        tone: "info",
        title: text("block.warm_up_full.title", { domain: it.domain }),
        text: text("block.warm_up_full.text", { limit: it.limit }),
      };
  }
}
