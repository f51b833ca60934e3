const rows = [62, 48, 74, 55, 66, 44, 70, 52];

/** The shape of the lead book while it is on its way. */
export function LeadTableSkeleton() {
  return (
    <div class="table leads-table is-skeleton" role="status" aria-label="Loading leads">
      <div class="table-head" />
      <div class="table-body">
        {rows.map((width, index) => (
          <div class="row" key={index}>
            <span class="who">
              <span class="bone bone-round" />
              <span class="who-words">
                <span class="bone" style={{ width: `${width}%` }} />
                <span class="bone bone-low" style={{ width: `${width / 2}%` }} />
              </span>
            </span>
            <span class="column-stage bone bone-pill" />
            <span class="column-score">
              <span class="bone" />
            </span>
            <span class="column-activity bone" style={{ width: `${width}%` }} />
            <span class="column-seen bone" />
          </div>
        ))}
      </div>
    </div>
  );
}
