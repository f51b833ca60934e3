import type { ComponentChildren } from "preact";
import type { ApiError } from "../api/client.ts";
import { Icon, type IconName } from "./icon.tsx";

/** A quiet full-width message where a list or, as `isPage`, a whole page would be: nothing here, nothing found. */
export function EmptyState({
  icon,
  title,
  isPage = false,
  children,
}: {
  icon: IconName;
  title: string;
  isPage?: boolean;
  children?: ComponentChildren;
}) {
  const Heading = isPage ? "h1" : "h2";
  return (
    <div class="empty">
      <span class="empty-icon">
        <Icon name={icon} size={20} />
      </span>
      <Heading>{title}</Heading>
      {children}
    </div>
  );
}

/** Says what went wrong in the server's words, and offers to try again. */
export function Problem({ error, retry, title }: { error: ApiError; retry: () => void; title: string }) {
  return (
    <div class="empty is-problem" role="alert">
      <span class="empty-icon">
        <Icon name="alert" size={20} />
      </span>
      <h2>{title}</h2>
      <p>{error.message}</p>
      {error.requestId !== null && (
        <p class="muted small">
          Request <code>{error.requestId}</code>
        </p>
      )}
      <button type="button" class="button" onClick={retry}>
        Try again
      </button>
    </div>
  );
}

/** A line above data that could not be brought up to date. */
export function StaleBar({ error, retry }: { error: ApiError; retry: () => void }) {
  return (
    <div class="stale" role="status">
      <Icon name="alert" />
      <span>Could not refresh. {error.message}</span>
      <button type="button" class="link-button" onClick={retry}>
        Try again
      </button>
    </div>
  );
}
