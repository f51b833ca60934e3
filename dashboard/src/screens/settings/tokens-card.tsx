import { useSignal } from "@preact/signals";
import type { Scope, Token } from "../../../../shared/schema/admin.ts";
import { Ago } from "../../components/time.tsx";
import { nowMs } from "../../state/clock.ts";
import { addToken, endToken, tokens } from "../../state/settings.ts";
import { site } from "../../state/site.ts";
import { formatDay } from "../../words/times.ts";
import { Card, MadeSecret, SureButton } from "./card.tsx";
import { ScopeChoice, ScopeTags } from "./scope-choice.tsx";

const dayMs = 86_400_000;

function Row({ token }: { token: Token }) {
  const { id, name, hint, scopes, lastUsedAtMs, expiresAtMs, revokedAtMs } = token;
  const actor = site.value.value?.you.actor;
  const isOwn = actor?.kind === "token" && actor.id === id;
  const isExpired = expiresAtMs !== null && expiresAtMs <= nowMs.value;
  return (
    <li class="credential">
      <span class="credential-words">
        <strong class="truncate" title={name}>
          <bdi>{name}</bdi>
          {isOwn && <span class="tag">this one</span>}
        </strong>
        <span class="dotted small muted">
          <code>{hint}</code>
          <span>{lastUsedAtMs === null ? "never used" : <Used atMs={lastUsedAtMs} />}</span>
          {expiresAtMs !== null && !isExpired && <span>until {formatDay(expiresAtMs, nowMs.value)}</span>}
        </span>
        <ScopeTags of={scopes} />
      </span>
      {revokedAtMs !== null ? (
        <span class="state">Revoked</span>
      ) : isExpired ? (
        <span class="state">Expired</span>
      ) : (
        <span class="state is-good">Active</span>
      )}
      <span class="credential-actions">
        {revokedAtMs === null && !isExpired && (
          <SureButton
            label="Revoke"
            sure={isOwn ? "Sign yourself out?" : "Revoke now?"}
            act={() => void endToken(id)}
          />
        )}
      </span>
    </li>
  );
}

function Used({ atMs }: { atMs: number }) {
  return (
    <>
      used <Ago atMs={atMs} />
    </>
  );
}

/** Administrators' tokens. */
export function TokensCard() {
  const name = useSignal("");
  const scopes = useSignal<Scope[]>(["read"]);
  const days = useSignal("90");
  return (
    <Card
      id="tokens"
      title="Admin tokens"
      words="For people and programs that administer the site. A revoked one is refused from the next request on."
    >
      <ul class="credentials">
        {(tokens.value.value ?? []).map((token) => (
          <Row key={token.id} token={token} />
        ))}
      </ul>
      <MadeSecret card="tokens" />
      <form
        class="settings-form"
        onSubmit={(event) => {
          event.preventDefault();
          const expiresAtMs = days.value === "" ? null : Date.now() + Number(days.value) * dayMs;
          void addToken(name.value, scopes.value, expiresAtMs).then((isMade) => {
            if (isMade) name.value = "";
          });
        }}
      >
        <ScopeChoice
          chosen={scopes.value}
          choose={(chosen) => {
            scopes.value = chosen;
          }}
        />
        <div class="settings-line">
          <input
            class="field"
            aria-label="Whose or what it is for"
            placeholder="Whose, or what it is for"
            required
            maxLength={120}
            value={name.value}
            onInput={({ currentTarget }) => {
              name.value = currentTarget.value;
            }}
          />
          <select
            class="field"
            aria-label="How long it holds"
            value={days.value}
            onChange={({ currentTarget }) => {
              days.value = currentTarget.value;
            }}
          >
            <option value="30">30 days</option>
            <option value="90">90 days</option>
            <option value="365">A year</option>
            <option value="">Until revoked</option>
          </select>
          <button type="submit" class="button" disabled={scopes.value.length === 0}>
            Make a token
          </button>
        </div>
      </form>
    </Card>
  );
}
