import { isPublicAddress } from "~/lib/public-address";

/** Why a webhook cannot be sent to a URL. */
export type WebhookUrlProblem = "not_https" | "has_credentials" | "has_port" | "not_public";

/**
 * The problem of a webhook URL; null if it is valid. What a host name
 * resolves to is only known at request time, so it is checked again with each request.
 */
export function findWebhookUrlProblem(text: string): WebhookUrlProblem | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== "https:") return "not_https";
  if (url.username !== "" || url.password !== "") return "has_credentials";
  if (url.port !== "") return "has_port";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const isNumber = /^[\d.]+$/.test(host) || host.includes(":");
  if (isNumber && !isPublicAddress(host)) return "not_public";
  if (!isNumber && !host.replace(/\.$/, "").includes(".")) return "not_public";
  return null;
}
