/** Fields that hold secrets, by how they are named anywhere in the settings of keys, sources and destinations. */
const secretField =
  /(secret|token|password|credential|authorization|signature|api_?key|access_?key|private_?key)$/i;
/** Keys and tokens of ours, and the usual ones of others, wherever they stand in a text. */
const secretText = /\b(?:pub|sec|adm|whsec|pat|sk|xox[a-z]|re)_[A-Za-z0-9+/=_-]{16,}/g;

const hidden = "(hidden)";

/**
 * A copy of a value from JSON in which nothing is a secret: for what is written down and read by more
 * people than may know it.
 *
 * @example withoutSecrets({ url: "https://a.example", apiKey: "k-123" }) // { url: "https://a.example", apiKey: "(hidden)" }
 */
export function withoutSecrets(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll(secretText, hidden);
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      secretField.test(name) && typeof field === "string" ? hidden : withoutSecrets(field),
    ]),
  );
}
