import { useSignal } from "@preact/signals";
import type { Key } from "../../../../shared/schema/admin.ts";
import { Ago, Until } from "../../components/time.tsx";
import { nowMs } from "../../state/clock.ts";
import { addKey, endKey, keys, replaceKey } from "../../state/settings.ts";
import { Card, MadeSecret, SureButton } from "./card.tsx";

function State({ endsAtMs }: { endsAtMs: number | null }) {
  if (endsAtMs === null) return <span class="state is-good">Active</span>;
  if (endsAtMs <= nowMs.value) return <span class="state">Ended</span>;
  return (
    <span class="state is-waiting">
      Ends&nbsp;
      <Until atMs={endsAtMs} />
    </span>
  );
}

function Row({ credential }: { credential: Key }) {
  const { id, kind, name, hint, createdAtMs, endsAtMs } = credential;
  return (
    <li class="credential">
      <span class="credential-words">
        <strong class="truncate" title={name}>
          <bdi>{name}</bdi>
        </strong>
        <span class="dotted small muted">
          <code>{hint}</code>
          <span>{kind}</span>
          {createdAtMs > 0 && (
            <span>
              made <Ago atMs={createdAtMs} />
            </span>
          )}
        </span>
      </span>
      <State endsAtMs={endsAtMs} />
      <span class="credential-actions">
        {endsAtMs === null && (
          <SureButton label="Rotate" sure="Old one ends in 24 h?" act={() => void replaceKey(id)} />
        )}
        {(endsAtMs === null || endsAtMs > nowMs.value) && (
          <SureButton label="Revoke" sure="Revoke now?" act={() => void endKey(id)} />
        )}
      </span>
    </li>
  );
}

/** The keys that report events. */
export function KeysCard() {
  const kind = useSignal<Key["kind"]>("secret");
  const name = useSignal("");
  return (
    <Card
      id="keys"
      title="Keys"
      words="They report events and do nothing else. A write key stands in the pages, for everybody to see; a secret key stays on a server."
    >
      <ul class="credentials">
        {(keys.value.value ?? []).map((credential) => (
          <Row key={credential.id} credential={credential} />
        ))}
      </ul>
      <MadeSecret card="keys" />
      <form
        class="settings-line"
        onSubmit={(event) => {
          event.preventDefault();
          void addKey(kind.value, name.value).then((isMade) => {
            if (isMade) name.value = "";
          });
        }}
      >
        <select
          class="field"
          aria-label="Kind of the key"
          value={kind.value}
          onChange={({ currentTarget }) => {
            kind.value = currentTarget.value as Key["kind"];
          }}
        >
          <option value="secret">Secret key</option>
          <option value="write">Write key</option>
        </select>
        <input
          class="field"
          aria-label="Where it is used"
          placeholder="Where it is used"
          required
          maxLength={120}
          value={name.value}
          onInput={({ currentTarget }) => {
            name.value = currentTarget.value;
          }}
        />
        <button type="submit" class="button">
          Make a key
        </button>
      </form>
    </Card>
  );
}
