// What one person likes on one device: language, theme, units. Nothing of the room is ever kept on the device.

/** @param {string} name @returns {string} */
export function kept(name) {
  try {
    return localStorage.getItem(`tansiq.${name}`) ?? "";
  } catch {
    return ""; // a browser may forbid it
  }
}

/** @param {string} name @param {string} value */
export function keep(name, value) {
  try {
    localStorage.setItem(`tansiq.${name}`, value);
  } catch {
    // then it is asked again next time
  }
}
