/** Drawings on a 16 by 16 grid, as lines. */
const drawings = {
  leads:
    "M5.5 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM1 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M10.5 2.8a2.5 2.5 0 0 1 0 4.4M12 9.9c1.8.5 3 1.8 3 3.6",
  destinations: "M1.5 8h6m0 0L5 5.5M7.5 8 5 10.5M9.5 3h3A1.5 1.5 0 0 1 14 4.5v7a1.5 1.5 0 0 1-1.5 1.5h-3",
  search: "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.3 10.3 14 14",
  close: "M4 4l8 8M12 4l-8 8",
  back: "M9.5 3.5 5 8l4.5 4.5",
  chevron: "M6 4l4 4-4 4",
  up: "M8 12.5v-9M4.5 7 8 3.5 11.5 7",
  down: "M8 3.5v9M4.5 9 8 12.5 11.5 9",
  leave: "M6 13.5H3.5A1.5 1.5 0 0 1 2 12V4a1.5 1.5 0 0 1 1.5-1.5H6M10.5 11 14 8l-3.5-3M14 8H6",
  copy: "M5.5 5.5v-2A1.5 1.5 0 0 1 7 2h5.5A1.5 1.5 0 0 1 14 3.5V9a1.5 1.5 0 0 1-1.5 1.5h-2M3.5 5.5H9A1.5 1.5 0 0 1 10.5 7v5.5A1.5 1.5 0 0 1 9 14H3.5A1.5 1.5 0 0 1 2 12.5V7a1.5 1.5 0 0 1 1.5-1.5Z",
  replay: "M13.5 8a5.5 5.5 0 1 1-1.7-4M13.5 1.8V4.5h-2.7",
  receipt:
    "M3.5 2v12l1.8-1.2L7 14l1-.8L9 14l1.7-1.2 1.8 1.2V2l-1.8 1.2L9 2 8 2.8 7 2 5.3 3.2 3.5 2ZM6 6.5h4M6 9.5h4",
  alert: "M8 5.5v3M8 11v.1M7.1 2.6 1.7 12a1 1 0 0 0 .9 1.5h10.8a1 1 0 0 0 .9-1.5L8.9 2.6a1 1 0 0 0-1.8 0Z",
  page: "M4 1.8h5L12.5 5.3v7.4a1.5 1.5 0 0 1-1.5 1.5H5a1.5 1.5 0 0 1-1.5-1.5V2.3ZM9 2v3.5h3.5",
  form: "M3.5 2h9A1.5 1.5 0 0 1 14 3.5v9a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 12.5v-9A1.5 1.5 0 0 1 3.5 2ZM5 5.5h6M5 8.5h6M5 11.5h3",
  person: "M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2.5 14c0-2.5 2.3-4 5.5-4s5.5 1.5 5.5 4",
  mail: "M3 3h10a1.5 1.5 0 0 1 1.5 1.5v7A1.5 1.5 0 0 1 13 13H3a1.5 1.5 0 0 1-1.5-1.5v-7A1.5 1.5 0 0 1 3 3ZM2 5l6 4 6-4",
  chat: "M3.5 2.5h9A1.5 1.5 0 0 1 14 4v6a1.5 1.5 0 0 1-1.5 1.5H7L4 14v-2.5h-.5A1.5 1.5 0 0 1 2 10V4a1.5 1.5 0 0 1 1.5-1.5Z",
  promotion: "M2 6.5v3h2.5L11 13V3L4.5 6.5H2ZM13.5 6v4M5 9.8V13h1.8v-2.2",
  cart: "M1.5 2.5H3l1.6 7.5h7L13.5 5H3.6M5.5 13.5v.1M10.8 13.5v.1",
  download: "M8 2v8M4.8 7 8 10.2 11.2 7M2.5 13.5h11",
  video:
    "M3.5 3h9A1.5 1.5 0 0 1 14 4.5v7a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 11.5v-7A1.5 1.5 0 0 1 3.5 3ZM6.8 6v4L10 8 6.8 6Z",
  engagement: "M3 3l3.8 10 1.7-4.5L13 6.8 3 3ZM8.5 8.5 13 13",
  phone:
    "M3 2h2.5l1.2 3.3-1.6 1.2a8 8 0 0 0 4.4 4.4l1.2-1.6L14 10.5V13a1 1 0 0 1-1 1C7 14 2 9 2 3a1 1 0 0 1 1-1Z",
  company:
    "M3 14V3.5A1.5 1.5 0 0 1 4.5 2h4A1.5 1.5 0 0 1 10 3.5V14M10 7h2A1.5 1.5 0 0 1 13.5 8.5V14M1.5 14h13M5.5 5.5h2M5.5 8.5h2M5.5 11.5h2",
  place: "M8 14.5S3 10.3 3 6.5a5 5 0 0 1 10 0c0 3.8-5 8-5 8ZM8 8.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4Z",
  event: "M8 5.2v2.9l2 1.4M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Z",
  stage: "M3.5 14V2.5M3.5 3h8.3l-1.9 2.9 1.9 2.9H3.5",
  handOff: "M14 2 7 9M14 2l-4.5 12L7 9 2 6.5 14 2Z",
} as const;

/** Names of the drawings. */
export type IconName = keyof typeof drawings;

/** A line drawing in the colour of the text; decoration, so screen readers do not hear it. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={drawings[name]} />
    </svg>
  );
}
