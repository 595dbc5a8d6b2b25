/** Prefix of the inbox topics and ids of the email provider's events. */
export const EMAIL_TOPIC = "email/";

export const isEmailTopic = (topic: string): boolean => topic.startsWith(EMAIL_TOPIC);
