import type { SettingField, SettingValue } from "../../../../shared/schema/destination.ts";
import { Icon } from "../../components/icon.tsx";

interface Options {
  field: SettingField;
  id: string;
  value: SettingValue | undefined;
  /** A secret that is kept unless another is typed. */
  isKept: boolean;
  isWrong: boolean;
  change: (value: SettingValue) => void;
}

type Row = Record<string, string>;

/** Rows of cells, with a way to add and to take away. */
function Rows({
  columns,
  rows,
  change,
  label,
}: {
  columns: readonly { name: string; label: string; example: string }[];
  rows: readonly Row[];
  change: (rows: Row[]) => void;
  label: string;
}) {
  return (
    <div class="setting-rows">
      {rows.map((row, index) => (
        // A row has no name of its own.
        // eslint-disable-next-line react/no-array-index-key
        <div class="setting-row" key={index}>
          {columns.map((column) => (
            <input
              key={column.name}
              class="field"
              aria-label={`${label} ${index + 1}: ${column.label}`}
              placeholder={column.example === "" ? column.label : column.example}
              value={row[column.name] ?? ""}
              autocomplete="off"
              spellcheck={false}
              onInput={(event) => {
                const cell = event.currentTarget.value;
                change(rows.map((old, at) => (at === index ? { ...old, [column.name]: cell } : old)));
              }}
            />
          ))}
          <button
            type="button"
            class="icon-button"
            aria-label={`Take away ${label.toLowerCase()} ${index + 1}`}
            onClick={() => change(rows.filter((_, at) => at !== index))}
          >
            <Icon name="close" size={14} />
          </button>
        </div>
      ))}
      <button type="button" class="link-button" onClick={() => change([...rows, {}])}>
        Add a line
      </button>
    </div>
  );
}

const pairColumns = [
  { name: "name", label: "Property", example: "jobtitle" },
  { name: "value", label: "Value", example: "traits.jobTitle" },
];

/** Pairs as rows while they are typed: two lines may have the same name for a moment. */
function pairsOf(value: SettingValue | undefined): Row[] {
  if (Array.isArray(value)) return value.filter((row): row is Row => typeof row === "object");
  if (typeof value !== "object") return [];
  return Object.entries(value).map(([name, text]) => ({ name, value: text }));
}

/** The rows of pairs as the API takes them. */
export function pairsToSend(value: SettingValue): SettingValue {
  if (!Array.isArray(value)) return value;
  const rows = pairsOf(value).filter(
    ({ name = "", value: text = "" }) => name.trim() !== "" && text.trim() !== "",
  );
  return Object.fromEntries(rows.map(({ name = "", value: text = "" }) => [name.trim(), text.trim()]));
}

function textOf(value: SettingValue | undefined): string {
  return value === undefined || typeof value === "object" ? "" : String(value);
}

function linesOf(value: SettingValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((line): line is string => typeof line === "string") : [];
}

/** The control of one setting, by its type. */
export function SettingInput({ field, id, value, isKept, isWrong, change }: Options) {
  const common = {
    id,
    "aria-invalid": isWrong,
    "aria-describedby": field.help === "" ? undefined : `${id}-help`,
  };
  switch (field.type) {
    case "boolean":
      return (
        <select
          {...common}
          class="field"
          value={value === false ? "no" : "yes"}
          onChange={(event) => change(event.currentTarget.value === "yes")}
        >
          <option value="yes">Yes</option>
          <option value="no">No</option>
        </select>
      );
    case "choice":
      return (
        <select
          {...common}
          class="field"
          value={textOf(value)}
          onChange={(event) => change(event.currentTarget.value)}
        >
          {(field.choices ?? []).map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      );
    case "list":
      return (
        <textarea
          {...common}
          class="field is-tall"
          rows={3}
          placeholder={field.example}
          spellcheck={false}
          value={linesOf(value).join("\n")}
          onInput={(event) => change(event.currentTarget.value.split("\n"))}
        />
      );
    case "pairs":
      return <Rows columns={pairColumns} rows={pairsOf(value)} change={change} label={field.label} />;
    case "rows":
      return <Rows columns={field.columns ?? []} rows={pairsOf(value)} change={change} label={field.label} />;
    case "secret":
      return (
        <input
          {...common}
          class="field"
          type="password"
          required={field.isRequired && !isKept}
          placeholder={isKept ? "Kept as it is" : field.example}
          autocomplete="off"
          value={textOf(value)}
          onInput={(event) => change(event.currentTarget.value)}
        />
      );
    case "text":
    case "url":
    case "number":
      return (
        <input
          {...common}
          class="field"
          type="text"
          inputMode={field.type === "url" ? "url" : field.type === "number" ? "decimal" : "text"}
          required={field.isRequired}
          placeholder={field.example}
          autocomplete="off"
          spellcheck={false}
          value={textOf(value)}
          onInput={(event) => {
            const text = event.currentTarget.value;
            change(field.type === "number" && text.trim() !== "" ? Number(text) : text);
          }}
        />
      );
  }
}
