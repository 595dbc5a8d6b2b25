import { isPublicAddress } from "~/lib/public-address";

/**
 * The problem of a webhook URL as a message to the merchant; null if it is valid. What a host name
 * resolves to is only known at request time, so it is checked again with each request.
 */
export function findWebhookUrlProblem(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== "https:") return "Must be an address that begins with https://";
  if (url.username !== "" || url.password !== "") return "Must not have a name or password in it";
  if (url.port !== "") return "Must not name a port";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const isNumber = /^[\d.]+$/.test(host) || host.includes(":");
  if (isNumber && !isPublicAddress(host)) return "Must be on the public internet";
  if (!isNumber && !host.replace(/\.$/, "").includes(".")) return "Must be on the public internet";
  return null;
}
