/** Hours of the day without email. */
export interface QuietHours {
  /** 0 to 23, in the recipient's time zone. */
  readonly startHour: number;
  /** The first hour after the quiet hours; equal to `startHour`: none. */
  readonly endHour: number;
}

/** Whether an hour of the day, 0 to 23, is quiet. Quiet hours may include midnight. */
export function isQuietHour(hour: number, { startHour, endHour }: QuietHours): boolean {
  return startHour <= endHour
    ? hour >= startHour && hour < endHour
    : hour >= startHour || hour < endHour;
}
