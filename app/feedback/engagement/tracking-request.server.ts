import type { CommonDeps } from "~/deps";
import type { ShopId } from "~/lib/shop-id";
import { classifyIp } from "./ip-class.server";
import { classifyUserAgent } from "./user-agent-class";
import type { EngagementFacts } from "./engagement-event";
import type { EngagementRecorder } from "./engagement-recorder.server";

export interface EngagementDeps extends CommonDeps<"keyring" | "now"> {
  readonly engagement: Pick<EngagementRecorder, "record">;
}

/** A request to a tracked URL of an email. */
export interface TrackingRequest {
  readonly token: string;
  readonly method: string;
  readonly userAgent: string | null;
  /** `Purpose` or `Sec-Purpose`: set by browsers for prefetches. */
  readonly purpose: string | null;
  /** The IP address; not stored. */
  readonly address: string | null;
}

/** Reads a request to a tracked URL. */
export function readTrackingRequest(request: Request, token: string | undefined): TrackingRequest {
  const { headers } = request;
  return {
    token: token ?? "",
    method: request.method,
    userAgent: headers.get("user-agent"),
    purpose: headers.get("sec-purpose") ?? headers.get("purpose"),
    address: headers.get("x-client-address"),
  };
}

/** The stored facts of a request: classes, and a per-shop pseudonym of the IP address. */
export function requestFacts(
  shopId: ShopId,
  { method, userAgent, purpose, address }: TrackingRequest,
  { keyring }: Pick<EngagementDeps, "keyring">,
): Pick<EngagementFacts, "method" | "userAgentClass" | "ipHash" | "ipClass" | "isPrefetch"> {
  return {
    method: method === "GET" || method === "HEAD" ? method : "other",
    userAgentClass: classifyUserAgent(userAgent),
    ipHash: address === null ? null : keyring.pseudonym(shopId, `address ${address}`),
    ipClass: classifyIp(address),
    isPrefetch: purpose?.includes("prefetch") ?? false,
  };
}
