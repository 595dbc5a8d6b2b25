import { DOMAIN_NOT_PROVED } from "~/delivery/mailer";
import type { SendingBlock } from "~/delivery/sending-blocks/sending-block";
import type { Format } from "~/i18n/create-format";
import type { Text } from "~/i18n/create-text";

interface SendingBlockText {
  readonly tone: "critical" | "warning" | "info";
  readonly title: string;
  readonly text: string;
}

/**
 * Describes a sending block to the merchant: what is blocked, since when, and what to do.
 *
 * @param isOnSenderPage the DNS records are below the text
 */
export function describeSendingBlock(
  it: SendingBlock,
  text: Text<"sending-blocks">,
  format: Format,
  isOnSenderPage = false,
): SendingBlockText {
  switch (it.kind) {
    case "restored":
      return {
        tone: "warning",
        title: text("restored.title"),
        text: text("restored.text", { time: format.instant(it.since) }),
      };
    case "shop_closed":
      return {
        tone: "critical",
        title: text(`${it.closedAs}.title`),
        text: text(`${it.closedAs}.text`, { time: format.instant(it.since) }),
      };
    case "auto_paused":
    case "auto_pause_warned":
      return {
        tone: it.kind === "auto_paused" ? "critical" : "warning",
        title: text(`${it.kind}.title`),
        text: text(`${it.kind}.${it.cause}`, {
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
        title: text(`${it.kind}.title`, { domain: it.domain }),
        text: text(isOnSenderPage ? `${it.kind}.textHere` : `${it.kind}.text`),
      };
    case "domain_others":
      return {
        tone: "critical",
        title: text("domain_others.title", { domain: it.domain }),
        text:
          it.since === null
            ? text("domain_others.text")
            : text("domain_others.textSince", { time: format.instant(it.since) }),
      };
    case "domain_lost":
      return {
        tone: "critical",
        title: text("domain_lost.title", { domain: it.domain }),
        text: text("domain_lost.text", { time: format.instant(it.since) }),
      };
    case "sender_refused":
      if (it.reason === DOMAIN_NOT_PROVED) {
        return {
          tone: "critical",
          title: text("domain_unproved.title", { domain: it.domain }),
          text: text(isOnSenderPage ? "domain_unproved.textHere" : "domain_unproved.text"),
        };
      }
      return {
        tone: "critical",
        title: text("sender_refused.title", { domain: it.domain }),
        text: text("sender_refused.text", {
          since: it.since === null ? "none" : format.instant(it.since),
          reason: it.reason ?? "none",
          until: it.until === null ? "none" : format.instant(it.until),
        }),
      };
    case "provider_rests":
      return {
        tone: it.reason === "rate_limited" ? "info" : "warning",
        title: text(`provider_rests.${it.reason}`),
        text: text("provider_rests.text", { time: format.instant(it.until) }),
      };
    case "plan_used_up":
      return {
        tone: "warning",
        title: text("plan_used_up.title"),
        text: text("plan_used_up.text", {
          count: it.emailsPerMonth,
          time: format.instant(it.until),
        }),
      };
    case "not_composed":
      return {
        tone: "warning",
        title: text("not_composed.title", { count: it.emails }),
        text: text("not_composed.text"),
      };
    case "sign_ups_held":
      return {
        tone: "warning",
        title: text("sign_ups_held.title"),
        text: text("sign_ups_held.text", {
          emailed: it.emailed,
          bounced: it.bounced,
          waiting: it.waiting,
        }),
      };
    case "warm_up_full":
      return {
        tone: "info",
        title: text("warm_up_full.title", { domain: it.domain }),
        text: text("warm_up_full.text", { limit: it.limit }),
      };
  }
}
