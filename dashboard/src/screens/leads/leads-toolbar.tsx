import { SearchField, Segmented } from "../../components/segmented.tsx";
import { changeQuery, query } from "../../state/leads.ts";
import { site, stageLabel, stageTone } from "../../state/site.ts";

const people = [
  { value: false, label: "Everyone" },
  { value: true, label: "Known" },
] as const;

const orders = [
  { value: "last_seen", label: "Recent" },
  { value: "total", label: "Score" },
] as const;

/** Whom to show, and in which order. */
export function LeadsToolbar() {
  const stages = site.value.value?.stages ?? [];
  const asked = query.value;
  return (
    <div class="toolbar">
      <SearchField
        label="Search name, e-mail or company"
        value={asked.text}
        change={(text) => changeQuery({ text })}
      />
      <Segmented
        label="Who"
        choices={people}
        value={asked.knownOnly}
        choose={(knownOnly) => changeQuery({ knownOnly })}
      />
      <div class="toolbar-order">
        <Segmented
          label="Order"
          choices={orders}
          value={asked.sort}
          choose={(sort) => changeQuery({ sort })}
        />
      </div>
      <div class="toolbar-stages">
        <Segmented
          label="Stage"
          choices={[
            { value: null, label: "All stages" },
            ...stages.map((stage) => ({
              value: stage.id,
              label: stageLabel(stage.id),
              tone: stageTone(stage.id),
            })),
          ]}
          value={asked.stage}
          choose={(stage: string | null) => changeQuery({ stage })}
        />
      </div>
    </div>
  );
}
