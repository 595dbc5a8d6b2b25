/** Week data of a locale: a property in older engines, a method in newer ones, in neither of TypeScript's libraries. */
interface WeekLocale extends Intl.Locale {
  readonly weekInfo?: { readonly firstDay: number };
  getWeekInfo?(): { readonly firstDay: number };
}

/**
 * The day that a locale's calendars begin the week with (Unicode CLDR): 1 is Monday, 7 is Sunday.
 *
 * @param locale BCP 47
 */
export function firstWeekday(locale: string): number {
  const known: WeekLocale = new Intl.Locale(locale);
  return (known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1;
}
