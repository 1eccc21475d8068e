/** Says how the first text comes here. */
export const EmptyInbox = () => (
  <div class="empty">
    <h2>No text yet</h2>
    <p>
      With the service running, <code>npm run sample</code> sends four.
    </p>
    <p>
      Any AWS SDK can send here too: set <code>AWS_ENDPOINT_URL_SNS={location.origin}</code>, any region and any
      credentials.
    </p>
    <p>
      Tests ask <code>GET /api/code?to=%2B919876543210</code> for the code that a login waits for.
    </p>
  </div>
);
