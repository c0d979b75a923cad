/** The source of a Hubble Relay, as it is named among a cluster's. */
export const HUBBLE_FLOWS = 'hubble';
/** The invented day of the demo. */
export const DEMO_FLOWS = 'demo';
