import type { ReactNode } from "react";
import { PAUSE_DAYS, RESUBSCRIBE_FIELD } from "~/delivery/preferences/preference-form";
import type { PreferencePage } from "~/delivery/preferences/preference-page.server";
import { PageBrand } from "~/http/page-brand";
import { EmailLanguage } from "~/messages/document/languages";
import { LANGUAGE_NAMES, PAGE_WORDS, fillText } from "~/messages/pages/page-words";
import {
  getPresetFrequency,
  PRESET_PAUSE_DAYS,
  type PreferencePreset,
} from "~/profiles/preferences/preference-preset";
import { Frequency, Topic } from "~/profiles/preferences/preferences";

interface PreferenceFormProps {
  page: PreferencePage;
  language: EmailLanguage;
  isSaved: boolean;
  /** The choice of the email's button: preselected, and saved with one click at the top. */
  offered: PreferencePreset | null;
}

/** The preference form. Works without scripts, as one form post. */
export function PreferenceForm({ page, language, isSaved, offered }: PreferenceFormProps) {
  const { look, maskedAddress, chosen, unsubscribePath, timeZone } = page;
  const { shopName } = look;
  const words = PAGE_WORDS[language].preferences;
  return (
    <main>
      <PageBrand look={look} />
      <h1>{words.heading}</h1>
      {maskedAddress === null ? (
        <p role="status">{fillText(words.gone, { shop: shopName })}</p>
      ) : (
        <>
          <p>{fillText(words.about, { shop: shopName, address: maskedAddress })}</p>
          {isSaved && (
            <p role="status" className="saved">
              {words.saved}
            </p>
          )}
          <form method="post">
            {offered && (
              <div className="offered">
                <p>
                  {offered === "less-often" ? words.often : words.pause}:{" "}
                  <strong>
                    {offered === "less-often"
                      ? words.frequency.monthly
                      : words.pauses[PRESET_PAUSE_DAYS]}
                  </strong>
                </p>
                <button type="submit">{words.save}</button>
              </div>
            )}
            {page.canResubscribe && (
              <Group legend={words.unsubscribed}>
                <Choice
                  type="checkbox"
                  name={RESUBSCRIBE_FIELD}
                  value="on"
                  isOn={false}
                  {...words.resubscribe}
                />
              </Group>
            )}
            <Group legend={words.topics}>
              {Topic.options.map((topic) => (
                <Choice
                  key={topic}
                  type="checkbox"
                  name="topic"
                  value={topic}
                  isOn={!chosen.topicsOff.includes(topic)}
                  {...words.topic[topic]}
                />
              ))}
            </Group>
            <Group legend={words.often}>
              {Frequency.options.map((frequency) => (
                <Choice
                  key={frequency}
                  type="radio"
                  name="frequency"
                  value={frequency}
                  isOn={getPresetFrequency(offered, chosen) === frequency}
                  label={words.frequency[frequency]}
                />
              ))}
            </Group>
            <Field label={words.pause} name="pause" value={pauseShown(offered, chosen)}>
              <option value="none">{words.noPause}</option>
              {chosen.pausedUntil && (
                <option value="keep">
                  {fillText(words.pausedUntil, {
                    day: formatDay(chosen.pausedUntil, language, timeZone),
                  })}
                </option>
              )}
              {PAUSE_DAYS.map((days) => (
                <option key={days} value={days}>
                  {words.pauses[days]}
                </option>
              ))}
            </Field>
            <Field label={words.language} name="language" value={chosen.language ?? ""}>
              <option value="">{words.asInShop}</option>
              {EmailLanguage.options.map((each) => (
                <option key={each} value={each} lang={each}>
                  {LANGUAGE_NAMES[each]}
                </option>
              ))}
            </Field>
            <Group legend={words.privacy}>
              <Choice
                type="checkbox"
                name="profiling"
                value="on"
                isOn={chosen.profiling}
                {...words.profiling}
              />
              <Choice
                type="checkbox"
                name="openTracking"
                value="on"
                isOn={chosen.openTracking}
                {...words.openTracking}
              />
            </Group>
            <button type="submit">{words.save}</button>
          </form>
          {!page.canResubscribe && (
            <p className="leave">
              <a href={unsubscribePath}>{words.unsubscribe}</a>
            </p>
          )}
        </>
      )}
    </main>
  );
}

function pauseShown(
  offered: PreferencePreset | null,
  { pausedUntil }: PreferencePage["chosen"],
): string {
  if (offered === "pause") return String(PRESET_PAUSE_DAYS);
  return pausedUntil ? "keep" : "none";
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
  preset?: string;
}

function Choice({ type, name, value, isOn, label, preset }: ChoiceProps) {
  return (
    <label className="choice">
      <input type={type} name={name} value={value} defaultChecked={isOn} />
      <span>
        {label}
        {preset && <small>{preset}</small>}
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

function formatDay(at: Date, language: EmailLanguage, timeZone: string): string {
  const locale = language === "en" ? "en-GB" : language;
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone }).format(at);
}
