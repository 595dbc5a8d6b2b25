import type { ReactNode } from "react";
import { PAUSE_DAYS, RESUBSCRIBE_FIELD } from "~/pages/preferences/preference-form";
import type { PreferencePage } from "~/pages/preferences/preference-page.server";
import { PageBrand } from "~/http/page-brand";
import type { Text } from "~/i18n/create-text";
import {
  getPresetFrequency,
  PRESET_PAUSE_DAYS,
  type PreferencePreset,
} from "~/profiles/preferences/preference-preset";
import { Frequency, Topic } from "~/profiles/preferences/preferences";

interface PreferenceFormProps {
  page: PreferencePage;
  text: Text<"public">;
  /** The languages that can be chosen. */
  languages: readonly { readonly tag: string; readonly name: string }[];
  isSaved: boolean;
  /** The choice of the email's button: preselected, and saved with one click at the top. */
  offered: PreferencePreset | null;
}

/** The preference form. Works without scripts, as one form post. */
export function PreferenceForm({ page, text, languages, isSaved, offered }: PreferenceFormProps) {
  const { look, maskedAddress, chosen, unsubscribePath } = page;
  const shop = look.shopName;
  return (
    <main>
      <PageBrand look={look} />
      <h1>{text("preferences.heading")}</h1>
      {maskedAddress === null ? (
        <p role="status">{text("preferences.gone", { shop })}</p>
      ) : (
        <>
          <p>{text("preferences.about", { shop, address: maskedAddress })}</p>
          {isSaved && (
            <p role="status" className="saved">
              {text("preferences.saved")}
            </p>
          )}
          <form method="post">
            {offered && (
              <div className="offered">
                <p>
                  {text.rich(`preferences.offered.${offered}`, {
                    b: (it) => <strong>{it}</strong>,
                  })}
                </p>
                <button type="submit">{text("preferences.save")}</button>
              </div>
            )}
            {page.canResubscribe && (
              <Group legend={text("preferences.unsubscribed")}>
                <Choice
                  type="checkbox"
                  name={RESUBSCRIBE_FIELD}
                  value="on"
                  isOn={false}
                  label={text("preferences.resubscribe.label")}
                  hint={text("preferences.resubscribe.hint")}
                />
              </Group>
            )}
            <Group legend={text("preferences.topics")}>
              {Topic.options.map((topic) => (
                <Choice
                  key={topic}
                  type="checkbox"
                  name="topic"
                  value={topic}
                  isOn={!chosen.topicsOff.includes(topic)}
                  label={text(`preferences.topic.${topic}.label`)}
                  hint={text(`preferences.topic.${topic}.hint`)}
                />
              ))}
            </Group>
            <Group legend={text("preferences.frequency")}>
              {Frequency.options.map((frequency) => (
                <Choice
                  key={frequency}
                  type="radio"
                  name="frequency"
                  value={frequency}
                  isOn={getPresetFrequency(offered, chosen) === frequency}
                  label={text(`preferences.frequency.${frequency}`)}
                />
              ))}
            </Group>
            <Field
              label={text("preferences.pause")}
              name="pause"
              value={pauseShown(offered, chosen)}
            >
              <option value="none">{text("preferences.pause.none")}</option>
              {chosen.pausedUntil && (
                <option value="keep">
                  {text("preferences.pause.keep", { day: chosen.pausedUntil })}
                </option>
              )}
              {PAUSE_DAYS.map((days) => (
                <option key={days} value={days}>
                  {text(`preferences.pause.${days}`)}
                </option>
              ))}
            </Field>
            <Field
              label={text("preferences.language")}
              name="language"
              value={chosen.language ?? ""}
            >
              <option value="">{text("preferences.language.shop")}</option>
              {languages.map(({ tag, name }) => (
                <option key={tag} value={tag} lang={tag}>
                  {name}
                </option>
              ))}
            </Field>
            <Group legend={text("preferences.privacy")}>
              <Choice
                type="checkbox"
                name="profiling"
                value="on"
                isOn={chosen.profiling}
                label={text("preferences.profiling.label")}
                hint={text("preferences.profiling.hint")}
              />
              <Choice
                type="checkbox"
                name="openTracking"
                value="on"
                isOn={chosen.openTracking}
                label={text("preferences.openTracking.label")}
                hint={text("preferences.openTracking.hint")}
              />
            </Group>
            <button type="submit">{text("preferences.save")}</button>
          </form>
          {!page.canResubscribe && (
            <p className="leave">
              <a href={unsubscribePath}>{text("preferences.unsubscribe")}</a>
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
