/** The source of a Hubble Relay, as it is named among a cluster's. */
export const HUBBLE_FLOWS = 'hubble';
/** The invented day of the demo. */
export const DEMO_FLOWS = 'demo';

/** The sources whose silence says something while they are connected: they are told everything of a node. */
export const COMPLETE_SOURCES: readonly string[] = [HUBBLE_FLOWS, DEMO_FLOWS];
