import { isbot } from "isbot";
import type { UserAgentClass } from "./engagement-event";

/** User agents of email gateways and link checkers. */
const SECURITY =
  /barracuda|proofpoint|mimecast|messagelabs|symantec|trendmicro|trend micro|fireeye|trellix|ironport|sophos|forcepoint|avanan|checkpoint|safelinks|urlscan|virustotal|zscaler|bitdefender|microsoft office protection|skypeuripreview/i;
const READER_PROXY = /googleimageproxy|yahoomailproxy/i;
/** The whole user agent of Apple's email privacy proxies. */
const PRIVACY_PROXY = /^mozilla\/5\.0$/i;

/** Classifies a user agent. It can be forged, so it is only one signal among others. */
export function classifyUserAgent(userAgent: string | null): UserAgentClass {
  const name = userAgent?.trim() ?? "";
  if (name === "") return "none";
  if (READER_PROXY.test(name)) return "reader_proxy";
  if (PRIVACY_PROXY.test(name)) return "privacy_proxy";
  if (SECURITY.test(name)) return "security";
  return isbot(name) ? "program" : "browser";
}
