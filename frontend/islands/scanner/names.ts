/** The phone's own database, by its names: what it knows of things is the server's, what waits to be sent is people's. */

export const DATABASE = "farlight-scanner";
export const KNOWN = "known";
export const OUTBOX = "outbox";
