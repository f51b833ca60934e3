const lines = [52, 38, 61, 45, 57, 33];

/** The shape of a lead's page while it is on its way. */
export function LeadSkeleton() {
  return (
    <div class="lead-content is-skeleton" role="status" aria-label="Loading the lead">
      <div class="lead-header">
        <div class="lead-who">
          <span class="bone bone-avatar" />
          <div class="lead-words">
            <span class="bone bone-title" />
            <span class="bone bone-low" />
          </div>
        </div>
        <span class="bone bone-score" />
      </div>
      <div class="lead-columns">
        <div class="timeline">
          {lines.map((width, index) => (
            <div class="event" key={index}>
              <span class="bone bone-round" />
              <span class="bone" style={{ width: `${width}%` }} />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
