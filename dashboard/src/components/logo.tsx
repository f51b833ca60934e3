/** The mark of Scoreline. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg class="logo" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" />
      <path d="M8 22.5h3.2v-5H8zM14.4 22.5h3.2V13h-3.2zM20.8 22.5H24v-14h-3.2z" />
    </svg>
  );
}
