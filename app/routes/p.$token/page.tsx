import type { ReactNode } from "react";
import { PAUSE_DAYS } from "~/delivery/preferences/preference-form";
import type { PreferencePage } from "~/delivery/preferences/preference-page.server";
import type { Frequency, Topic } from "~/profiles/preferences/preferences";

const TOPICS: readonly { topic: Topic; label: string; hint: string }[] = [
  { topic: "reminders", label: "Reminders", hint: "Of what you left in your cart" },
  {
    topic: "ideas",
    label: "Ideas for you",
    hint: "What goes with what you have, and what is back",
  },
  { topic: "news", label: "News and offers", hint: "What is new in the shop" },
];

const FREQUENCIES: readonly { frequency: Frequency; label: string }[] = [
  { frequency: "usual", label: "As it comes" },
  { frequency: "weekly", label: "At most once a week" },
  { frequency: "monthly", label: "At most once a month" },
];

const PAUSES: Readonly<Record<(typeof PAUSE_DAYS)[number], string>> = {
  14: "Two weeks",
  30: "A month",
  90: "Three months",
};

const LANGUAGES = [
  ["en", "English"],
  ["de", "Deutsch"],
  ["fr", "Français"],
  ["es", "Español"],
  ["ja", "日本語"],
  ["ar", "العربية"],
] as const;

/** What somebody may choose about a shop's mail. Works with no script: one form that is posted. */
export function PreferenceForm({ page, isSaved }: { page: PreferencePage; isSaved: boolean }) {
  const { shopName, look, maskedAddress, chosen, unsubscribePath, timeZone } = page;
  return (
    <main>
      {look?.logoUrl ? (
        <img className="logo" src={look.logoUrl} alt={shopName} />
      ) : (
        <p className="wordmark">{shopName}</p>
      )}
      <h1>Choose what you get</h1>
      {maskedAddress === null ? (
        <p role="status">{`${shopName} has no address of yours any more. No mail will come.`}</p>
      ) : (
        <>
          <p>{`Mail from ${shopName} to ${maskedAddress}. Mail about your orders always comes.`}</p>
          {isSaved && (
            <p role="status" className="saved">
              Saved. It holds from the next mail on.
            </p>
          )}
          <form method="post">
            <Group legend="What you get">
              {TOPICS.map(({ topic, label, hint }) => (
                <Choice
                  key={topic}
                  type="checkbox"
                  name="topic"
                  value={topic}
                  isOn={!chosen.topicsOff.includes(topic)}
                  label={label}
                  hint={hint}
                />
              ))}
            </Group>
            <Group legend="How often">
              {FREQUENCIES.map(({ frequency, label }) => (
                <Choice
                  key={frequency}
                  type="radio"
                  name="frequency"
                  value={frequency}
                  isOn={chosen.frequency === frequency}
                  label={label}
                />
              ))}
            </Group>
            <Field label="A pause" name="pause" value={chosen.pausedUntil ? "keep" : "none"}>
              <option value="none">No pause</option>
              {chosen.pausedUntil && (
                <option value="keep">{`Until ${formatDay(chosen.pausedUntil, timeZone)}`}</option>
              )}
              {PAUSE_DAYS.map((days) => (
                <option key={days} value={days}>
                  {PAUSES[days]}
                </option>
              ))}
            </Field>
            <Field label="Language" name="language" value={chosen.language ?? ""}>
              <option value="">As in the shop</option>
              {LANGUAGES.map(([language, label]) => (
                <option key={language} value={language}>
                  {label}
                </option>
              ))}
            </Field>
            <Group legend="Your privacy">
              <Choice
                type="checkbox"
                name="profiling"
                value="on"
                isOn={chosen.profiling}
                label="Choose products for me"
                hint="From what you bought and looked at. Without it you see what sells best."
              />
              <Choice
                type="checkbox"
                name="openTracking"
                value="on"
                isOn={chosen.openTracking}
                label="Count that I opened a mail"
              />
            </Group>
            <button type="submit">Save</button>
          </form>
          <p className="leave">
            <a href={unsubscribePath}>Unsubscribe from all of it</a>
          </p>
        </>
      )}
    </main>
  );
}

function Group({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      {children}
    </fieldset>
  );
}

interface ChoiceProps {
  type: "checkbox" | "radio";
  name: string;
  value: string;
  isOn: boolean;
  label: string;
  hint?: string;
}

function Choice({ type, name, value, isOn, label, hint }: ChoiceProps) {
  return (
    <label className="choice">
      <input type={type} name={name} value={value} defaultChecked={isOn} />
      <span>
        {label}
        {hint && <small>{hint}</small>}
      </span>
    </label>
  );
}

interface FieldProps {
  label: string;
  name: string;
  value: string;
  children: ReactNode;
}

function Field({ label, name, value, children }: FieldProps) {
  return (
    <label className="field">
      {label}
      <select name={name} defaultValue={value}>
        {children}
      </select>
    </label>
  );
}

function formatDay(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone }).format(at);
}
