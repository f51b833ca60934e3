import type { AuditRow } from "../../../../shared/schema/admin.ts";
import { Ago } from "../../components/time.tsx";
import { audit, auditCheck, loadMoreAudit, walkAudit } from "../../state/settings.ts";
import { describeAction } from "../../words/actions.ts";
import { describeActor } from "../../words/actors.ts";
import { count } from "../../words/numbers.ts";
import { Card } from "./card.tsx";

function Side({ label, value }: { label: string; value: unknown }) {
  if (value === undefined) return null;
  return (
    <div>
      <span class="small muted">{label}</span>
      <pre>{JSON.stringify(value, null, 2)}</pre>
    </div>
  );
}

function Row({ row }: { row: AuditRow }) {
  const { number, action, actor, atMs, target, before, after } = row;
  return (
    <li class="audit-row">
      <details>
        <summary>
          <span class="audit-number muted">{number}</span>
          <span class="audit-words">
            <strong>{describeAction(action)}</strong>
            <bdi class="muted truncate">{describeActor(actor)}</bdi>
          </span>
          <span class="muted small">
            <Ago atMs={atMs} />
          </span>
        </summary>
        <p class="small muted break">
          <code>{target}</code>
        </p>
        <div class="audit-sides">
          <Side label="Before" value={before} />
          <Side label="After" value={after} />
        </div>
      </details>
    </li>
  );
}

function Verdict() {
  const check = auditCheck.value;
  if (check === null) return null;
  if (!check.isIntact) {
    return (
      <p class="is-bad-text" role="status">
        Row {check.brokenAt} is not as it was written.
      </p>
    );
  }
  return (
    <p class="card-text" role="status">
      <span class="state is-good">Whole</span> {count(check.rows, "row is", "rows are")} as they were written.
      Last hash <code class="break">{check.lastHash}</code>
    </p>
  );
}

/** Every change of the site. */
export function AuditCard() {
  const page = audit.value.value;
  return (
    <Card
      id="audit"
      title="Audit log"
      words="Every change, who made it, and what was there before. Each row holds the hash of the one before it; one that is altered or taken out shows."
    >
      <div class="settings-actions">
        <button type="button" class="button is-small" onClick={() => void walkAudit()}>
          Check the chain
        </button>
        <Verdict />
      </div>
      {page !== null && page.rows.length === 0 && <p class="card-text">Nothing was changed yet.</p>}
      {page !== null && page.rows.length > 0 && (
        <ol class="audit">
          {page.rows.map((row) => (
            <Row key={row.number} row={row} />
          ))}
        </ol>
      )}
      {typeof page?.nextCursor === "string" && (
        <div class="more">
          <button
            type="button"
            class="button"
            disabled={audit.isLoading.value}
            onClick={() => void loadMoreAudit()}
          >
            Show more
          </button>
        </div>
      )}
    </Card>
  );
}
