/** The settings as the form has them: every field a text, until it is checked. */
export interface SettingsValues {
  readonly shopName: string;
  readonly legalName: string;
  readonly accent: string;
  /** Empty: the shop's name in letters. */
  readonly logoUrl: string;
  readonly postalAddress: string;
  readonly supportEmail: string;
  readonly senderName: string;
  readonly senderAddress: string;
  readonly replyTo: string;
  readonly marketingCapHours: string;
  readonly marketingCapPer7Days: string;
  readonly quietStartHour: string;
  readonly quietEndHour: string;
  readonly holdoutPercent: string;
  readonly attributionDays: string;
}

export type SettingsField = keyof SettingsValues;
/** Field → what is wrong with it, in the merchant's words. */
export type SettingsProblems = Readonly<Partial<Record<SettingsField, string>>>;
