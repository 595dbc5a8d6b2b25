/** How far ahead the calendar looks. */
export const CALENDAR_DAYS = 14;

/** Number of profiles due in a flow on a day, by what happens next. */
export interface DueGroup {
  readonly flowId: string;
  /** YYYY-MM-DD, by the shop's calendar. */
  readonly day: string;
  readonly count: number;
  /** An email, another step, or the trigger. */
  readonly does: "emails" | "goes_on" | "enters";
}

interface FlowDueCounts {
  readonly flowId: string;
  readonly name: string;
  readonly emails: number;
  readonly goesOn: number;
  readonly enters: number;
}

/** Days with due work, earliest first, each with its flows by name. */
export type FlowCalendar = readonly {
  readonly day: string;
  readonly flows: readonly FlowDueCounts[];
}[];

export function planCalendar(
  groups: readonly DueGroup[],
  names: readonly { readonly flowId: string; readonly name: string }[],
): FlowCalendar {
  const days = [...new Set(groups.map(({ day }) => day))].sort();
  return days.map((day) => ({
    day,
    flows: names.flatMap(({ flowId, name }) => {
      const ofFlow = groups.filter((it) => it.day === day && it.flowId === flowId);
      const sum = (does: DueGroup["does"]) =>
        ofFlow.reduce((total, it) => (it.does === does ? total + it.count : total), 0);
      return ofFlow.length === 0
        ? []
        : [{ flowId, name, emails: sum("emails"), goesOn: sum("goes_on"), enters: sum("enters") }];
    }),
  }));
}
