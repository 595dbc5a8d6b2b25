/** A profile that joins or leaves a segment. */
export interface MemberChange {
  readonly segmentId: string;
  readonly profileId: string;
  readonly change: "joined" | "left";
}
