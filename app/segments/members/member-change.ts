/** Somebody who comes to meet a segment's rule, or no longer does. */
export interface MemberChange {
  readonly segmentId: string;
  readonly profileId: string;
  readonly change: "joined" | "left";
}
