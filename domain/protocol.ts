/** What travels between phone and server (sync.md section 2). Raised when an old phone could misread an answer. */
export const PROTOCOL = 1;
/** The lowest protocol the server still speaks; below it the answer is `upgrade` (invariant 37). */
export const PROTOCOL_MIN = 1;
export const MAX_ENTRIES = 100;
export const MAX_REQUEST_BYTES = 256 * 1024;
/** Both doors answer with this type; anything else is a captive portal or a proxy, and counts as offline (invariant 31). */
export const CONTENT_TYPE = 'application/vnd.relais.sync+json';
