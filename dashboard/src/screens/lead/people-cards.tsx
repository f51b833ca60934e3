import { useEffect } from "preact/hooks";
import type { MergedDevice, PossibleDuplicate } from "../../../../shared/schema/identity.ts";
import type { Lead } from "../../../../shared/schema/visitor.ts";
import { Icon } from "../../components/icon.tsx";
import { Question } from "../../components/question.tsx";
import { StagePill } from "../../components/stage-pill.tsx";
import { Ago } from "../../components/time.tsx";
import {
  askFirst,
  cancelQuestion,
  changeProblem,
  confirmQuestion,
  dismiss,
  duplicates,
  isChanging,
  loadDuplicates,
  question,
} from "../../state/people.ts";
import { leadAddress } from "../../state/route.ts";
import { count, formatNumber } from "../../words/numbers.ts";
import { displayName, shortId } from "../../words/people.ts";

const kindWords = { email: "e-mail address", phone: "phone number", user_id: "user id" } as const;
const reasonWords = {
  token: "proved by your server",
  link: "opened a link in an e-mail",
  person: "merged by hand",
  told: "this lead was the first to give the name",
} as const;

/** "e-mail address and phone number" */
function kindsInWords(kinds: PossibleDuplicate["kinds"]): string {
  return new Intl.ListFormat("en").format(kinds.map((kind) => kindWords[kind]));
}

function Duplicate({ lead, duplicate }: { lead: Lead; duplicate: PossibleDuplicate }) {
  const other = duplicates.value.get(duplicate.id);
  return (
    <li>
      <span class="lines-main">
        <a class="truncate" href={leadAddress(duplicate.id)}>
          <bdi>
            {other === undefined || other === null ? `Visitor ${shortId(duplicate.id)}` : displayName(other)}
          </bdi>
        </a>
        {other !== undefined && other !== null && <StagePill stage={other.stage} />}
      </span>
      <span class="lines-more">
        {other !== undefined && other !== null && (
          <>
            Score {formatNumber(other.total)} · {count(other.events, "event")} · seen{" "}
            <Ago atMs={other.lastSeenAtMs} />
            {" · "}
          </>
        )}
        told the same {kindsInWords(duplicate.kinds)}
      </span>
      <span class="people-buttons">
        <button
          type="button"
          class="button is-small"
          disabled={isChanging.value}
          onClick={() => askFirst({ kind: "merge", leadId: lead.id, otherId: duplicate.id })}
        >
          <Icon name="merge" size={14} />
          Merge
        </button>
        <button
          type="button"
          class="button is-small"
          disabled={isChanging.value}
          onClick={() => void dismiss(lead.id, duplicate.id)}
        >
          Somebody else
        </button>
      </span>
    </li>
  );
}

/** Other leads that may be the same person: told the same, not proved. */
export function Duplicates({ lead }: { lead: Lead }) {
  const ids = lead.duplicates.map(({ id }) => id);
  useEffect(() => {
    void loadDuplicates(ids);
  }, [ids.join()]);
  if (ids.length === 0) return null;
  return (
    <section class="card is-notable">
      <h2>Possibly the same person</h2>
      <p class="card-text">Nobody has proved it. If you know, say so.</p>
      <ul class="lines">
        {lead.duplicates.map((duplicate) => (
          <Duplicate key={duplicate.id} lead={lead} duplicate={duplicate} />
        ))}
      </ul>
      {changeProblem.value !== null && question.value === null && (
        <p class="is-bad-text small" role="alert">
          {changeProblem.value}
        </p>
      )}
    </section>
  );
}

function nameOfDevice({ id, reason, isFormerId }: MergedDevice): string {
  if (reason === "told") return "Told by servers before they came";
  return isFormerId ? "Before they proved who they are" : `Device ${shortId(id)}`;
}

function Device({ lead, device }: { lead: Lead; device: MergedDevice }) {
  return (
    <li>
      <span class="lines-main">
        <span class="truncate">{nameOfDevice(device)}</span>
        <button
          type="button"
          class="link-button"
          disabled={isChanging.value}
          onClick={() => askFirst({ kind: "unmerge", leadId: lead.id, otherId: device.id })}
        >
          Undo
        </button>
      </span>
      <span class="lines-more">
        {count(device.events, "event")}
        {device.lastSeenAtMs !== null && (
          <>
            , last <Ago atMs={device.lastSeenAtMs} />
          </>
        )}
        {" · "}
        {reasonWords[device.reason]} <Ago atMs={device.atMs} />
      </span>
    </li>
  );
}

/** Devices whose events count for this lead, each with the way back. */
export function Devices({ lead }: { lead: Lead }) {
  if (lead.devices.length === 0 && lead.proved.length === 0) return null;
  return (
    <section class="card">
      <h2>Identity</h2>
      {lead.proved.length > 0 && (
        <p class="card-text">
          <Icon name="check" size={14} /> Proved: {kindsInWords(lead.proved)}
        </p>
      )}
      {lead.devices.length > 0 && (
        <ul class="lines">
          {lead.devices.map((device) => (
            <Device key={device.id} lead={lead} device={device} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** Asks before two leads become one, or one becomes two. */
export function PeopleQuestion({ lead }: { lead: Lead }) {
  const asked = question.value;
  const isMerge = asked?.kind === "merge";
  const other = asked === null ? undefined : duplicates.value.get(asked.otherId);
  const name = other === undefined || other === null ? "the other lead" : displayName(other);
  return (
    <Question
      isOpen={asked !== null && asked.leadId === lead.id}
      title={isMerge ? "Are they the same person?" : "Undo this merge?"}
      action={isMerge ? "Merge" : "Undo the merge"}
      isBusy={isChanging.value}
      confirm={() => void confirmQuestion()}
      cancel={cancelQuestion}
    >
      {isMerge ? (
        <p>
          What <bdi>{name}</bdi> did counts for <bdi>{displayName(lead)}</bdi> from now on, and the score is
          computed from all of it. Nothing is handed off twice. You can undo it at any time.
        </p>
      ) : (
        <p>
          The device becomes a lead of its own again, with everything that it did, also since the merge. Both
          scores are what they would be without the merge.
        </p>
      )}
      {changeProblem.value !== null && (
        <p class="is-bad-text" role="alert">
          {changeProblem.value}
        </p>
      )}
    </Question>
  );
}
