import type { ProfileId } from "~/lib/profile-id";
/** A profile that joins or leaves a segment. */
export interface MemberChange {
  readonly segmentId: string;
  readonly profileId: ProfileId;
  readonly change: "joined" | "left";
}
