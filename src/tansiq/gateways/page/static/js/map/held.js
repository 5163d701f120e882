// The map of this page, for those who draw on it.

/** @type {{map: any}} */
export const held = { map: null };
