import { useSignal } from "@preact/signals";
import { Icon } from "../../components/icon.tsx";
import { Logo } from "../../components/logo.tsx";
import { signIn, signInNotice, signInWithAccess } from "../../state/session.ts";

/** One field: the admin token. */
export function SignInScreen() {
  const typed = useSignal("");
  const siteId = useSignal("");
  const problem = useSignal<string | null>(null);
  const message = problem.value ?? signInNotice.value;

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!signIn(typed.value)) problem.value = "A token has only letters, digits and . _ ~ + - in it.";
  };

  return (
    <main class="sign-in">
      <form onSubmit={submit}>
        <Logo size={40} />
        <h1>Sign in to Scoreline</h1>
        <p class="muted">
          Paste the admin token of your site. It stays in this tab and is forgotten when you close it.
        </p>
        {message !== null && (
          <p class="sign-in-problem" role="alert" id="sign-in-problem">
            <Icon name="alert" />
            <span>{message}</span>
          </p>
        )}
        <label for="token">Admin token</label>
        <input
          id="token"
          class="field"
          type="password"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          required
          autofocus
          aria-describedby={message === null ? undefined : "sign-in-problem"}
          value={typed.value}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
            problem.value = null;
          }}
        />
        <button type="submit" class="button is-primary">
          Sign in
        </button>
        <details class="sign-in-access">
          <summary>Sign in with Cloudflare Access</summary>
          <label for="site-id">Site, if you are a member of several</label>
          <input
            id="site-id"
            class="field"
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            maxLength={40}
            value={siteId.value}
            onInput={(event) => {
              siteId.value = event.currentTarget.value;
            }}
          />
          <button
            type="button"
            class="button"
            onClick={() => {
              if (!signInWithAccess(siteId.value))
                problem.value = "A site's id has only a-z, 0-9 and - in it.";
            }}
          >
            Continue
          </button>
        </details>
      </form>
    </main>
  );
}
