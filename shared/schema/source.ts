import * as v from "valibot";

const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(120));

/** Settings of a kind, secrets among them; the kind's own schema checks them. */
const SettingsInput = v.record(v.string(), v.unknown());

/** What is sent to set up a source. */
export const NewSourceSchema = v.pipe(
  v.strictObject({
    kind: v.pipe(v.string(), v.maxLength(64), v.description("One of `GET /admin/v1/source-kinds`.")),
    name: v.optional(
      v.pipe(Name, v.description("How it is called here; the provider's name when left out.")),
    ),
    settings: v.optional(
      v.pipe(
        SettingsInput,
        v.description("The settings of the kind. Secrets are sealed and never shown again."),
      ),
      {},
    ),
  }),
  v.description("A source to set up."),
);
export type NewSource = v.InferOutput<typeof NewSourceSchema>;

/** What is sent to change a source. */
export const SourceChangeSchema = v.pipe(
  v.strictObject({
    name: v.optional(Name),
    settings: v.optional(
      v.pipe(
        SettingsInput,
        v.description("What is left out stays as it is, secrets too; null takes a setting away."),
      ),
      {},
    ),
  }),
  v.description("A change of a source."),
);

/** A source, without its secrets. */
export const SourceSchema = v.pipe(
  v.strictObject({
    id: v.string(),
    kind: v.string(),
    name: v.string(),
    createdAtMs: v.number(),
    address: v.pipe(
      v.string(),
      v.description("Where the provider posts to. Nobody can guess it; who knows it still cannot sign."),
    ),
    settings: v.pipe(v.record(v.string(), v.unknown()), v.description("Without secrets.")),
    secretsSet: v.pipe(v.array(v.string()), v.description("Names of the secrets that are set.")),
    secretsMissing: v.pipe(
      v.array(v.string()),
      v.description("Names of the secrets that the provider gives and that are not here yet."),
    ),
  }),
  v.description("A source, without its secrets."),
);
export type Source = v.InferOutput<typeof SourceSchema>;

/** A source with the secrets that were made for it just now. */
export const SourceWithSecretsSchema = v.strictObject({
  ...SourceSchema.entries,
  secrets: v.pipe(
    v.record(v.string(), v.string()),
    v.description("Secrets that were made here. They are in this answer and nowhere else."),
  ),
});
export type SourceWithSecrets = v.InferOutput<typeof SourceWithSecretsSchema>;

/** A setting of a kind, for the form that asks for it. */
export const SettingFieldSchema = v.strictObject({
  name: v.string(),
  title: v.string(),
  description: v.string(),
  isRequired: v.boolean(),
  isSecret: v.boolean(),
  isText: v.pipe(v.boolean(), v.description("false: JSON.")),
});
export type SettingField = v.InferOutput<typeof SettingFieldSchema>;

/** A kind of source, and how to set it up at the provider. */
export const SourceKindSchema = v.strictObject({
  kind: v.string(),
  title: v.string(),
  documentation: v.string(),
  steps: v.pipe(
    v.array(v.string()),
    v.description(
      "What to do at the provider; {address} and {a setting's name} stand for what is to be pasted.",
    ),
  ),
  fields: v.array(SettingFieldSchema),
});
export type SourceKindInfo = v.InferOutput<typeof SourceKindSchema>;

/** A line of a source's log. */
export const SourceDeliverySchema = v.pipe(
  v.strictObject({
    atMs: v.number(),
    status: v.pipe(v.number(), v.description("What the provider was answered.")),
    deliveries: v.pipe(
      v.number(),
      v.description(
        "How many deliveries this line stands for: those that came soon after another share one.",
      ),
    ),
    accepted: v.number(),
    duplicates: v.number(),
    unknown: v.pipe(
      v.number(),
      v.description(
        "Events that are no sign of a person (a message was delivered, or bounced, or a scanner tried its links) under an address that nobody is known by: they were not kept.",
      ),
    ),
    rejected: v.number(),
    ignored: v.pipe(
      v.record(v.string(), v.number()),
      v.description("Kinds of event that say nothing here, and how many."),
    ),
    problems: v.pipe(v.array(v.string()), v.description("Why something was refused, at most five.")),
  }),
  v.description("A line of a source's log."),
);
export type SourceDelivery = v.InferOutput<typeof SourceDeliverySchema>;

/** Answer to a provider's webhook. */
export const SourceAnswerSchema = v.pipe(
  v.strictObject({
    accepted: v.number(),
    duplicates: v.pipe(v.number(), v.description("Known before, and not counted again.")),
    unknown: v.pipe(
      v.number(),
      v.description("No sign of a person, and of nobody who is known here: taken note of, and not kept."),
    ),
    ignored: v.pipe(v.record(v.string(), v.number()), v.description("Kinds of event that say nothing here.")),
    rejected: v.pipe(
      v.array(v.strictObject({ index: v.number(), code: v.string(), message: v.string() })),
      v.description("Items that were refused, at most a hundred."),
    ),
  }),
  v.description("Answer to a provider's webhook."),
);
export type SourceAnswer = v.InferOutput<typeof SourceAnswerSchema>;
