import { useSignal } from "@preact/signals";
import type { Scope } from "../../../../shared/schema/admin.ts";
import { Ago } from "../../components/time.tsx";
import { addMember, members, takeMemberAway } from "../../state/settings.ts";
import { Card, SureButton } from "./card.tsx";
import { ScopeChoice, ScopeTags } from "./scope-choice.tsx";

/** Who signs in with Cloudflare Access. */
export function MembersCard() {
  const email = useSignal("");
  const scopes = useSignal<Scope[]>(["read"]);
  const known = members.value.value ?? [];
  return (
    <Card
      id="members"
      title="Members"
      words="People who sign in with Cloudflare Access, where the deployment stands behind it. They need no token."
    >
      {known.length > 0 && (
        <ul class="credentials">
          {known.map((member) => (
            <li class="credential" key={member.id}>
              <span class="credential-words">
                <strong class="truncate" title={member.email}>
                  <bdi>{member.email}</bdi>
                </strong>
                <span class="small muted">
                  since <Ago atMs={member.addedAtMs} />
                </span>
              </span>
              <ScopeTags of={member.scopes} />
              <span class="credential-actions">
                <SureButton label="Remove" sure="Remove now?" act={() => void takeMemberAway(member.id)} />
              </span>
            </li>
          ))}
        </ul>
      )}
      <form
        class="settings-form"
        onSubmit={(event) => {
          event.preventDefault();
          void addMember(email.value, scopes.value).then((isAdded) => {
            if (isAdded) email.value = "";
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
            type="email"
            aria-label="E-mail address"
            placeholder="name@example.com"
            required
            maxLength={254}
            autocomplete="off"
            value={email.value}
            onInput={({ currentTarget }) => {
              email.value = currentTarget.value;
            }}
          />
          <button type="submit" class="button" disabled={scopes.value.length === 0}>
            Add a member
          </button>
        </div>
      </form>
    </Card>
  );
}
