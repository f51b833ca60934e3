import * as v from "valibot";

/** What the form and the seal know of a setting beside its type. */
export interface SettingMetadata {
  /** Sealed in storage, never shown again, hidden in the log. */
  secret?: boolean;
  /** Taken in local mode only. */
  localOnly?: boolean;
  /** What the empty field of a form shows. */
  example?: string;
}

/** A secret setting. */
export function secretText(title: string, description: string, example: string) {
  return v.pipe(
    v.string(),
    v.trim(),
    v.minLength(8),
    v.maxLength(2048),
    v.title(title),
    v.description(description),
    v.metadata({ secret: true, example } satisfies SettingMetadata),
  );
}

/** A short text setting. */
export function shortText(title: string, description: string, example = "") {
  return v.pipe(
    v.string(),
    v.trim(),
    v.minLength(1),
    v.maxLength(255),
    v.title(title),
    v.description(description),
    v.metadata({ example } satisfies SettingMetadata),
  );
}

/** The setting that sends a provider's requests to a fake of it. */
export const apiUrlEntry = v.optional(
  v.pipe(
    v.string(),
    v.maxLength(2048),
    v.url("must be an address"),
    v.title("Address of the API"),
    v.description("A fake of the provider on this machine, for tests. Taken in local mode only."),
    v.metadata({ localOnly: true, example: "http://127.0.0.1:9000" } satisfies SettingMetadata),
  ),
);

/** Whether the provider deletes its contact of somebody who is erased here. Off unless said: it may know more of them than we told. */
export const eraseContactEntry = (provider: string) =>
  v.optional(
    v.pipe(
      v.boolean(),
      v.title("Delete erased people"),
      v.description(
        `Has ${provider} delete the contact, with everything that it knows of them, when a person is erased here; no when left out.`,
      ),
    ),
  );
